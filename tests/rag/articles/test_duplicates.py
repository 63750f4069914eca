from hypothesis import given
from hypothesis import strategies as st

from rag.articles.duplicates import alike, origins
from tests.fakes import make_article

AGENCY = (
    "The dam above the town of Sorley broke early on Monday after three days of heavy rain. "
    "Some 400 people left their homes before the water reached the lower streets, the fire "
    "service said. Nobody was hurt, according to the hospital in the next valley. "
    "The governor blamed years of neglect and promised an inquiry within a month. "
    "The company that runs the dam said that it had repaired the northern wall last summer. "
    "Engineers had warned of cracks in a report that was made public in January."
)
REWRITTEN = (
    "The dam above the village of Sorley broke early on Monday after three days of strong rain. "
    "Some 400 people fled their homes before the water reached the lower streets, the fire "
    "brigade said. Nobody was hurt, according to the clinic in the next valley. "
    "The governor blamed years of neglect and announced an inquiry within a month. "
    "The company that runs the dam said that it had repaired the northern wall last summer."
)
SAME_EVENT = (
    "Farmers in the Sorley valley woke to water in their barns when the old dam gave way. "
    "Ida Holm, who keeps sheep, lost half of her flock and carried the rest to the church hill. "
    "She said the sirens stayed silent until the flood was at her door. "
    "The mayor asked for army pumps and for straw. Schools stay closed until Thursday, and the "
    "railway hopes to run trains again at the end of the week."
)
OTHER = (
    "Kelder Steel has received a second offer from abroad, two people who know of the talks said. "
    "The bidder would pay 2.4 billion crowns and keep both furnaces for five years. "
    "The union's leader called that a promise written on water and asked for a seat on the board. "
    "Shares rose nine percent in the morning and gave most of it back before the close."
)
BOILERPLATE = (
    "\n\nSign up for our newsletter to get the best of the paper every morning at six o'clock. "
    "You can follow us on every network under the name of the paper. "
    "Copyright by the Harbour Post and its licensors, all rights reserved everywhere."
)


def test_no_articles_make_no_groups():
    assert origins([]) == []


def test_a_reprint_under_another_headline_joins_its_origin():
    agency = make_article(AGENCY, title="Dam breaks", published="2026-03-02")
    reprint = make_article(AGENCY, title="Flood in Sorley", published="2026-03-03")
    assert origins([reprint, agency]) == [[1, 0]]


def test_a_cut_and_a_rewritten_reprint_join_it_too():
    cut = AGENCY[: AGENCY.index("The governor")]
    articles = [
        make_article(AGENCY, published="2026-03-02"),
        make_article(cut, published="2026-03-03"),
        make_article(REWRITTEN, published="2026-03-04"),
    ]
    assert origins(articles) == [[0, 1, 2]]


def test_another_report_of_the_same_event_is_an_origin_of_its_own():
    assert origins([make_article(AGENCY), make_article(SAME_EVENT)]) == [[0], [1]]


def test_a_shared_quote_does_not_make_a_duplicate():
    quote = " The governor blamed years of neglect and promised an inquiry within a month."
    assert not alike(make_article(AGENCY), make_article(SAME_EVENT + quote))


def test_shared_boilerplate_does_not_make_a_duplicate():
    first = AGENCY[: AGENCY.index("Nobody")] + BOILERPLATE
    second = OTHER[: OTHER.index("The union")] + BOILERPLATE
    assert not alike(make_article(first), make_article(second))


def test_a_digest_of_two_stories_does_not_join_them():
    articles = [
        make_article(AGENCY, published="2026-03-02"),
        make_article(OTHER, published="2026-03-02T12:00"),
        make_article(f"{AGENCY}\n\n{OTHER}", published="2026-03-03"),
    ]
    groups = origins(articles)
    assert len(groups) == 2
    assert not any({0, 1} <= set(group) for group in groups)


def test_the_origin_is_the_earliest_then_the_longest_and_dated_before_undated():
    undated = make_article(AGENCY + " More.", published=None)
    short = make_article(AGENCY[:-20], published="2026-03-02")
    long = make_article(AGENCY, published="2026-03-02")
    assert origins([undated, short, long]) == [[2, 0, 1]]


def test_short_notes_must_be_nearly_the_same():
    first = make_article("The council meets at nine on Tuesday to vote on the bridge.")
    second = make_article("The council meets at ten on Friday to vote on the school.")
    assert origins([first, second]) == [[0], [1]]
    assert alike(first, make_article(first.body, title="Again"))


def test_two_empty_texts_are_not_alike():
    assert origins([make_article("—"), make_article("!")]) == [[0], [1]]


@given(
    st.lists(
        st.tuples(
            st.sampled_from([AGENCY, REWRITTEN, SAME_EVENT, OTHER, AGENCY[:300], "Hm."]),
            st.sampled_from([None, "2026-03-02", "2026-03-03"]),
        ),
        max_size=8,
    )
)
def test_no_article_is_dropped_or_counted_twice(given_articles):
    groups = origins([make_article(body, published=day) for body, day in given_articles])
    assert sorted(index for group in groups for index in group) == list(range(len(given_articles)))
