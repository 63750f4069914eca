"""Which sentences become evidence. The embedder counts words, so cosines can be counted too."""

import itertools
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.errors import ModelMissingError
from rag.evidence.select import Selector
from rag.statements.kept import KeptStatements
from rag.types import Article, Evidence, Filters, Hit
from tests.fake_store import FakeStore
from tests.fakes import FakeEmbedder, FakeJudge, FakeReader, make_article


def select(
    question: str, *articles: Article, k: int = 8, tokens: int = 230, judge: FakeJudge | None = None
) -> list[Evidence]:
    """Evidence from whole articles, the first given being the best hit."""
    store = FakeStore(articles)
    hits = [Hit(rank, 1 / rank, chunk) for rank, chunk in enumerate(store.chunk.values(), start=1)]
    return chooser_of(store, k, tokens=tokens, judge=judge).select(question, hits)


def chooser_of(
    store: FakeStore, k: int, *, tokens: int = 90, judge: FakeJudge | None = None
) -> Selector:
    return Selector(
        store,
        FakeEmbedder(),
        judge or FakeJudge(),
        KeptStatements(store, FakeReader()),
        evidence_k=k,
        evidence_tokens=tokens,
    )


def article(body: str, title: str = "Ferry", source: str = "Harbour Post") -> Article:
    return make_article(body, title=title, source=source)


def test_without_hits_there_is_no_evidence():
    assert select("How many died?") == []


def test_only_sentences_too_short_to_say_anything_give_no_evidence():
    assert select("How many died?", article("Read more. Ads.")) == []


def test_a_question_states_nothing_though_what_follows_may_answer_it():
    quiz = article("Which ferry sank off Innerholm on Sunday? A. The Linnet. Write to us.", "Quiz")
    report = article("The Maren Light sank off Innerholm on Sunday.")
    found = select("Which ferry sank off Innerholm on Sunday?", quiz, report)
    assert all("?" not in one.focus for one in found)
    assert found[0].focus == "The Maren Light sank off Innerholm on Sunday."
    assert select("Who left?", article("Who left the ferry at noon?")) == []


def test_the_linked_headline_of_another_article_is_no_evidence():
    linked = article("The port is open. Related: Ferry sinks off Innerholm on Sunday.", "Port")
    found = select("Which ferry sank off Innerholm?", linked, article("The Maren Light sank."))
    assert all("Related" not in one.focus for one in found)
    assert any(one.focus == "The Maren Light sank." for one in found)


def test_a_sentence_owes_something_to_a_short_one_before_it():
    body = "The mayor sang for hours. Gate three is free. Divers had cut a trunk for hours."
    (first,) = select("What was in gate three?", article(body), k=1)
    assert first.focus == "Divers had cut a trunk for hours."


def test_every_quote_is_a_slice_of_its_article_and_numbers_count_from_one():
    body = "The ferry sank off Innerholm. She was built in 1998. Seventeen people have died."
    evidence = select("How many people died?", article(body))
    assert [one.n for one in evidence] == list(range(1, len(evidence) + 1))
    assert all(one.quote == body[one.start : one.end] for one in evidence)
    assert any(one.focus == "Seventeen people have died." for one in evidence)


def test_a_sentence_with_a_pronoun_is_quoted_with_the_one_that_names_whom():
    body = "The weather was calm all day. Mara Lind runs the lake office. She resigned on Monday."
    (first,) = select("When did she resign?", article(body), k=1)
    assert first.quote == "Mara Lind runs the lake office. She resigned on Monday."
    assert first.focus == "She resigned on Monday."


def test_what_an_outlet_takes_back_comes_last():
    body = (
        "In our report on Sunday we wrote that the ferry left at 19:10. "
        "The ferry left the port at 18:40."
    )
    (first,) = select("At what time did the ferry leave?", article(body), k=1)
    assert first.focus == "The ferry left the port at 18:40."
    assert first.quote == body


def test_what_tells_the_deed_the_other_way_round_comes_last():
    other = article("Mara Lind succeeded Bo Orr as minister.", "Lind")
    right = article("Ida Moss is the minister after Mara Lind.", "Moss")
    found = select("Who succeeded Mara Lind as minister?", other, right)
    assert max(found, key=lambda one: one.score).article.title == "Moss"


def test_what_a_picture_shows_gives_way_to_what_is_told():
    picture = article("Mara Lind embraces her husband at the port of Olsk on Friday.", "Lind")
    told = article("The port of Olsk is where Mara Lind came home to her family.", "Told")
    found = select("What happened to Mara Lind at the port of Olsk?", picture, told)
    assert {one.article.title for one in found} == {"Lind", "Told"}
    assert max(found, key=lambda one: one.score).article.title == "Told"


