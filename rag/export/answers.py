"""An answer or a summary -> the outline of its page."""

from __future__ import annotations

from rag.export.lines import article_line, sentence_line, sentences_line
from rag.export.outline import Block, Entry, Line, Listing, Numbering, Outline, Paragraph, Run, flat
from rag.text.shown import count, day_words, title_of
from rag.types import Answer, Citation, Point, Summary

CHECKED = "each sentence was checked against the quotes in its footnotes"


def answer_outline(answer: Answer) -> Outline:
    """The question as headline, what answers it, and where it is from."""
    numbering = Numbering(answer.citations)
    blocks = _abstained(answer, numbering) if answer.abstained else _answered(answer, numbering)
    about = []
    if answer.query and answer.query != answer.question:
        about.append(f"Understood as: {flat(answer.query)}")
    if answer.articles:
        about.append(spread(answer.articles, answer.origins))
    if not answer.abstained:
        about.append(_given_by(answer))
    return Outline(
        "Answer", flat(answer.question), blocks, numbering.footnotes, tuple(about),
        dated=numbering.newest,
    )  # fmt: skip


def summary_outline(summary: Summary) -> Outline:
    """The article's title as headline, where it is from, and what it says."""
    numbering = Numbering(summary.citations)
    source = Paragraph(article_line(summary.article))
    said: Block
    if summary.length == "bullets":
        said = Listing(tuple(Entry(sentence_line(s, numbering)) for s in summary.sentences))
    else:
        said = Paragraph(sentences_line(summary.sentences, numbering), "lead")
    return Outline(
        "Summary", flat(title_of(summary.article)), (said, source), numbering.footnotes,
        (written_by(summary.model),), summary.article.language or "en", summary.article.published,
    )  # fmt: skip


def spread(articles: int, origins: int) -> str:
    """Such as "5 articles, 2 independent origins"."""
    return f"{count(articles, 'article')}, {count(origins, 'independent origin')}"


def carried(point: Point) -> str:
    """The same of a point, behind its day where it has one: "8 March 2026 · 5 articles, ..."."""
    day = f"{day_words(point.day)} · " if point.day else ""
    return day + spread(point.articles, point.origins)


def _given_by(answer: Answer) -> str:
    """Who wrote it, or only chose what the articles say in these words."""
    quotes = {one.n: " ".join(one.quote.split()) for one in answer.citations}
    chosen = answer.model and all(
        any(one.text.rstrip(".") in quotes.get(number, "") for number in one.citations)
        for one in answer.sentences
    )
    if not chosen:
        return written_by(answer.model)
    return f"In the articles' own words, chosen by {flat(answer.model)}; {CHECKED}"


def written_by(model: str) -> str:
    """Who wrote it, nobody where `model` is "", and that it was checked."""
    return (
        f"Written by {flat(model)}; {CHECKED}"
        if model
        else f"In the articles' own words; {CHECKED}"
    )


def _answered(answer: Answer, numbering: Numbering) -> tuple[Block, ...]:
    line = sentences_line(answer.sentences, numbering) or (Run(flat(answer.text)),)
    unsaid = (
        Paragraph((Run(f"The articles do not say: {flat(question)}"),))
        for question in answer.unanswered
    )
    return (Paragraph(line, "lead"), *unsaid)


def _abstained(answer: Answer, numbering: Numbering) -> tuple[Block, ...]:
    """That the articles do not say; what came nearest is there to be looked at."""
    verdict = Paragraph((Run(flat(answer.text)),), "lead")
    if not answer.evidence:
        return (verdict,)
    nearest: list[Line] = [
        (*article_line(one.article), numbering.mark(Citation.from_evidence(one)))
        for one in answer.evidence
    ]
    note = Paragraph((Run("What comes nearest, without answering it:"),))
    return (verdict, note, Listing(tuple(Entry(line) for line in nearest)))
