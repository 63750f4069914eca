"""Statements made from a sentence and what of it was said: no parser, offsets by looking."""

import hashlib

from rag.statements.link import Holder
from rag.statements.matter import Matter
from rag.statements.reading import Reading, read
from rag.statements.relate import Relater
from rag.types import Article, SpeakerKind, SpeechKind, Stance, Statement
from tests.fakes import FakeEmbedder, make_article


def said(
    content: str,
    speaker: str = "Ana Moor",
    *,
    article: Article | None = None,
    day: str = "2026-03-08",
    kind: SpeechKind = "indirect",
    speaker_kind: SpeakerKind = "person",
    stance: Stance = "said",
    role: str = "",
    source: str = "Harbour Post",
    mention: bool = True,
) -> Statement:
    """A statement of this content; of an article of its own, "SPEAKER said CONTENT", if none."""
    shown = f"“{content}”" if kind == "direct" else content
    text = f"{content}." if kind == "plain" else f"{speaker} said {shown}."
    article = article or make_article(text, title=text[:40], published=day, source=source)
    start = article.body.index(content)
    named = article.body.find(speaker) if mention and kind != "plain" else -1
    opening = article.body.rfind(". ", 0, start) + 2 if ". " in article.body[:start] else 0
    end = article.body.find(".", start + len(content)) + 1 or len(article.body)
    return Statement(
        hashlib.sha256(f"{article.id}{start}{speaker}".encode()).hexdigest()[:32],
        article,
        start,
        start + len(content),
        kind,
        source if kind == "plain" else speaker,
        "outlet" if kind == "plain" else speaker_kind,
        (named, named + len(speaker)) if named >= 0 else None,
        None,
        stance,
        (opening, end),
        role,
    )


def reading(content: str, speaker: str = "Ana Moor", *, before: str = "", **rest) -> Reading:
    """What is compared of such a statement; its speaker is called as given."""
    statement = said(content, speaker, **rest)
    return read(statement, Holder(speaker, statement.speaker_kind, speaker), before)


def related(earlier, later, judge=None):
    """How the later of two readings stands to the earlier."""
    pool = [earlier, later]
    vectors = FakeEmbedder().embed_passages([one.whole for one in pool])
    (found,) = Relater(judge).relate(pool, [(0, 1)], Matter(pool, vectors))
    return found


def kind(earlier, later, judge=None):
    """The same in short: the relation, and in which detail."""
    found = related(earlier, later, judge)
    return found.relation, found.detail
