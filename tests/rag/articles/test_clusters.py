"""Near-duplicates found as articles come and go: what is put together, and what is the origin."""

from itertools import permutations

import pytest

from rag.articles.store import SqliteStore
from tests.fakes import make_article
from tests.rag.articles.library import is_sound, open_store, put
from tests.rag.articles.test_duplicates import AGENCY, OTHER, REWRITTEN, SAME_EVENT

CUT = AGENCY[: AGENCY.index("The governor")]
TAIL = " ".join(
    f"Reader {word} of the {word} house may call the {word} desk of this paper in the {word} hall."
    for word in "red green blue white black brown grey yellow purple orange silver golden".split()
)


@pytest.fixture
def store(tmp_path):
    store = open_store(tmp_path)
    yield store
    store.close()


def titles(store: SqliteStore, *ids: str) -> list[list[str]]:
    wanted = ids or [one.id for one in store.articles()]
    groups = store.groups(wanted)
    return sorted([group.origin.title, *(one.title for one in group.reprints)] for group in groups)


def put_all(store: SqliteStore, *articles) -> None:
    for article in articles:
        put(store, article)


def versions():
    return [
        make_article(AGENCY, title="First", published="2026-03-02", source="Wire"),
        make_article(CUT, title="Cut", published="2026-03-03", source="Post"),
        make_article(REWRITTEN, title="Rewritten", published="2026-03-04", source="Courier"),
    ]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_copies_find_each_other_in_whatever_order_they_come(store, order):
    articles = versions()
    put_all(store, *(articles[place] for place in order))
    assert titles(store) == [["First", "Cut", "Rewritten"]]
    assert is_sound(store)


def test_other_stories_stay_alone(store):
    put_all(store, versions()[0], make_article(OTHER, title="Steel"), make_article(SAME_EVENT))
    assert titles(store) == [["Dam breaks"], ["First"], ["Steel"]]


def test_a_group_is_given_whole_and_once_for_any_of_its_articles(store):
    first, cut, rewritten = versions()
    put_all(store, first, cut, rewritten)
    assert titles(store, cut.id) == [["First", "Cut", "Rewritten"]]
    assert titles(store, cut.id, rewritten.id) == [["First", "Cut", "Rewritten"]]
    assert store.groups(["nothing"]) == []
    assert store.groups([]) == []


def test_groups_stand_in_the_order_asked_for(store):
    steel, (first, *_) = make_article(OTHER, title="Steel"), versions()
    put_all(store, first, steel)
    groups = store.groups([steel.id, first.id])
    assert [group.origin.title for group in groups] == ["Steel", "First"]


def test_when_the_origin_goes_the_next_takes_its_place(store):
    articles = versions()
    put_all(store, *articles)
    store.remove(articles[0].id)
    assert titles(store) == [["Cut", "Rewritten"]]
    assert is_sound(store)


def test_a_copy_that_goes_leaves_the_others_together(store):
    articles = versions()
    put_all(store, *articles)
    store.remove(articles[1].id)
    assert titles(store) == [["First", "Rewritten"]]
    put(store, articles[1])
    assert titles(store) == [["First", "Cut", "Rewritten"]]


def test_a_new_version_leaves_the_group_of_the_old_one(store):
    first, cut, _ = versions()
    put_all(store, first, cut)
    put(store, make_article(OTHER, title="Changed"), key=cut.path)
    assert titles(store) == [["Changed"], ["First"]]
    assert is_sound(store)


def test_an_old_version_that_an_answer_cites_is_a_group_of_its_own(store):
    first, cut, _ = versions()
    put_all(store, first, cut)
    put(store, make_article(OTHER, title="Changed"), key=cut.path)
    assert titles(store, cut.id, first.id) == [["Cut"], ["First"]]


def test_the_outlet_that_a_copy_credits_is_the_origin(store):
    reprint = make_article(f"SORLEY (Valley Wire) - {AGENCY}", title="R", published="2026-03-01")
    own = make_article(AGENCY, title="Own", source="The Valley Wire", published="2026-03-02")
    put_all(store, reprint, own)
    assert titles(store) == [["Own", "R"]]


def test_different_stories_with_the_same_long_tail_stay_apart(store):
    beginnings = [AGENCY[:200], OTHER[:200], SAME_EVENT[:200]]
    put_all(store, *(make_article(f"{one} {TAIL}", title=one[:9]) for one in beginnings))
    assert len(titles(store)) == len(beginnings)


def test_two_days_reports_in_the_same_words_are_two_stories(store):
    report = (
        "The central bank lent {} crowns to three banks on Monday, its spokesman said in the "
        + ("capital. The rate for overnight money fell after the bank had acted, dealers said.")
    )
    put_all(
        store,
        make_article(report.format("two billion"), title="One"),
        make_article(report.format("1.5 billion"), title="Two"),
    )
    assert titles(store) == [["One"], ["Two"]]


def test_all_copies_can_be_found_anew(store):
    put_all(store, *versions(), make_article(OTHER, title="Steel"))
    before = titles(store)
    with store._database.transaction() as connection:
        connection.execute("DELETE FROM copies")
    assert titles(store) == [["Cut"], ["First"], ["Rewritten"], ["Steel"]]
    assert not is_sound(store)
    store.rebuild_copies()
    assert titles(store) == before
    assert is_sound(store)


def test_a_large_group_stays_one_and_keeps_its_origin(store):
    put(store, make_article(AGENCY, title="Origin", published="2026-03-01"))
    for number in range(70):
        put(store, make_article(AGENCY, title=f"Copy {number}", published="2026-03-02"))
    ((origin, *copies),) = titles(store)
    assert origin == "Origin"
    assert len(copies) == 70
    store.remove(next(one.id for one in store.articles() if one.title == "Origin"))
    assert len(titles(store)) == 1
    assert is_sound(store)