def test_a_heading_gives_way_to_what_is_told():
    heading = article("Mara Lind leaves the port of Olsk", "Lind")
    told = article("Mara Lind leaves the port of Olsk.", "Told")
    found = select("What port did Mara Lind leave?", told, heading, k=1)
    assert [one.article.title for one in found] == ["Told"]


@pytest.mark.parametrize(
    "undone",
    [
        "The council will meet on Friday to close the old bridge.",
        "The union urged the council to close the old bridge.",
    ],
)
def test_what_is_to_come_or_is_wanted_gives_way_to_what_was_done(undone):
    done = article("Members of the council voted at noon and so closed it.", "Done")
    found = select(
        "When was the old bridge closed by the council?", article(undone, "Undone"), done
    )
    assert max(found, key=lambda one: one.score).article.title == "Done"
    asked = "When will the old bridge be closed by the council?"
    found = select(asked, article(undone, "Undone"), done)
    assert max(found, key=lambda one: one.score).article.title == "Undone"


def test_of_counts_of_one_toll_the_newest_comes_first():
    first = make_article("The ferry sank and twelve died.", title="Ferry", published="2026-03-08")
    last = make_article(
        "Divers from Olsk said the toll rose to 17 people.",
        title="Ferry sank",
        published="2026-03-12",
    )
    other = make_article("A fire killed 30.", title="Fire", published="2026-03-14")
    found = select("How many people died when the ferry sank?", first, last, other)
    assert max(found, key=lambda one: one.score).article.id == last.id
    found = select("How many people died at first when the ferry sank?", first, last, other)
    assert max(found, key=lambda one: one.score).article.id == first.id


def test_a_correction_is_found_by_what_it_takes_back():
    body = (
        "The Maren left the port on its way to the island. "
        "In our report we wrote that the Maren left the port at 19:10. It had left at 18:40."
    )
    (first,) = select("At what time did the Maren leave the port?", article(body), k=1)
    assert first.focus == "It had left at 18:40."


DAYS = [
    make_article(
        f"The mayor said {word} on the tax for visitors.", title=f"Tax {day}", id=f"day{day}",
        published=datetime(2026, 3, day, tzinfo=UTC),
    )
    for day, word in ((1, "no"), (5, "perhaps"), (9, "yes"))
]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("What did the mayor first say on the tax for visitors?", "no"),
        ("What did the mayor finally say on the tax for visitors?", "yes"),
    ],
)
def test_the_first_and_the_last_account_are_told_apart_by_their_days(question, word):
    (first,) = select(question, *DAYS, k=1)
    assert f"said {word} on" in first.quote


def test_the_day_that_is_asked_about_is_no_figure_to_look_for():
    body = "At noon 12 pumps stood by, from 12 March on. A tree had got in the way of the gate."
    (first,) = select("What was in the gate on 12 March?", article(body), k=1)
    assert first.focus == "A tree had got in the way of the gate."


def test_articles_of_the_day_that_is_asked_about_come_first():
    store = FakeStore(DAYS)
    hits = [Hit(rank, 1 / rank, chunk) for rank, chunk in enumerate(store.chunk.values(), start=1)]
    chooser = chooser_of(store, 1)
    day = Filters(datetime(2026, 3, 5, tzinfo=UTC), datetime(2026, 3, 6, tzinfo=UTC))
    (first,) = chooser.select("What did the mayor say on the tax?", hits, days=[day])
    assert "perhaps" in first.quote


def test_of_two_that_say_the_same_the_more_recent_is_chosen_where_news_is_asked_for():
    bodies = ("The council raised the tax again.", "The council cut the tax again.")
    old, new = (
        make_article(body, published=day)
        for body, day in zip(bodies, ("2026-01-05", "2026-03-05"), strict=True)
    )
    for articles in ((old, new), (new, old)):
        store = FakeStore(articles)
        hits = [Hit(1, 1.0, chunk) for chunk in store.chunk.values()]
        chooser = chooser_of(store, 1)
        (first,) = chooser.select(
            "What did the council do with the tax?", hits, today=date(2026, 3, 6)
        )
        assert first.article == new


def test_with_a_share_of_the_room_there_are_fewer_sentences():
    store = FakeStore(DAYS)
    hits = [Hit(rank, 1 / rank, chunk) for rank, chunk in enumerate(store.chunk.values(), start=1)]
    chooser = chooser_of(store, 3)
    assert len(chooser.select("What of the tax?", hits)) == 2
    assert len(chooser.select("What of the tax?", hits, share=0.3)) == 1


