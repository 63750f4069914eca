"""The JSON of documents: answers, summaries, briefings, comparisons and checks of claims.

Goes on where `rag.contract` ends, and builds on its shapes: citations, sentences, statements and
articles look the same wherever they stand. Pure functions from the nouns to plain values.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.contract import (
    Json,
    answer_json,
    citation_json,
    listed_json,
    reference_json,
    sentence_json,
    statement_json,
    timings_json,
    when_json,
)
from rag.types import (
    Answer,
    Briefing,
    ClaimCheck,
    ClaimWitness,
    Comparison,
    Filters,
    Issue,
    OriginGroup,
    Position,
    PositionRelation,
    Story,
    Summary,
    Voice,
)

Document = Answer | Summary | Briefing | Comparison | ClaimCheck
"""What Dateline writes, and exports."""


def document_json(document: Document) -> Json:
    """A document of any kind in the shape of its kind."""
    match document:
        case Answer():
            return answer_json(document)
        case Summary():
            return summary_json(document)
        case Briefing():
            return briefing_json(document)
        case Comparison():
            return comparison_json(document)
        case ClaimCheck():
            return claim_json(document)


def summary_json(summary: Summary) -> Json:
    """A summary; its sentences and citations are as those of an answer."""
    return {
        **reference_json(summary.article),
        "length": summary.length,
        "sentences": [sentence_json(sentence) for sentence in summary.sentences],
        "citations": [citation_json(citation) for citation in summary.citations],
        "model": summary.model,
        "timings": timings_json(summary.timings),
    }


def briefing_json(briefing: Briefing) -> Json:
    """A briefing, section by section; a timeline's `date` is the first day that it may be."""
    return {
        "topic": briefing.topic,
        "story": briefing.story,
        "filters": _filters_json(briefing.filters),
        "length": briefing.length,
        "headline": briefing.headline,
        "lead": [sentence_json(sentence) for sentence in briefing.lead],
        "points": [
            {
                "date": one.day.isoformat() if one.day else None,
                **sentence_json(one.sentence),
                "origins": one.origins,
                "articles": one.articles,
            }
            for one in briefing.points
        ],
        "timeline": [
            {
                "date": entry.day.isoformat(),
                "precision": entry.precision,
                **sentence_json(entry.sentence),
            }
            for entry in briefing.timeline
        ],
        "statements": [_voice_json(voice) for voice in briefing.voices],
        "differences": [
            {
                "kind": difference.kind,
                "subject": difference.subject,
                "sides": [sentence_json(side) for side in difference.sides],
            }
            for difference in briefing.differences
        ],
        "unknowns": [sentence_json(sentence) for sentence in briefing.unknowns],
        "sources": [_group_json(group) for group in briefing.sources],
        "citations": [citation_json(citation) for citation in briefing.citations],
        "notes": list(briefing.notes),
        "stopped": briefing.stopped,
        "model": briefing.model,
        "timings": timings_json(briefing.timings),
    }


def stories_json(stories: Sequence[Story]) -> Json:
    """Clusters of articles on one event; `id` is what a briefing on one is asked for by."""
    return {
        "stories": [
            {
                "id": story.id,
                "headline": story.headline,
                "since": when_json(story.since),
                "until": when_json(story.until),
                "sources": list(story.sources),
                "articles": [listed_json(article) for article in story.articles],
            }
            for story in stories
        ]
    }


def comparison_json(comparison: Comparison) -> Json:
    """A comparison; `a` and `b` of a relation are indexes of its issue's positions."""
    return {
        "topic": comparison.topic,
        "issues": [issue_json(issue) for issue in comparison.issues],
        "columns": list(comparison.columns),
        "citations": [citation_json(citation) for citation in comparison.citations],
        "articles": comparison.articles,
        "origins": comparison.origins,
        "considered": comparison.considered,
        "silent": list(comparison.silent),
        "notes": list(comparison.notes),
        "timings": timings_json(comparison.timings),
    }


def issue_json(issue: Issue) -> Json:
    """One issue of a comparison with its positions and how they stand to each other."""
    return {
        "title": issue.title,
        "disputed": issue.disputed,
        "positions": [_position_json(position) for position in issue.positions],
        "relations": [_relation_json(relation) for relation in issue.relations],
    }


def claim_json(check: ClaimCheck) -> Json:
    """The check of a claim: passages that back it, contradict it, and leave it open."""
    return {
        "claim": check.claim,
        "backing": [_witness_json(witness) for witness in check.backing],
        "contradicting": [_witness_json(witness) for witness in check.contradicting],
        "open": [_witness_json(witness) for witness in check.open],
        "articles": check.articles,
        "origins": check.origins,
        "notes": list(check.notes),
        "timings": timings_json(check.timings),
    }


def _filters_json(filters: Filters) -> Json:
    return {
        "from": when_json(filters.since),
        "to": when_json(filters.until),
        "sources": list(filters.sources),
        "languages": list(filters.languages),
        "articles": list(filters.articles),
    }


def _voice_json(voice: Voice) -> Json:
    text = voice.text or voice.statement.quote
    return {**statement_json(voice.statement), "text": text, "citations": [voice.citation]}


def groups_json(groups: Sequence[OriginGroup]) -> Json:
    """Independent origins with their reprints."""
    return {"sources": [_group_json(group) for group in groups]}


def _group_json(group: OriginGroup) -> Json:
    return {
        "origin": listed_json(group.origin),
        "reprints": [listed_json(reprint) for reprint in group.reprints],
    }


def _position_json(position: Position) -> Json:
    return {
        "speaker": position.holder,
        "speaker_kind": position.holder_kind,
        "text": position.text,
        "since": when_json(position.since),
        "origins": position.origins,
        "citations": list(position.citations),
        "statements": [statement_json(statement) for statement in position.statements],
    }


def _relation_json(relation: PositionRelation) -> Json:
    return {
        "a": relation.a,
        "b": relation.b,
        "relation": relation.relation,
        "detail": relation.detail,
        "confidence": round(relation.confidence, 4),
        "why": relation.why,
    }


def _witness_json(witness: ClaimWitness) -> Json:
    return {
        "speaker": witness.speaker,
        "speaker_kind": witness.speaker_kind,
        "relation": witness.relation,
        "detail": witness.detail,
        "confidence": round(witness.confidence, 4),
        "why": witness.why,
        "citation": citation_json(witness.citation),
        "statement": statement_json(witness.statement) if witness.statement else None,
    }
