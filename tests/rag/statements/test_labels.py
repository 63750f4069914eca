from rag.statements.cast import Cast
from rag.statements.labels import labelled
from rag.statements.quotes import quotations


def said(body):
    """(who, what) behind labels."""
    found = labelled(body, quotations(body), Cast.of(body))
    return [
        (report.mention.name or report.mention.head if report.mention else "",
         body[slice(*report.content)])
        for report in found.reports
    ]  # fmt: skip


def test_a_transcript_is_read_by_labels_that_return():
    body = "Ana Lopez came.\n\nLOPEZ: It is bad.\n\nREED: Is it?\n\nLOPEZ: It is.\n\nREED: No."
    assert said(body) == [
        ("Lopez", "It is bad."), ("REED", "Is it?"), ("Lopez", "It is."), ("REED", "No."),
    ]  # fmt: skip


def test_a_heading_begins_with_a_role_or_with_a_name_of_the_article():
    assert said("Minister: no evacuation before Friday\n\nThe dam held.") == [
        ("Minister", "no evacuation before Friday")
    ]
    assert said("Diaz: no evacuation\n\nAna Diaz spoke.") == [("Diaz", "no evacuation")]
    assert said("Zebra: no evacuation\n\nAna Diaz spoke.") == []


def test_speech_between_marks_behind_a_label_is_enough():
    assert said("Diaz: “We go.”") == [("Diaz", "We go.")]


def test_photo_and_read_more_say_nothing():
    assert said("Photo: “The dam.”\n\nRead more: “Dam holds.”") == []


def test_a_row_of_figures_is_nobody_s_speech():
    assert said("Regular: $4.50\n\nMid-grade: $4.38\n\nRegular gas rose.\n\nRegular: $4.60") == []


def test_an_interview_is_of_the_first_person_named_before_it():
    body = (
        "Runa Tolliver heard the call.\n\nQ: Where were you?\n\nA: At sea.\n\nQ: Alone?\n\nA: No."
    )
    assert said(body) == [("Runa Tolliver", "At sea."), ("Runa Tolliver", "No.")]
    found = labelled(body, [], Cast.of(body))
    assert [body[slice(*span)][:2] for span in found.spans] == ["Q:", "A:", "Q:", "A:"]


def test_an_interview_of_nobody_named_is_of_nobody():
    assert said("Q: Where?\n\nA: At sea.") == [("", "At sea.")]