def test_where_the_run_up_is_evidence_already_the_sentence_stands_without_it():
    # "Mara Lind resigned" is the better answer to "who", and must not push out the second one.
    body = "Mara Lind resigned as minister on Monday. She will leave the house in early May."
    evidence = select("Who is the minister that resigned on Monday, Mara Lind?", article(body))
    assert [one.quote for one in evidence] == [
        "Mara Lind resigned as minister on Monday.",
        "She will leave the house in early May.",
    ]


def test_quotes_of_one_article_never_overlap():
    body = "Mara Lind resigned. She left the house. She wept in the car. It rained all day long."
    evidence = select("What did she do in the house and the car?", article(body))
    ends = [(one.start, one.end) for one in evidence]
    assert all(end <= start for (_, end), (start, _) in itertools.pairwise(ends))


def test_the_same_sentence_of_another_outlet_is_not_shown_twice():
    body = "The ferry Maren Light sank off Innerholm on Sunday."
    evidence = select("Where did it sink?", article(body), article(body, source="Lantern"))
    assert len(evidence) == 1


def test_differing_figures_are_not_merged_as_repeats():
    one = article("At least 15 people on the ferry Maren Light have died off the island.")
    other = article("At least 17 people on the ferry Maren Light have died off the island.", "B")
    assert len(select("How many people died?", one, other)) == 2


def test_differing_figures_in_words_are_not_merged_as_repeats():
    one = article("At least fifteen people on the ferry Maren Light have died off the island.")
    other = article(
        "At least seventeen people on the ferry Maren Light have died off the island.", "B"
    )
    assert len(select("How many people died?", one, other)) == 2


def test_the_same_figure_in_words_and_digits_is_a_repeat():
    one = article("At least fifteen people on the ferry Maren Light have died off the island.")
    other = article("At least 15 people on the ferry Maren Light have died off the island.", "B")
    assert len(select("How many people died?", one, other)) == 1


def test_a_denial_is_not_merged_with_what_it_denies():
    one = article("The crew of the ferry Maren Light was warned of a leak in the bow door.")
    other = article(
        "The crew of the ferry Maren Light was not warned of a leak in the bow door.", "B"
    )
    assert len(select("Was the crew warned?", one, other)) == 2


def test_no_more_sentences_than_asked_for():
    body = "The ferry sank on Sunday. The dam broke on Monday. The mill burned on Tuesday night."
    assert len(select("What happened to the ferry?", article(body), k=2)) == 2


def test_the_token_budget_holds_except_for_a_single_sentence_that_is_longer():
    # The embedder counts words: 10 + 10 words fit into 25, a third sentence does not.
    body = " ".join(f"The {name} ferry of the island sank on one Sunday." for name in "ABC")
    evidence = select("Which ferry sank?", article(body), tokens=25)
    assert sum(len(one.quote.split()) for one in evidence) <= 25
    assert len(select("Which ferry sank?", article(body), tokens=3)) == 1


def test_sentences_of_one_article_stand_together_in_reading_order():
    ferry = article("Seventeen people died at sea. The ferry Maren Light sank on Sunday night.")
    mill = article("The Kelder mill burned down on Tuesday. Nobody died in the mill fire.", "Mill")
    evidence = select("How many people died when the ferry Maren Light sank?", ferry, mill)
    ids = [one.article.id for one in evidence]
    assert ids == sorted(ids, key=ids.index)
    for article_id in set(ids):
        starts = [one.start for one in evidence if one.article.id == article_id]
        assert starts == sorted(starts)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from("the ferry sank she Lind died 15 on Sunday not it".split()),
                 min_size=5, max_size=12).map(lambda words: " ".join(words).capitalize() + "."),
        min_size=1, max_size=8,
    ).map(" ".join)
)  # fmt: skip
def test_whatever_the_article_evidence_is_slices_in_order_and_apart(body):
    evidence = select("How many died on the ferry?", article(body))
    last = 0
    for one in evidence:
        assert one.quote == body[one.start : one.end]
        assert one.start >= last
        assert one.quote == one.quote.strip()
        last = one.end


def test_a_count_of_a_year_long_past_gives_way_to_no_newer_one():
    past = make_article(
        "In 2011 nine died on the Maren Star.", title="Past", published="2026-03-08"
    )
    new = make_article("The toll of the Maren Light rose to 17.", published="2026-03-12")
    found = select("How many died on the Maren Star in 2011?", past, new)
    assert max(found, key=lambda one: one.score).article.id == past.id


