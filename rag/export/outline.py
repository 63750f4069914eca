"""The nouns between a document and a file: what is on a page, in order, frozen.

An outline says what stands where and what is a heading, a list, a table; it knows no file format,
and a format knows no answer or briefing. All texts in it are on one line, except for the quotes of
footnotes, which are body[start:end] of a stored article and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from rag.types import Article, Citation, Precision

Look = Literal["plain", "strong", "emphasis", "quiet", "flag", "raised"]
"""quiet: said in passing; flag: something that a reader should check; raised: between marks."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one look."""

    text: str
    look: Look = "plain"


@dataclass(frozen=True, slots=True)
class Mark:
    """Stands for footnote n, which is in the outline's footnotes."""

    n: int


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a web address; `url` is a `web_link`, or "" for words alone."""

    text: str
    url: str


Line = tuple[Run | Mark | Link, ...]
"""What stands beside each other, with the blanks between."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Of a section (level 2) or a part of one (level 3); the title of a page is no block."""

    text: str
    level: Literal[2, 3] = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """lead: what a page comes to, in larger type; note: what limits it."""

    line: Line
    look: Literal["text", "lead", "note"] = "text"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a listing, and the lines under it."""

    line: Line
    under: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """Entries with bullets."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of a timeline; `shown` is its date as far as it is known ("March 2026")."""

    day: date
    precision: Precision
    shown: str
    line: Line


@dataclass(frozen=True, slots=True)
class Timeline:
    """What happened when, oldest first."""

    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row with the name at its head; a cell is some lines, none if nobody says anything."""

    head: str
    cells: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `columns` has a name for each cell of a row, `corner` one for their heads."""

    caption: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


Block = Heading | Paragraph | Listing | Timeline | Table


@dataclass(frozen=True, slots=True)
class Footnote:
    """What a mark stands for: a citation under the number that it has on the page.

    Numbers count from 1 in the order in which the page first uses them, as footnotes do.
    """

    n: int
    citation: Citation

    @property
    def quote(self) -> str:
        """body[start:end] of the article."""
        return self.citation.quote

    @property
    def article(self) -> Article:
        return self.citation.article


@dataclass(frozen=True, slots=True)
class Outline:
    """A page.

    Attributes:
        kind: What it is: "Answer", "Briefing".
        title: Its headline; plain text.
        blocks: In reading order.
        footnotes: In the order of their numbers; each is marked in some block.
        about: How it came to be, a line each: how many articles, by which model.
        language: ISO 639-1 code of the text.
        dated: When the newest article it cites was published. A file takes this for its own date,
            so that the same page gives the same bytes; None if no article is dated.
    """

    kind: str
    title: str
    blocks: tuple[Block, ...]
    footnotes: tuple[Footnote, ...]
    about: tuple[str, ...] = ()
    language: str = "en"
    dated: datetime | None = None


class Numbering:
    """Numbers citations as footnotes while a page is laid out, in reading order.

    The same citation keeps its number wherever it is marked again.
    """

    def __init__(self, citations: Iterable[Citation] = ()) -> None:
        self._citations = {citation.n: citation for citation in citations}
        self._footnotes: dict[Citation, Footnote] = {}

    def marks(self, numbers: Iterable[int]) -> Line:
        """The marks of citations by their numbers in the document; without a comma, 2 1 is 21."""
        marks: list[Run | Mark] = []
        for n in numbers:
            marks += [Run(",", "raised")] if marks else []
            marks.append(self.mark(self._citations[n]))
        return tuple(marks)

    def mark(self, citation: Citation) -> Mark:
        """The mark of a citation, new or known."""
        known = self._footnotes.get(citation)
        if known is None:
            known = Footnote(len(self._footnotes) + 1, citation)
            self._footnotes[citation] = known
        return Mark(known.n)

    @property
    def footnotes(self) -> tuple[Footnote, ...]:
        """Those marked so far."""
        return tuple(self._footnotes.values())

    @property
    def newest(self) -> datetime | None:
        """When the newest of the articles marked so far was published."""
        dates = (footnote.article.published for footnote in self.footnotes)
        return max((one for one in dates if one is not None), default=None)


def flat(text: str) -> str:
    r"""On one line, runs of white space one blank: "a\n b" -> "a b"."""
    return " ".join(text.split())
