"""The JSON that tools may rely on: pure functions from the nouns to plain values and back.

Every face of Dateline that speaks to machines uses these, so all say the same. Knows nothing of
terminals, files or HTTP. Dates are ISO 8601 in UTC, "2026-03-02T14:30:00Z", or null.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from rag.errors import QuestionError
from rag.types import (
    Answer,
    Article,
    ArticlesFound,
    ArticleSummary,
    Check,
    Citation,
    CitedSentence,
    EvidenceFound,
    Failure,
    Filters,
    Hit,
    IngestProgress,
    IngestReport,
    Statement,
    Timings,
    Understood,
)

Json = dict[str, Any]


def to_line(value: Json) -> str:
    """One line of ASCII: fits JSON Lines, any encoding, and no terminal can be steered by it."""
    return json.dumps(value, ensure_ascii=True, allow_nan=False)


def when_json(moment: datetime | None) -> str | None:
    """datetime(2026, 3, 2, 14, 30, tzinfo=UTC) -> "2026-03-02T14:30:00Z"; None -> None."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def report_json(report: IngestReport) -> Json:
    """What an ingest did."""
    return {
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "failed": [_failure_json(failure) for failure in report.failed],
        "articles": report.articles,
        "chunks": report.chunks,
        "seconds": round(report.seconds, 3),
    }


def progress_json(progress: IngestProgress) -> Json:
    """How far an ingest is; `total` and `seconds_left` are null while unknown."""
    return {
        "stage": progress.stage,
        "done": progress.done,
        "total": progress.total,
        "current": progress.current,
        "rate": round(progress.rate, 3),
        "seconds_left": _tenth(progress.seconds_left),
        "failed": [_failure_json(failure) for failure in progress.failed],
    }


def hits_json(hits: Sequence[Hit], understood: Sequence[Understood] = ()) -> Json:
    """What a search found, best first; `text` is body[start:end] of the article.

    `understood` is what the query says about the articles it wants: an entry's `key`, given back
    as `without`, leaves it out.
    """
    return {
        "hits": [_hit_json(hit) for hit in hits],
        "understood": [_understood_json(one) for one in understood],
    }


def found_json(found: ArticlesFound) -> Json:
    """What will be read for an answer, one passage an article, before any of it is weighed."""
    return {
        **hits_json(found.hits, found.understood),
        "query": found.query,
        "search_ms": _tenth(found.search_ms),
    }


def evidence_json(found: EvidenceFound) -> Json:
    """What an answer will rest on; each `quote` is body[start:end] of its article."""
    return {
        "evidence": [citation_json(Citation.from_evidence(one)) for one in found.evidence],
        "query": found.query,
        "understood": [_understood_json(one) for one in found.understood],
        "retrieve_ms": _tenth(found.retrieve_ms),
    }


def answer_json(answer: Answer) -> Json:
    """An answer; each citation's `quote` is body[start:end] of its article."""
    return {
        "question": answer.question,
        "abstained": answer.abstained,
        "text": answer.text,
        "sentences": [sentence_json(sentence) for sentence in answer.sentences],
        "citations": [citation_json(citation) for citation in answer.citations],
        "articles": answer.articles,
        "origins": answer.origins,
        "dropped_marks": answer.dropped_marks,
        "understood": [_understood_json(one) for one in answer.understood],
        "unanswered": list(answer.unanswered),
        "verdict": answer.verdict,
        "model": answer.model,
        "timings": timings_json(answer.timings),
    }


def article_json(article: Article) -> Json:
    """One version of an article with its whole body."""
    return {
        "id": article.id,
        "title": article.title,
        "source": article.source,
        "published": when_json(article.published),
        "url": article.url,
        "author": article.author,
        "language": article.language,
        "version": article.version,
        "body": article.body,
    }


def list_json(articles: Sequence[ArticleSummary]) -> Json:
    """The articles of a library without their bodies; `characters` is a body's length."""
    return {"articles": [listed_json(article) for article in articles]}


def listed_json(article: ArticleSummary) -> Json:
    """One article of a list."""
    return {
        "id": article.id,
        "title": article.title,
        "source": article.source,
        "published": when_json(article.published),
        "url": article.url,
        "author": article.author,
        "language": article.language,
        "version": article.version,
        "characters": article.characters,
        "path": article.path,
    }


