import pytest

from rag.text.comments import comments_start

REPORT = (
    "The ferry to Askew will stop on Friday, the council said.\n\n"
    "“It costs too much,” said Mara Lind, who chairs it. She told islanders of a bus.\n\n"
    "The bus is to leave at six."
)
COMMENTS = [
    "I took that boat for forty years and never once paid late.",
    "What a shame! Nobody asked those who live there.",
    "They should sell the town hall first. Then they would have the money.",
    "The bus does not go to Askew at all.",
    "Let’s hope the next council can count!",
]


def article(report, *comments):
    return "\n\n".join([report, *comments])


def test_what_readers_wrote_begins_behind_the_report():
    body = article(REPORT, *COMMENTS)
    assert body[comments_start(body) :].startswith("I took that boat")


def test_a_remark_without_a_mark_between_those_that_have_one_is_a_readers():
    body = article(REPORT, "Good luck to them.", "The boat was slow.", *COMMENTS)
    assert body[comments_start(body) :].startswith("Good luck to them.")


@pytest.mark.parametrize("heading", ["Your comments", "Have your say", "Comments (3)"])
def test_a_heading_is_believed_where_fewer_speak_for_themselves(heading):
    said = ["The boat was slow.", "I liked the boat.", "The bus is no boat, is it?"]
    body = article(REPORT, heading, *said)
    assert body[comments_start(body) :].startswith(heading)
    without = article(REPORT, *said)
    assert comments_start(without) == len(without)


@pytest.mark.parametrize(
    "behind",
    [
        [],
        # A report that goes on in somebody's own words.
        [f"“{one}” said Jo Marr." for one in COMMENTS],
        # What the outlet found: its own voice, and a label before it.
        ["Our rating: False", "We looked at each of them.", "None was true. Why not ask us?"],
        # Only one: a writer's last word.
        COMMENTS[:1],
        # Questions that a page answers.
        ["When does the bus leave?", "At six.", "Who pays?", "The council.", "How much?", "Two."],
    ],
)
def test_a_report_to_its_end(behind):
    body = article(REPORT, *behind)
    assert comments_start(body) == len(body)


@pytest.mark.parametrize("body", ["", "\n\n", "I!", "I!\n\nI?\n\nMy!\n\nMe!"])
def test_without_a_report_above_there_are_none(body):
    assert comments_start(body) in {len(body), body.find("I?")}
