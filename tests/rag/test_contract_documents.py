"""The JSON of documents that tools rely on."""

from rag.contract import citation_json, statement_json
from rag.contract_documents import (
    briefing_json,
    claim_json,
    comparison_json,
    document_json,
    summary_json,
)
from tests.rag.export.samples import (
    ANSWER,
    BRIEFING,
    CLAIM,
    COMPARISON,
    DOCUMENTS,
    FAULTY,
    FERRY,
    SUMMARY,
    WORKED,
)


def quotes_in(value) -> list[dict]:
    """All objects with a quote, however deep."""
    if isinstance(value, list):
        return [found for one in value for found in quotes_in(one)]
    if isinstance(value, dict):
        own = [value] if "quote" in value else []
        return own + [found for one in value.values() for found in quotes_in(one)]
    return []


def test_a_summary_has_exactly_the_agreed_fields():
    summary = summary_json(SUMMARY)
    assert list(summary) == [
        "article_id", "title", "source", "published", "url", "length", "sentences", "citations",
        "model", "timings",
    ]  # fmt: skip
    assert (summary["article_id"], summary["length"]) == (FERRY.id, "bullets")
    assert summary["sentences"][0] == {
        "text": "The ferry Linnet ran aground off Skerry Point.",
        "citations": [1],
        "support": 0.95,
    }


def test_a_briefing_has_exactly_the_agreed_fields():
    briefing = briefing_json(BRIEFING)
    assert list(briefing) == [
        "topic", "story", "filters", "length", "headline", "lead", "points", "timeline",
        "statements", "differences", "unknowns", "sources", "citations", "notes", "stopped",
        "model", "timings",
    ]  # fmt: skip
    assert briefing["points"][0] == {
        "date": None,
        "text": "All 214 passengers were taken off by lifeboat.",
        "citations": [2],
        "support": 0.95,
        "origins": 1,
        "articles": 2,
    }
    assert briefing["timeline"][0] == {
        "date": "2026-08-01",
        "precision": "month",
        "text": "The radar failed twice, the union first said.",
        "citations": [4],
        "support": 0.9,
    }
    text = FAULTY.quote
    assert briefing["statements"][0] == {**statement_json(FAULTY), "text": text, "citations": [3]}
    assert [side["citations"] for side in briefing["differences"][0]["sides"]] == [[6], [7]]
    assert [len(group["reprints"]) for group in briefing["sources"]] == [1, 0, 0]
    assert briefing["filters"] == {
        "from": "2026-11-01T00:00:00Z",
        "to": None,
        "sources": ["Harbour Courier"],
        "languages": [],
        "articles": [],
    }


def test_a_comparison_has_exactly_the_agreed_fields():
    comparison = comparison_json(COMPARISON)
    assert list(comparison) == [
        "topic", "issues", "columns", "citations", "articles", "origins", "considered", "silent",
        "notes", "timings",
    ]  # fmt: skip
    issue = comparison["issues"][0]
    assert (issue["title"], issue["disputed"]) == ("Whether the radar worked", True)
    assert issue["positions"][0] == {
        "speaker": "Linnet Lines",
        "speaker_kind": "institution",
        "text": "The radar worked,",
        "since": "2026-11-18T12:00:00Z",
        "origins": 1,
        "citations": [1, 2],
        "statements": [statement_json(WORKED), statement_json(FAULTY)],
    }
    assert issue["relations"][0] == {
        "a": 0,
        "b": 1,
        "relation": "contradict",
        "detail": "",
        "confidence": 0.93,
        "why": "a denial of the same",
    }


def test_a_claim_has_exactly_the_agreed_fields():
    check = claim_json(CLAIM)
    assert list(check) == [
        "claim", "backing", "contradicting", "open", "articles", "origins", "notes", "timings",
    ]  # fmt: skip
    (witness,) = check["contradicting"]
    assert witness == {
        "speaker": "Linnet Lines",
        "speaker_kind": "institution",
        "relation": "contradict",
        "detail": "",
        "confidence": 0.94,
        "why": "",
        "citation": citation_json(CLAIM.contradicting[0].citation),
        "statement": statement_json(WORKED),
    }
    assert check["open"][0]["statement"] is None


def test_every_quote_of_every_document_is_the_slice_of_its_article():
    bodies = {c.article.id: c.article.body for c in (*BRIEFING.citations, *ANSWER.citations)}
    for document in DOCUMENTS.values():
        for quoted in quotes_in(document_json(document)):
            body = bodies[quoted["article_id"]]
            assert quoted["quote"] == body[quoted["start"] : quoted["end"]]
