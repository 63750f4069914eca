"""The pipeline of a comparison, over a library in dictionaries: what is told, and when."""

import math

import pytest

from rag.compare.comparer import Comparer
from rag.errors import GeneratorError
from rag.retrieval.query import understand
from rag.retrieval.retriever import Retriever
from rag.statements.kept import KeptStatements
from rag.types import Comparison, Filters, IssueFound, PassagesRead, Piece, StatementsRead
from tests.fake_store import FakeIndex, FakeStore
from tests.fakes import FakeEmbedder, FakeGenerator, FakeJudge, FakeReader, make_article

HARBOUR = make_article(
    "The ferry sank off the island. Ana said: 20 people died when the ferry sank.",
    title="Ferry sinks",
    source="Harbour Post",
    published="2026-03-08",
)
VALLEY = make_article(
    "The ferry is lost. Ben said: 12 people died when the ferry sank.",
    title="Ferry lost",
    source="Valley Courier",
    published="2026-03-09",
)
STEEL = make_article(
    "Carl said: the mill in the valley will be sold.", title="Mill to be sold", source="Steel News"
)


def comparer(*articles, judge=None, generator=None):
    store, embedder = FakeStore(articles), FakeEmbedder()
    rows = store.chunk
    vectors = embedder.embed_passages([chunk.text for chunk in rows.values()])
    index = FakeIndex(dict(zip(rows, vectors, strict=True)))
    retriever = Retriever(store, index, embedder)
    source = KeptStatements(store, FakeReader())
    return Comparer(store, retriever, embedder, source, judge, generator)


@pytest.fixture
def events():
    made = comparer(HARBOUR, VALLEY, STEEL)
    return list(made.compare(understand("How many people died when the ferry sank?")))


def test_reading_is_told_then_issues_then_everything(events):
    kinds = list(dict.fromkeys(type(event) for event in events))
    assert kinds == [StatementsRead, IssueFound, Comparison]


def test_the_disputed_figure_is_found_with_both_sides(events):
    first = next(event for event in events if isinstance(event, IssueFound)).issue
    assert first.title == "How many died"
    assert [position.holder for position in first.positions] == ["Ana", "Ben"]
    assert [(one.relation, one.detail) for one in first.relations] == [("differ", "figure")]


def test_citations_are_passages_numbered_from_one(events):
    comparison = events[-1]
    assert [one.n for one in comparison.citations] == list(range(1, len(comparison.citations) + 1))
    assert "Ana said: 20 people died when the ferry sank." in [
        one.quote for one in comparison.citations
    ]


def test_every_number_of_a_position_is_cited(events):
    comparison = events[-1]
    numbers = {one.n for one in comparison.citations}
    for issue in comparison.issues:
        for position in issue.positions:
            assert set(position.citations) <= numbers


def test_issues_as_told_are_those_of_the_end(events):
    told = [event.issue for event in events if isinstance(event, IssueFound)]
    assert tuple(told) == events[-1].issues


def test_a_speaker_who_says_nothing_is_silent_and_who_is_near_is_named():
    made = comparer(HARBOUR, VALLEY, STEEL)
    topic = understand("people died when the ferry sank")
    *_, comparison = made.compare(topic, speakers=["Ana", "Bem"])
    assert comparison.silent == ("Bem",)
    assert any("near: Ben" in note for note in comparison.notes)


def test_what_a_speaker_asked_for_says_alone_is_told_and_he_is_not_called_silent():
    topic = understand("people died when the ferry sank")
    *_, comparison = comparer(HARBOUR, STEEL).compare(topic, speakers=["Ana"])
    (issue,) = comparison.issues
    assert [one.text for one in issue.positions] == ["20 people died when the ferry sank"]
    assert (issue.one_voice, issue.disputed) == (True, False)
    assert comparison.silent == ()


def test_filters_leave_other_outlets_out():
    made = comparer(HARBOUR, VALLEY, STEEL)
    *_, comparison = made.compare(
        understand("people died when the ferry sank"), filters=Filters(sources=("Harbour Post",))
    )
    assert {one.article.source for one in comparison.citations} <= {"Harbour Post"}


def test_one_origin_is_said_to_be_one():
    both = "Ana said: 20 people died when the ferry sank. Ben said: 12 people died in the ferry."
    made = comparer(make_article(both), make_article(both, source="Copy", published="2026-03-09"))
    *_, comparison = made.compare(understand("people died when the ferry sank"))
    assert (comparison.articles, comparison.origins) == (2, 1)
    assert "all of it goes back to one origin" in comparison.notes


def test_nothing_on_a_topic_is_said_in_words():
    *_, comparison = comparer(STEEL).compare(understand("penguins"))
    assert comparison.issues == ()
    assert comparison.notes


