"""Old answers to what is asked of now. The days can be counted on a calendar."""

from datetime import date

import pytest

from rag.types import CitedSentence
from rag.writing.age import with_age
from tests.fakes import make_article, make_evidence

TODAY = date(2026, 3, 20)


def flags(question: str, *days: str | None, today: date | None = TODAY) -> tuple[str, ...]:
    """Of one sentence that cites an article of each day."""
    evidence = [
        make_evidence(make_article(published=day), n=number) for number, day in enumerate(days, 1)
    ]
    sentence = CitedSentence("The dam broke.", tuple(one.n for one in evidence), 1.0)
    (told,) = with_age(question, [sentence], evidence, today)
    return told.flags


def test_what_is_a_year_old_is_told_with_its_day():
    (flag,) = flags("Which dam has broken?", "2025-03-09")
    assert flag == "this is of 9 March 2025; it may have changed since"


@pytest.mark.parametrize(
    ("question", "days", "today"),
    [
        ("Which dam broke?", ["2024-03-09"], TODAY),  # what came about does not change
        ("Which dam has broken?", ["2025-04-01"], TODAY),  # of less than a year before
        ("Which dam has broken?", ["2024-03-09", "2026-03-09"], TODAY),  # a newer one says so, too
        ("Which dam has broken?", ["2024-03-09", None], TODAY),  # one may be new
        ("Which dam has broken?", ["2024-03-09"], None),  # no news is asked for
        ("Which dam has broken?", [], TODAY),
    ],
)
def test_nothing_is_said_of_what_is_new_or_lasts(
    question: str, days: list[str | None], today: date | None
):
    assert flags(question, *days, today=today) == ()


def test_what_was_flagged_before_stays():
    evidence = make_evidence(make_article(published="2020-01-01"))
    weak = CitedSentence("It broke.", (1,), 0.2, ("weakly backed: read the quote",))
    (told,) = with_age("Which dam is broken?", [weak], [evidence], TODAY)
    assert told.flags[0] == weak.flags[0]
    assert len(told.flags) == 2
