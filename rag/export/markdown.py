"""Outline -> Markdown that can be read as it stands: CommonMark, tables, footnotes [^1].

All words are data: what could become markup is preceded by a backslash, so that a reader of
Markdown shows every character, and nothing else. Knows no other format.
"""

from __future__ import annotations

import re

from rag.export.outline import (
    Block,
    Footnote,
    Heading,
    Line,
    Link,
    Listing,
    Mark,
    Outline,
    Paragraph,
    Run,
    Table,
    Timeline,
)
from rag.export.plain import plain
from rag.text.shown import day_words, outlet_of, title_of, web_link

_MARKUP = re.compile(
    r"[\\`*_\[\]<>#|~$^{}]"
    r"|&(?=#?\w+;)"  # a character reference
    r"|:(?=//)|(?<=\bwww)\.|(?<=\w)@(?=\w)"  # addresses that some readers make links of
    r"|:(?=[\w+-]+:)"  # :smile:
)
_LEADING = re.compile(r"^([ \t]*)(?:([-+=:])|(\d{1,9})(?=[.)]))", re.MULTILINE)
_EDGE_BLANKS = re.compile(r"^[ \t]+|[ \t]+$", re.MULTILINE)
_FOOTNOTE_INDENT = "    "

SIGNS = {"strong": "**", "plain": ""}
"""What stands around words of a look; around all others, one asterisk."""


def markdown(outline: Outline) -> str:
    """The whole file, ending with a newline."""
    parts = [f"# {escaped(outline.title)}", f"*{escaped(outline.kind)}*"]
    parts += [_block(block) for block in outline.blocks]
    if outline.about:
        parts += ["---", "  \n".join(f"*{escaped(line)}*" for line in outline.about)]
    parts += [_footnote(footnote) for footnote in outline.footnotes]
    return "\n\n".join(parts) + "\n"


def escaped(text: str, *, opens: bool = False) -> str:
    r"""Text as Markdown that shows exactly it: "1. a*b" -> "1\. a\*b" where it opens a line.

    Blanks at either end of a line would be dropped, or make code of it; they are written as
    character references.

    Args:
        text: Its later lines, if any, open lines in any case.
        opens: Whether it stands at the beginning of a line, after the marks of lists and quotes.
    """
    text = _MARKUP.sub(lambda found: "\\" + found[0], plain(text))
    first, newline, rest = text.partition("\n")
    first = _LEADING.sub(_no_marker, first) if opens else first
    text = first + newline + _LEADING.sub(_no_marker, rest)
    return _EDGE_BLANKS.sub(lambda found: "".join(f"&#{ord(c)};" for c in found[0]), text)


def _no_marker(found: re.Match[str]) -> str:
    blanks, sign, number = found.groups()
    return f"{blanks}\\{sign}" if sign else f"{blanks}{number}\\"


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {escaped(text)}"
        case Paragraph(line, look):
            return f"> {_line(line)}" if look == "note" else _line(line)
        case Listing(entries):
            return "\n".join(
                "\n".join([f"- {_line(entry.line)}", *(f"  - {_line(one)}" for one in entry.under)])
                for entry in entries
            )
        case Timeline(moments):
            return "\n".join(f"- **{escaped(one.shown)}** {_line(one.line)}" for one in moments)
        case Table():
            return _table(block)


def _table(table: Table) -> str:
    head = [escaped(table.corner), *map(escaped, table.columns)]
    rows = [head, ["---"] * len(head)]
    for row in table.rows:
        cells = ("<br>".join(_line(line) for line in cell) or "—" for cell in row.cells)
        rows.append([escaped(row.head), *cells])
    drawn = "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
    return f"**{escaped(table.caption)}**\n\n{drawn}"


def _line(line: Line) -> str:
    return "".join(_inline(part, opens=place == 0) for place, part in enumerate(line)).strip()


def _inline(part: Run | Mark | Link, *, opens: bool) -> str:
    match part:
        case Mark(n):
            return f"[^{n}]"
        case Link(text, url):
            return f"[{escaped(text)}]({_target(url)})" if url else escaped(text, opens=opens)
        case Run(_, "raised"):
            return " "
        case Run(text, look):
            return _emphasised(text, SIGNS.get(look, "*"), opens=opens)


def _emphasised(text: str, sign: str, *, opens: bool) -> str:
    """Blanks at its ends stay outside, and blanks: "* a*" would be no emphasis."""
    bare = text.strip(" ")
    before, _, after = text.partition(bare) if bare else (text, "", "")
    written = escaped(bare, opens=opens and not sign)
    return f"{before}{sign}{written}{sign}{after}" if bare else text


def _footnote(footnote: Footnote) -> str:
    """The reference, and below it the quote, every character of it."""
    article = footnote.article
    url = web_link(article.url)
    reference = (
        f"{escaped(outlet_of(article))}, {day_words(article.published)}: "
        f"*{escaped(' '.join(title_of(article).split()))}*"
    )
    if url:
        reference += f" <{plain(url)}>"
    quoted = (f"> {line}".rstrip(" ") for line in escaped(footnote.quote, opens=True).split("\n"))
    lines = [f"[^{footnote.n}]: {reference}", "", *(_FOOTNOTE_INDENT + line for line in quoted)]
    return "\n".join(lines)


def _target(url: str) -> str:
    """A link's address; brackets in it would end it."""
    return plain(url).replace("(", "%28").replace(")", "%29")
