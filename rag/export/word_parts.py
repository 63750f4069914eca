"""WordprocessingML that python-docx has no names for: runs, links, marks, and the footnotes' part.

Element names and their order are those of ISO/IEC 29500-1 (Office Open XML), sections 17.3, 17.11
and 17.16. Knows paragraphs and footnotes, not what is on a page.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement
from docx.oxml.ns import nsmap, qn

from rag.export.outline import Footnote
from rag.export.plain import plain, runs_right_to_left
from rag.text.shown import day_words, outlet_of, title_of, web_link

NOTE_TEXT, NOTE_QUOTE, NOTE_NUMBER = "FootnoteText", "FootnoteQuote", "FootnoteReference"
"""Ids of the styles that footnotes use."""

SEPARATORS = (("separator", "-1"), ("continuationSeparator", "0"))
"""The rule above footnotes, and above those that go on from the page before, with their ids."""

LEFT_TO_RIGHT = "\u200e"
"""A mark that nobody sees, of a letter that runs from left to right."""

_AFTER_FOOTNOTES = ("w:endnotePr", "w:compat", "w:docVars", "w:rsids")


def element(name: str, /, *children: Any, **attributes: str) -> Any:
    """An element of the `w:` names, and so its attributes.

    Example: element("pStyle", val="Title") -> <w:pStyle w:val="Title"/>
    """
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key.rstrip('_')}"), value)
    for child in children:
        made.append(child)
    return made


def run(text: str, style: str = "") -> Any:
    """Words in a character style; line breaks and tabs become Word's own."""
    made = element("r")
    made.text = plain(text)
    if style or runs_right_to_left(text):
        properties = element("rPr", *([element("rStyle", val=style)] if style else []))
        if runs_right_to_left(text):
            properties.append(element("rtl"))
        made.insert(0, properties)
    return made


def link(part: Any, text: str, url: str) -> Any:
    """Words that lead to an address outside; `part` is the part of the file that they are in."""
    made = OxmlElement("w:hyperlink", nsdecls={name: nsmap[name] for name in ("w", "r")})
    made.append(run(text, "Hyperlink"))
    made.set(qn("r:id"), part.relate_to(plain(url), RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    return made


def paragraph(style: str, *children: Any, right_to_left: bool = False) -> Any:
    """A paragraph in a paragraph style."""
    properties = element("pPr", element("pStyle", val=style))
    if right_to_left:
        properties.append(element("bidi"))
    return element("p", properties, *children)


def mark(n: int, *, first: bool) -> list[Any]:
    """The number of footnote n: where it belongs, or again, as a reference to that place."""
    if not first:
        again = element(
            "fldSimple", run(str(n), NOTE_NUMBER), instr=f" NOTEREF {_place(n)} \\f \\h "
        )
        return [again]
    number = element("r", element("rPr", element("rStyle", val=NOTE_NUMBER)))
    number.append(element("footnoteReference", id=str(n)))
    start = element("bookmarkStart", id=str(n), name=_place(n))
    return [start, number, element("bookmarkEnd", id=str(n))]


def add_footnotes(document: Any, footnotes: Iterable[Footnote]) -> None:
    """Gives a python-docx document its footnotes, and the settings that go with them."""
    root = element("footnotes", *(_separator(kind, id) for kind, id in SEPARATORS))
    package = document.part.package
    part = XmlPart(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, root, package)
    for footnote in footnotes:
        root.append(_footnote(part, footnote))
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    separators = (element("footnote", id=id) for _, id in SEPARATORS)
    settings = document.settings.element
    settings.insert_element_before(element("footnotePr", *separators), *_AFTER_FOOTNOTES)


def _place(n: int) -> str:
    return f"_Note{n}"


def _separator(kind: str, id: str) -> Any:
    rule = element("r", element(kind))
    spacing = element("pPr", element("spacing", after="0", line="240", lineRule="auto"))
    return element("footnote", element("p", spacing, rule), type=kind, id=id)


def _footnote(part: Any, footnote: Footnote) -> Any:
    """Reference and quote, a paragraph each."""
    article = footnote.article
    number = element(
        "r", element("rPr", element("rStyle", val=NOTE_NUMBER)), element("footnoteRef")
    )
    # Else the digits of the date would go along with a name that runs from right to left.
    turn_back = LEFT_TO_RIGHT if runs_right_to_left(outlet_of(article)) else ""
    reference = [
        number,
        run(" "),
        run(outlet_of(article), "Strong"),
        run(f"{turn_back}, {day_words(article.published)}: "),
        run(title_of(article), "Emphasis"),
    ]
    url = web_link(article.url)
    if url:
        reference += [run(". "), link(part, url, url)]
    quote = run(footnote.quote)
    turned = runs_right_to_left(footnote.quote)
    return element(
        "footnote",
        paragraph(NOTE_TEXT, *reference),
        paragraph(NOTE_QUOTE, quote, right_to_left=turned),
        id=str(footnote.n),
    )