def test_of_certain_articles_only_what_they_dispute_is_told():
    made = comparer(HARBOUR, VALLEY, STEEL)
    reader, store = FakeReader(), FakeStore([HARBOUR, VALLEY])
    said = [one for a in (HARBOUR, VALLEY) for one in reader.read(a, store.sentences(a.id))]
    (issue,) = made.disputed(understand("the ferry"), [HARBOUR, VALLEY], said)
    assert issue.title == "How many died"
    (stands,) = issue.relations
    assert stands.borne_out == tuple(one.id for one in said)
    assert list(made.disputed(understand("the ferry"), [HARBOUR], said[:1])) == []


def test_of_a_ship_that_no_article_names_nothing_is_told_and_why_is():
    made = comparer(HARBOUR, VALLEY, STEEL)
    *_, comparison = made.compare(understand("Moskva: people died when the ferry sank"))
    assert comparison.issues == ()
    assert comparison.notes[0] == "no article speaks of Moskva"
    for known in ("Ferry: people died when it sank", "People died on the ferry, said Ana’s"):
        *_, comparison = made.compare(understand(known))
        assert comparison.issues


def test_closing_ends_the_work():
    events = comparer(HARBOUR, VALLEY).compare(understand("people died when the ferry sank"))
    next(events)
    events.close()
    assert list(events) == []


def test_a_claim_finds_who_backs_and_who_contradicts_it():
    made = comparer(HARBOUR, VALLEY, STEEL)
    *read, check = made.check_claim(understand("12 people died when the ferry sank"))
    assert [(one.done, one.total) for one in read] == [(1, 3), (2, 3), (3, 3)]
    assert [one.speaker for one in check.backing] == ["Ben"]
    assert [one.speaker for one in check.contradicting] == ["Ana"]
    assert check.backing[0].citation.quote == "Ben said: 12 people died when the ferry sank."


def test_an_article_that_is_removed_while_it_is_read_is_left_out():
    made = comparer(HARBOUR, VALLEY, STEEL)
    events = made.compare(understand("How many people died when the ferry sank?"))
    next(events)
    made._store.remove(VALLEY.id)
    *_, comparison = events
    assert {one.article.source for one in comparison.citations} <= {"Harbour Post", "Steel News"}


def test_a_claim_is_checked_without_an_article_that_is_removed_meanwhile():
    made = comparer(HARBOUR, VALLEY, STEEL)
    events = made.check_claim(understand("20 people died when the ferry sank."))
    next(events)
    made._store.remove(VALLEY.id)
    *_, check = events
    sources = {one.citation.article.source for one in (*check.backing, *check.contradicting)}
    assert "Valley Courier" not in sources


UNION = make_article(
    "Dora said: our federation came out for it. Emil said: nobody asked us.",
    title="The mill",
    source="Steel News",
    published="2026-03-09",
)
MILL = "the union backs the bid for the mill"


def checked(*replies):
    """The check of `MILL`, in which the judge takes all for likely, and the model."""
    generator = FakeGenerator(replies)
    made = comparer(UNION, judge=FakeJudge({"union": (0.6, 0.3, 0.1)}), generator=generator)
    return list(made.check_claim(understand(MILL))), generator


def weighed(yes):
    return [Piece("yes", 0.0, (("yes", math.log(yes)), ("open", math.log(1 - yes))))]


def test_the_model_reads_who_backs_a_claim_in_words_of_his_own():
    events, generator = checked(weighed(0.9), weighed(0.1))
    asked = [str(prompt[-1].content) for prompt in generator.prompts]
    assert all(f"Is it true that {MILL}?" in one for one in asked)
    (backs,) = events[-1].backing
    assert backs.citation.quote in asked[0]
    assert backs.why == "the same, as the model reads it: 0.93"
    told = [(one.done, one.total) for one in events if isinstance(one, PassagesRead)]
    assert told[0] == (0, 2)
    assert told[-1] == (2, 2)


def test_what_the_model_is_not_sure_of_stays_open():
    events, _ = checked(weighed(0.5), weighed(0.5))
    assert events[-1].backing == ()
    assert events[-1].notes == ("no article says so or says otherwise",)


def test_a_model_that_fails_costs_its_reading_and_nothing_else():
    events, _ = checked(GeneratorError("the engine died"))
    assert events[-1].backing == ()
    assert "the model could not read along: the engine died" in events[-1].notes


def test_who_closes_a_check_stops_the_model():
    generator = FakeGenerator([weighed(0.9), weighed(0.9)])
    made = comparer(UNION, judge=FakeJudge({"union": (0.6, 0.3, 0.1)}), generator=generator)
    events = made.check_claim(understand(MILL))
    for event in events:
        if isinstance(event, PassagesRead):
            break
    events.close()
    assert generator.finished == 0
