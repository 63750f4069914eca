import threading

import pytest

from rag.brief.briefings import Briefings
from rag.brief.sources import Sources, Wanted
from rag.compare.comparer import Comparer
from rag.retrieval.retriever import Retriever
from rag.types import Briefing, BriefingSoFar, Evidence, SourcesChosen
from rag.writing.facts import missing_facts
from rag.writing.phrasing import Phraser
from tests.fake_store import FakeIndex, FakeStore
from tests.fakes import (
    FakeEmbedder,
    FakeGenerator,
    FakeJudge,
    FakeReader,
    PlainSplitter,
    make_article,
)
from tests.rag.statements.said import said

BODIES = (
    "Twelve people died when the ferry Maren sank off Port Olsk on Saturday. Its owner, Olsk "
    "Lines, denied that it had been warned of a leak. It is not known why the ship sank.",
    "The ferry Maren sank off Port Olsk on Saturday and 12 people died. Ana said: the doors of "
    "the ferry had been leaking for a week. The minister will visit the port on Friday.",
    "The toll of those who died when the ferry Maren sank off Port Olsk rose to 15 on Tuesday. "
    "Lena Ortiz, the minister, suspended the licence of Olsk Lines on Wednesday after reading the "
    "log of the ship that its engineers had kept in their office on the quay of the harbour all "
    "the time.",
)
DAYS = ("2026-03-08", "2026-03-09", "2026-03-11")


class Statements:
    """Reads with the fake reader."""

    def statements(self, article):
        return FakeReader().read(article, PlainSplitter().split(article.body, ""))


def articles():
    return [
        make_article(body, title=f"Ferry {word}", source=source, published=day)
        for body, day, word, source in zip(
            BODIES, DAYS, ("sinks", "lost", "toll"), ("Post", "Echo", "Post"), strict=True
        )
    ]


def briefings(generator=None, *, told=None, statements=None):
    """Phrased by a generator, if one is given; of other articles and statements, if given."""
    embedder, statements = FakeEmbedder(), statements or Statements()
    phraser = generator and Phraser(generator, embedder, FakeJudge(), PlainSplitter())
    store = FakeStore(told or articles())
    rows = store.chunk
    vectors = embedder.embed_passages([chunk.text for chunk in rows.values()])
    index = FakeIndex(dict(zip(rows, vectors, strict=True)))
    return Briefings(
        store,
        Sources(store, lambda query, k, filters: [], embedder),
        embedder,
        phraser,
        statements,
        Comparer(store, Retriever(store, index, embedder), embedder, statements, FakeJudge()),
    )


WANTED = Wanted(articles=tuple(one.id for one in articles()))


def events(length="page", *, generator=None, stop=None):
    return list(briefings(generator).brief(WANTED, length, stop=stop))


def sentences(briefing):
    yield from briefing.lead
    yield from (point.sentence for point in briefing.points)
    yield from (entry.sentence for entry in briefing.timeline)
    yield from briefing.unknowns
    for difference in briefing.differences:
        yield from difference.sides


def test_sources_come_first_then_the_growing_page_then_the_briefing():
    first, *growing, last = events()
    assert isinstance(first, SourcesChosen)
    assert len(first.sources) == 3
    assert all(isinstance(one, BriefingSoFar) for one in growing)
    assert isinstance(last, Briefing)
    fractions = [one.fraction for one in growing]
    assert fractions == sorted(fractions)
    assert 0 < fractions[0] < fractions[-1] <= 1


def test_every_sentence_is_cited_and_has_no_fact_that_its_quotes_lack():
    briefing = events()[-1]
    by_number = {one.n: one for one in briefing.citations}
    for sentence in sentences(briefing):
        assert sentence.citations
        cited = [shown(by_number[number]) for number in sentence.citations]
        assert missing_facts(sentence.text, cited) == ()


def shown(citation):
    """The quote as evidence, all of it."""
    start, end = citation.start, citation.end
    return Evidence(citation.n, citation.article, start, end, start, end)


def test_marks_and_citations_are_the_same_numbers_from_one():
    briefing = events()[-1]
    marked = {number for one in sentences(briefing) for number in one.citations}
    marked |= {voice.citation for voice in briefing.voices}
    assert marked == {one.n for one in briefing.citations} == set(range(1, len(marked) + 1))


def test_an_overtaken_toll_is_on_the_timeline_only():
    briefing = events()[-1]
    told = [*briefing.lead, *(point.sentence for point in briefing.points)]
    assert not any("12 people" in one.text or "Twelve" in one.text for one in told)
    assert any(
        "12 people" in entry.sentence.text or "Twelve" in entry.sentence.text
        for entry in briefing.timeline
    )


