"""The shapes that OpenAPI tells are those that are sent, of documents with all there can be."""

import pytest

from rag.api import shapes, shapes_documents
from rag.contract import statements_json, to_line
from rag.contract_documents import document_json, stories_json
from rag.types import ArticleSummary, Story
from tests.rag.export.samples import BRIEFING, CLAIM, COMPARISON, FERRY, SUMMARY
from tests.ui_fakes import answer_to


@pytest.mark.parametrize(
    ("document", "shape"),
    [
        (answer_to("Who?"), shapes.Answer),
        (SUMMARY, shapes_documents.Summary),
        (BRIEFING, shapes_documents.Briefing),
        (COMPARISON, shapes_documents.Comparison),
        (CLAIM, shapes_documents.ClaimCheck),
    ],
)
def test_a_full_document_is_of_its_shape(document, shape):
    told = document_json(document)
    assert set(told) == {one.alias or name for name, one in shape.model_fields.items()}
    shape.model_validate_json(to_line(told))


def test_the_samples_leave_no_list_empty():
    """Else the shape of what stands in it would not be looked at."""
    full = [document_json(one) for one in (SUMMARY, BRIEFING, COMPARISON, CLAIM)]
    empty = {name for told in full for name, value in told.items() if value == []}
    assert empty <= {"silent", "notes", "open"}
    assert any(issue["relations"] for issue in document_json(COMPARISON)["issues"])


def test_statements_and_stories_are_of_their_shapes():
    statements = [
        one for issue in COMPARISON.issues for p in issue.positions for one in p.statements
    ]
    assert statements
    shapes.Statements.model_validate_json(to_line(statements_json(statements)))
    story = Story("5f" * 8, "Ferry", (ArticleSummary.of(FERRY),), None, None, ("Courier",))
    shapes_documents.Stories.model_validate_json(to_line(stories_json([story])))