def statements_json(statements: Sequence[Statement]) -> Json:
    """Who said what."""
    return {"statements": [statement_json(statement) for statement in statements]}


def statement_json(statement: Statement) -> Json:
    """A statement; `quote` is body[start:end] of the article, `cue` what reports it there."""
    return {
        "id": statement.id,
        "speaker": statement.speaker,
        "speaker_kind": statement.speaker_kind,
        "speaker_mention": statement.speaker_mention,
        "role": statement.role,
        "cue": statement.cue_text,
        "stance": statement.stance,
        "kind": statement.kind,
        "start": statement.start,
        "end": statement.end,
        "quote": statement.quote,
        "addressee": _addressee(statement),
        **reference_json(statement.article),
    }


def checks_json(checks: Sequence[Check]) -> Json:
    """What `doctor` looked at; `ok` only if all of it is well."""
    return {
        "ok": all(check.ok for check in checks),
        "checks": [
            {"name": check.name, "ok": check.ok, "detail": check.detail, "remedy": check.remedy}
            for check in checks
        ],
    }


def read_filters(
    since: str | None = None, until: str | None = None, sources: Sequence[str] = ()
) -> Filters:
    """Filters from what people write: "2026-03-02" (all of that day, UTC) or ISO 8601 date-times.

    Both ends are inclusive: `until` "2026-03-02" lets the last microsecond of that day pass. A
    date-time without an offset is taken as UTC. Empty texts count as not given.

    Raises:
        QuestionError: Not a date, or `since` after `until`.
    """
    first = _moment(since, time.min) if since and since.strip() else None
    last = _moment(until, time.max) if until and until.strip() else None
    if first and last and first > last:
        raise QuestionError(
            f"the first day, {since!r}, is after the last, {until!r}, so that no article can pass. "
            "Swap them."
        )
    return Filters(first, last, tuple(source.strip() for source in sources if source.strip()))


def _moment(text: str, of_day: time) -> datetime:
    text = text.strip()
    try:
        return datetime.combine(date.fromisoformat(text), of_day, tzinfo=UTC)
    except ValueError:
        pass  # not a day: perhaps a date-time
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    # An offset at either end of the calendar overflows: "0001-01-01T00:00+14:00".
    except (ValueError, OverflowError) as error:
        raise QuestionError(
            f"{text!r} is not a date: write it as 2026-03-02 or 2026-03-02T14:30:00Z"
        ) from error


def _failure_json(failure: Failure) -> Json:
    return {"path": failure.path, "reason": failure.reason}


def _understood_json(understood: Understood) -> Json:
    return {
        "key": understood.key,
        "kind": understood.kind,
        "label": understood.label,
        "words": understood.words,
        "demanded": understood.demanded,
    }


def _hit_json(hit: Hit) -> Json:
    chunk = hit.chunk
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        **reference_json(chunk.article),
        "start": chunk.start,
        "end": chunk.end,
        "text": chunk.text,
    }


def sentence_json(sentence: CitedSentence) -> Json:
    """One written sentence, without marks, and the numbers of its citations."""
    return {
        "text": sentence.text,
        "citations": list(sentence.citations),
        "support": round(sentence.support, 4),
    }


def timings_json(timings: Timings) -> Json:
    """Milliseconds from the call."""
    return {
        "retrieve_ms": _tenth(timings.retrieve_ms),
        "first_token_ms": _tenth(timings.first_token_ms),
        "total_ms": _tenth(timings.total_ms),
    }


def citation_json(citation: Citation) -> Json:
    """What a mark stands for; `quote` is body[start:end] of the article."""
    return {
        "n": citation.n,
        **reference_json(citation.article),
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
    }


def _addressee(statement: Statement) -> str:
    if statement.addressee is None:
        return ""
    return statement.article.body[slice(*statement.addressee)]


def reference_json(article: Article) -> Json:
    """Which article a hit, citation or statement is from."""
    return {
        "article_id": article.id,
        "title": article.title,
        "source": article.source,
        "published": when_json(article.published),
        "url": article.url,
    }


def _tenth(milliseconds: float | None) -> float | None:
    return None if milliseconds is None else round(milliseconds, 1)