def test_days_are_resolved_and_in_order():
    days = [entry.day.isoformat() for entry in events()[-1].timeline]
    assert days == ["2026-03-07", "2026-03-10", "2026-03-11", "2026-03-13"]


def test_what_is_not_known_is_told_with_its_day():
    (open_question,) = events()[-1].unknowns
    assert open_question.text == "It is not known why the ship sank."
    assert open_question.flags == ("as of 8 March 2026",)


def test_who_said_what_is_a_statement_with_its_citation():
    briefing = events()[-1]
    (voice,) = briefing.voices
    assert voice.statement.speaker == "Ana"
    assert briefing.citations[voice.citation - 1].quote == voice.statement.passage


LEAK = "the crew of the Maren warned of a leak in the bow door"
DISPUTED = (
    make_article(f"Ana Moor said {LEAK}. It sank on Saturday.", source="Post", published=DAYS[1]),
    make_article(
        f"Olsk Lines denied that {LEAK}. Two boats of the Maren were found on the beach.",
        source="Echo",
        published=DAYS[0],
    ),
)


class Disputed:
    """What Ana Moor claims and Olsk Lines denies."""

    def statements(self, article):
        who, stance = ("Ana Moor", "said") if article is DISPUTED[0] else ("Olsk Lines", "denied")
        return [said(LEAK, who, article=article, stance=stance)]


def disputed_page():
    wanted = Wanted(articles=tuple(one.id for one in DISPUTED))
    return list(briefings(told=DISPUTED, statements=Disputed()).brief(wanted))


def test_where_accounts_differ_both_sides_are_quoted():
    (difference,) = disputed_page()[-1].differences
    assert difference.kind == "denial"
    assert [side.text for side in difference.sides] == [
        f"Echo: Olsk Lines denied that {LEAK}.",
        f"Post: Ana Moor said {LEAK}.",
    ]


def test_what_is_denied_stands_beside_its_denial_and_is_no_point():
    *growing, last = disputed_page()
    claim = f"Ana Moor said {LEAK}."

    def told(briefing):
        return [one.text for one in (*briefing.lead, *(one.sentence for one in briefing.points))]

    before = next(one.briefing for one in growing if getattr(one, "stage", "").startswith("dating"))
    assert claim in told(before)
    assert last.lead
    assert claim not in told(last)


def test_of_many_origins_the_newest_are_read_and_the_page_says_so(monkeypatch):
    monkeypatch.setattr("rag.brief.said.MOST_READ", 2)
    assert any("read in the newest 2 of 3 origins" in note for note in events()[-1].notes)


def test_the_same_library_gives_the_same_page():
    first, second = events()[-1], events()[-1]
    assert (first.headline, list(sentences(first))) == (second.headline, list(sentences(second)))


def test_without_a_generator_it_is_all_in_the_articles_own_words():
    briefing = events()[-1]
    assert briefing.model == ""
    quotes = {one.n: one.quote for one in briefing.citations}
    for one in sentences(briefing):
        assert all(word in " ".join(quotes[n] for n in one.citations) for word in one.text.split())


def test_a_phrased_sentence_replaces_the_articles_own_where_the_checks_let_it():
    def shorter(messages):
        if "suspended the licence" in messages[-1].content:
            return (
                "Lena Ortiz, the minister, suspended the licence of Olsk Lines on Wednesday after "
                "reading the log that engineers had kept in their office on the quay."
            )
        return "Nothing."

    briefing = events(generator=FakeGenerator([shorter] * 9))[-1]
    texts = [one.text for one in sentences(briefing)]
    assert any(text.endswith("in their office on the quay.") for text in texts)
    assert "Nothing." not in texts


def test_a_paragraph_has_no_timeline_and_few_points():
    briefing = events("paragraph")[-1]
    assert briefing.timeline == ()
    assert len(briefing.points) <= 3


def test_stopping_keeps_what_is_written_and_says_so():
    stop = threading.Event()
    running = briefings().brief(WANTED, stop=stop)
    for event in running:
        if isinstance(event, BriefingSoFar) and event.briefing.lead:
            stop.set()
    assert isinstance(event, Briefing)
    assert event.stopped
    assert event.lead
    assert not event.timeline


def test_stopping_stops_the_generator():
    stop = threading.Event()

    def talk(messages):
        stop.set()
        return "one two three four"

    generator = FakeGenerator([talk] * 9)
    last = events(generator=generator, stop=stop)[-1]
    assert last.stopped
    assert generator.closed_early == 1


@pytest.mark.parametrize("length", ["paragraph", "half", "page"])
def test_a_page_of_any_length_has_a_headline_and_a_lead(length):
    briefing = events(length)[-1]
    assert briefing.headline
    assert 1 <= len(briefing.lead) <= 2
