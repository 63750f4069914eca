"""How a Word file looks: its styles, page and footer. Knows no text but the title.

Starts from the template inside python-docx, whose styles Word and LibreOffice know by name, and
gives them the looks of the other formats.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from rag.export.word_parts import NOTE_NUMBER, NOTE_QUOTE, NOTE_TEXT, element, run

SERIF = "Georgia"

INK, SOFT, MUTED = (
    RGBColor(0x1B, 0x1A, 0x17),
    RGBColor(0x3A, 0x38, 0x33),
    RGBColor(0x62, 0x5F, 0x57),
)
ACCENT = RGBColor(0x8C, 0x1D, 0x18)
EDGE = "8D897E"

DATE_COLUMN = Cm(4.8)
"""Width of the dates of a timeline."""

KEPT = ("outlineLvl", "numPr")
"""What stays of a template style's paragraph properties: its level, and that it is a list."""


@dataclass(frozen=True, slots=True)
class Face:
    """Size and spacing in points, of the font and above and below a paragraph."""

    size: float
    above: float = 0
    below: float = 6
    colour: RGBColor = INK
    bold: bool = False
    italic: bool = False
    next_too: bool = False  # stays on one page with what follows


PARAGRAPHS: Mapping[str, Face] = {
    "Normal": Face(11),
    "Title": Face(22, below=10, bold=True),
    "Heading 1": Face(14, above=20, below=8, bold=True, next_too=True),
    "Heading 2": Face(11, above=12, below=6, bold=True, next_too=True),
    "List Bullet": Face(11, below=5),
    "List Bullet 2": Face(11, below=4),
    "Caption": Face(9.5, below=4, colour=MUTED, next_too=True),
    "Footer": Face(8.5, below=0, colour=MUTED),
}
"""Styles of the template that are used, by name."""

OWN_PARAGRAPHS: Mapping[str, Face] = {
    "Kind": Face(9.5, below=6, colour=ACCENT, bold=True, next_too=True),
    "Lead": Face(13, below=8),
    "Note": Face(10, below=6, colour=SOFT),
    "Timeline": Face(11, below=5),
    "Cell": Face(9, above=2, below=2),
    "About": Face(9, below=0, colour=MUTED),
    NOTE_QUOTE: Face(9, below=4, colour=SOFT),
}
CHARACTERS: Mapping[str, RGBColor] = {"Quiet": MUTED, "Flag": ACCENT, "Hyperlink": ACCENT}


def dress(document: Any, *, running: str, language: str) -> None:
    """Sets styles, margins and footer of a new python-docx document.

    Args:
        document: Fresh from the template.
        running: What stands at the foot of each page, before its number.
        language: ISO 639-1 code, for the spelling checker.
    """
    styles = document.styles
    for name, face in PARAGRAPHS.items():
        _restyle(styles[name], face)
    for name, face in OWN_PARAGRAPHS.items():
        _restyle(styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH), face)
    notes = styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    notes.style_id = NOTE_TEXT
    _restyle(notes, Face(9, below=1))
    _character_styles(styles)
    _own_shapes(styles)
    properties = styles["Normal"].element.get_or_add_rPr()
    properties.append(element("lang", val=language))
    _page(document, running)


def _restyle(style: Any, face: Face) -> None:
    """Nothing of the template's looks stays: its fonts and colours are those of a theme."""
    for child in list(style.element.get_or_add_rPr()):
        style.element.rPr.remove(child)
    paragraph = style.element.get_or_add_pPr()
    for child in list(paragraph):
        if child.tag not in {qn(f"w:{name}") for name in KEPT}:
            paragraph.remove(child)
    fonts = element("rFonts", ascii=SERIF, hAnsi=SERIF, eastAsia=SERIF, cs=SERIF)
    style.element.rPr.append(fonts)
    style.font.size, style.font.bold, style.font.italic = Pt(face.size), face.bold, face.italic
    style.font.color.rgb = face.colour
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after = Pt(face.above), Pt(face.below)
    spacing.line_spacing = 1.2
    spacing.keep_with_next = face.next_too
    spacing.widow_control = True


def _character_styles(styles: Any) -> None:
    for name, colour in CHARACTERS.items():
        style = styles.add_style(name, WD_STYLE_TYPE.CHARACTER, builtin=name == "Hyperlink")
        style.font.color.rgb = colour
        if name == "Hyperlink":
            style.font.underline = True
        else:
            style.font.size = Pt(9)
    number = styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
    number.style_id = NOTE_NUMBER
    number.font.superscript = True
    number.font.color.rgb = ACCENT


def _own_shapes(styles: Any) -> None:
    """Indents and rules that no `Face` has."""
    timeline = styles["Timeline"].paragraph_format
    timeline.left_indent, timeline.first_line_indent = DATE_COLUMN, -DATE_COLUMN
    timeline.tab_stops.add_tab_stop(DATE_COLUMN)
    styles[NOTE_QUOTE].paragraph_format.left_indent = Cm(0.4)
    styles["Note"].paragraph_format.left_indent = Cm(0.3)
    _border(styles["Note"], "left", size="18", space="8")
    _border(styles["Heading 1"], "top", size="6", space="6")
    _border(styles["Title"], "bottom", size="6", space="10", kind="double")


def _border(style: Any, side: str, *, size: str, space: str, kind: str = "single") -> None:
    """A rule at one side; sizes are eighths of a point, distances points."""
    line = element(side, val=kind, sz=size, space=space, color=EDGE)
    style.element.get_or_add_pPr().insert_element_before(
        element("pBdr", line), "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku",
        "w:wordWrap", "w:bidi", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc",
        "w:outlineLvl",
    )  # fmt: skip


def _page(document: Any, running: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.7)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.4)
    footer = section.footer.paragraphs[0]
    footer.paragraph_format.tab_stops.add_tab_stop(Cm(15.6), 2)  # 2: right-aligned
    footer._p.append(run(f"{running}\t"))
    footer._p.append(element("fldSimple", run("1"), instr=" PAGE "))
    footer._p.append(run(" / "))
    footer._p.append(element("fldSimple", run("1"), instr=" NUMPAGES "))
