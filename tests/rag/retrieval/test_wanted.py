"""What questions say about the articles they want, of a library of March 2026."""

from datetime import UTC, date, datetime

from rag.retrieval.wanted import KEPT_UP_DAYS, Known, Library, both, wanted
from rag.types import Filters
from tests.fake_store import FakeStore
from tests.fakes import make_article

KNOWN = Known.of(
    ["The Daily Lantern", "Harbour Courier"],
    (datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 31, tzinfo=UTC)),
)


def keys(question: str, **rest) -> list[str]:
    return [one.key for one in wanted(question, KNOWN, **rest).understood]


def test_a_plain_question_wants_nothing_in_particular():
    assert wanted("Why did the dam break?", KNOWN).understood == ()
    assert wanted("Why did the dam break?", KNOWN).parts == ()


def test_of_an_unknown_library_nothing_is_understood():
    question = "What broke on 3 March 2026, according to The Daily Lantern?"
    assert wanted(question, Known()).understood == ()


def test_an_outlet_and_a_day_are_understood_together():
    found = wanted("What broke on 3 March, according to The Daily Lantern?", KNOWN).understood
    assert [(one.kind, one.demanded) for one in found] == [("outlet", True), ("period", False)]
    assert found[0].label == "from The Daily Lantern"
    assert found[0].filters == Filters(sources=("The Daily Lantern",))
    assert found[1].label == "published around 3 March 2026"


def test_what_is_left_out_by_its_key_is_not_heeded():
    question = "What broke on 3 March, according to The Daily Lantern?"
    assert keys(question) == ["outlet:The Daily Lantern", "period:3 march"]
    assert keys(question, without=["outlet:The Daily Lantern"]) == ["period:3 march"]
    assert keys(question, without=keys(question)) == []


def test_a_period_without_articles_is_not_heeded():
    assert keys("What broke in May 2019?") == []


def test_the_newest_is_asked_for_in_words():
    assert keys("What is the latest on the dam?") == ["newest"]
    assert keys("What is the latest on the dam?", without=["newest"]) == []
    assert keys("What was the final number of deaths?") == ["newest"]
    assert keys("Who won the final?") == []
    assert keys("How fast is the latest model?") == []


def test_a_question_about_two_outlets_has_two_parts_and_filters_nothing_else():
    found = wanted(
        "Does the Daily Lantern article say that the northern wall of the dam is safe, while the "
        "Harbour Courier article says that water leaks through cracks in the valley?",
        KNOWN,
    )
    assert [part.filters.sources for part in found.parts] == [
        ("The Daily Lantern",),
        ("Harbour Courier",),
    ]
    assert "leaks" not in found.parts[0].text
    assert "safe" not in found.parts[1].text
    assert not any(one.demanded for one in found.understood)


def test_two_reports_of_one_outlet_are_two_parts_by_their_dates():
    found = wanted(
        "Did the Daily Lantern report on the dam published on 3 March 2026 agree with the Daily "
        "Lantern report on the ferry published on 9 March 2026?",
        KNOWN,
    )
    days = [part.filters.since.date().isoformat() for part in found.parts]
    assert days == ["2026-03-03", "2026-03-09"]


def test_an_archive_sees_yesterday_from_its_last_day_and_a_kept_up_library_from_today():
    today = datetime.now(UTC)
    assert KNOWN.today() in {date(2026, 3, 31), today.date()}
    archive = Known.of([], (datetime(2001, 1, 1, tzinfo=UTC), datetime(2001, 3, 4, tzinfo=UTC)))
    assert archive.today() == date(2001, 3, 4)
    assert Known.of([], (today, today)).today() == today.date()
    assert KEPT_UP_DAYS == 14


def test_both_filters_hold_or_nothing_can_pass():
    march = Filters(since=datetime(2026, 3, 1, tzinfo=UTC))
    lantern = Filters(sources=("The Daily Lantern",))
    assert both(march, lantern) == Filters(since=march.since, sources=lantern.sources)
    assert both(lantern, Filters(sources=("the daily lantern", "X"))) == lantern
    assert both(lantern, Filters(sources=("Harbour Courier",))) is None
    assert both(march, Filters(until=datetime(2026, 2, 1, tzinfo=UTC))) is None


def test_a_library_is_read_again_only_when_it_has_changed():
    store = FakeStore([make_article(source="Harbour Post")])
    library = Library(store)
    first = library.known()
    assert first.outlets == ("Harbour Post",)
    assert library.known() is first
    other = make_article("The ferry sank.", source="Valley Wire", title="Ferry")
    FakeStore.__init__(store, [*store.library.values(), other])
    assert library.known().outlets == ("Harbour Post", "Valley Wire")
