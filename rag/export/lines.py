"""Lines that several kinds of page share: a cited sentence, who says it, an article's reference."""

from __future__ import annotations

from collections.abc import Iterable

from rag.export.outline import Line, Link, Mark, Numbering, Run, flat
from rag.text.shown import day_words, outlet_of, title_of, web_link
from rag.types import (
    Article,
    ArticleSummary,
    CitedSentence,
    Position,
    SpeakerKind,
    Stance,
    Statement,
    Voice,
)

STANCES: dict[Stance, str] = {
    "said": "says",
    "denied": "denies",
    "warned": "warns",
    "promised": "promises",
    "accused": "accuses",
    "asked": "asks",
    "mentioned": "mentions",
}


def sentence_line(sentence: CitedSentence, numbering: Numbering) -> Line:
    """The sentence, its marks, and what a reader should check in it."""
    flags = (Run(f" [Check: {flat(flag)}]", "flag") for flag in sentence.flags)
    return (Run(flat(sentence.text)), *numbering.marks(sentence.citations), *flags)


def sentences_line(sentences: Iterable[CitedSentence], numbering: Numbering) -> Line:
    """Sentences one after the other, as a paragraph."""
    line: list[Run | Mark | Link] = []
    for sentence in sentences:
        line += [Run(" ")] if line else []
        line += sentence_line(sentence, numbering)
    return tuple(line)


def reference(article: Article | ArticleSummary) -> str:
    """Such as "Harbour Courier, 8 March 2026"."""
    return f"{flat(outlet_of(article))}, {day_words(article.published)}"


def article_line(article: Article | ArticleSummary, before: str = "") -> Line:
    """The title, a link if the article has an address that can be one, with its reference."""
    title = Link(flat(title_of(article)), web_link(article.url))
    return (*([Run(before)] if before else []), title, Run(f" {reference(article)}", "quiet"))


def saying(statement: Statement) -> str:
    """What a speaker does, and the content word for word: "denies: the radar failed".

    Only words that the article has between quotation marks get them: what an outlet reports in its
    own words must not look like the speaker's.
    """
    verb = "reports" if statement.kind == "plain" else STANCES[statement.stance]
    content = flat(_spoken(statement))
    return f"{verb}: “{content}”" if statement.kind == "direct" else f"{verb}: {content}"


def voicing(voice: Voice) -> str:
    """What a speaker does on a page, as `holding` tells of a position."""
    return flat(voice.text) or saying(voice.statement)


def holding(position: Position) -> str:
    """A position in words: what its holder does, with the verb of the article where it needs one.

    "Called the delay indefensible", where "says: the delay indefensible" would say nothing.
    """
    best = position.statements[position.best]
    return saying(best) if position.text == best.quote else flat(position.text)


def _spoken(statement: Statement) -> str:
    """The content; "I left," said Lind in Olsk. "I am tired." without who says it in its middle."""
    if statement.cue is None or not statement.start < statement.cue[0] < statement.end:
        return statement.quote
    before = statement.article.body[statement.start : statement.cue[0]]
    behind = statement.article.body[statement.cue[1] : statement.end]
    closes = max(before.rfind(mark) for mark in '”"')
    opens = min((place for mark in '“"' if (place := behind.find(mark)) >= 0), default=-1)
    if closes < 0 or opens < 0:
        return statement.quote
    return f"{before[:closes].rstrip(' ,')} … {behind[opens + 1 :]}"


def holder(name: str, kind: SpeakerKind) -> str:
    """Who says it; "unclear who" where the article does not let it be known."""
    return flat(name) or ("unclear who" if kind == "unclear" else kind)


def opened(text: str) -> str:
    """On one line, with a capital at its beginning: "how many" -> "How many"."""
    line = flat(text)
    return line[:1].upper() + line[1:]