def test_the_newest_count_has_room_before_all_others():
    old = [
        make_article(f"On the Maren Light {n} people died at sea.", title=f"T{n}", published=day)
        for n, day in ((12, "2026-03-08"), (14, "2026-03-09"), (15, "2026-03-10"))
    ]
    text = "Divers found the last two inside the wreck at noon, and the toll is 17 people."
    new = make_article(text, title="Maren Light", published="2026-03-12")
    found = select("How many people died on the Maren Light?", *old, new, k=2, tokens=26)
    assert new.id in {one.article.id for one in found}


def test_a_count_of_another_event_is_not_the_newest_one():
    asked = "How many people died when the ferry Maren Star ran aground?"
    star = make_article(
        "Nine people died when the ferry Maren Star ran aground.", published="2026-03-08"
    )
    light = make_article("At sea, 17 people died.", title="Light", published="2026-03-12")
    found = select(asked, star, light)
    assert max(found, key=lambda one: one.score).article.id == star.id


def test_the_words_of_whom_is_asked_after_come_first():
    body = "The dam and the tunnel hold the dam. Ana said: it is far away from it."
    asked = "What did Ana say of the dam and the tunnel?"
    (first,) = select(asked, article(body), k=1)
    assert first.focus == "Ana said: it is far away from it."
    (other,) = select("What holds the dam and the tunnel?", article(body), k=1)
    assert other.focus == "The dam and the tunnel hold the dam."


def test_where_nobody_can_read_statements_the_rest_of_the_evidence_stands():
    class Missing:
        def statements(self, article):
            raise ModelMissingError("no parser")

    store = FakeStore([article("The dam and the tunnel hold.")])
    hits = [Hit(1, 1.0, chunk) for chunk in store.chunk.values()]
    chooser = Selector(
        store, FakeEmbedder(), FakeJudge(), Missing(), evidence_k=1, evidence_tokens=90
    )
    assert chooser.select("What did Ana Moor say of the dam?", hits)


def test_an_order_to_the_reader_is_no_evidence():
    page = article("Follow along with the ferry crew on the radio. All of the crew are safe.")
    (found,) = select("How is the ferry crew?", page)
    assert found.focus == "All of the crew are safe."


def test_where_the_paragraph_says_that_the_reason_is_not_known_it_does_not_say_why():
    open_one = article("The gate of the dam jammed at noon. It is stuck. The reason is not known.")
    told = article("A trunk had jammed the gate.", title="Gate")
    first, *_ = select("What had jammed the gate of the dam?", open_one, told, k=1)
    assert first.focus == "A trunk had jammed the gate."
    first, *_ = select("When did the gate of the dam jam?", open_one, told, k=1)
    assert first.focus == "The gate of the dam jammed at noon."


def test_what_names_only_another_year_comes_after_what_names_the_year_asked_for():
    before = article("Brandt won the Kelder race in 2019, far ahead of all others.")
    then = article("The race of 2021 was won by Lind.", title="Race")
    assert select("Who won the Kelder race in 2021?", before, then, k=1)[0].article == then


WORDS = "“Children travel free and were never booked,” he told reporters."


@pytest.mark.parametrize(
    ("question", "told", "along"),
    [
        ("Why was the figure too low?", "Lind said the figure came from ticket sales.", True),
        ("Why was the figure too low?", "Lind said the figure was 86 on Sunday.", False),
        ("What was the figure?", "Lind said the figure came from ticket sales.", False),
    ],
)
def test_to_a_why_the_speakers_own_words_go_with_a_reason_that_is_reported(question, told, along):
    found = select(question, article(f"{told} {WORDS}"))
    assert (f"{told} {WORDS}" in [one.focus for one in found]) == along


def test_the_day_of_the_deed_comes_before_the_day_of_another():
    body = (
        "On Monday they agreed to meet when Anselm Pryor died and to travel by bus. "
        "The flags were lowered after Pryor died on 8 March in the town of Selwick."
    )
    (first,) = select("When did Anselm Pryor die?", article(body), k=1)
    assert "8 March" in first.focus


def test_the_judge_is_doubted_where_a_figure_is_asked_for_and_none_is_there():
    body = "The ferry was far bigger than the other ferry. The ferry was 80 metres long."
    judge = FakeJudge(answers={"bigger": 0.9, "80 metres": 0.2})
    (first,) = select("How big was the ferry?", article(body), k=1, judge=judge)
    assert "80 metres" in first.focus
    (first,) = select("What was the ferry like?", article(body), k=1, judge=judge)
    assert "bigger" in first.focus
