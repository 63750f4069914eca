"""The stages together, over a library in dictionaries and a generator that says what it is told."""

import itertools
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from rag.desk import Desk
from rag.errors import QuestionError
from rag.evidence.select import Selector
from rag.settings import Settings
from rag.statements.kept import KeptStatements
from rag.types import (
    Answer,
    Article,
    ArticlesFound,
    AskEvent,
    Drafted,
    EvidenceFound,
    Filters,
    Message,
    Piece,
    Sentence,
    Span,
    Turn,
)
from rag.writing.look_prompts import VERIFY_START, YES_OR_NO_START
from rag.writing.prompts import NOT_STATED
from tests.fake_store import FakeIndex, FakeStore
from tests.fakes import (
    FakeEmbedder,
    FakeGenerator,
    FakeJudge,
    FakeReader,
    make_article,
    split_sentences,
)

FERRY = make_article(
    "The ferry Maren Light sank off Innerholm on Sunday. Seventeen people on the ferry have died.",
    title="Ferry sinks",
)
STEEL = make_article(
    "Kelder Steel will close its mill in Brannock. Nine hundred people work at the mill.",
    title="Mill to close",
    source="Valley Courier",
)
QUESTION = "What happened to the ferry Maren Light off Innerholm?"
REPLY = "[1] The ferry sank off Innerholm on Sunday."


class PlainSplitter:
    def split(self, body: str, language: str) -> list[Sentence]:
        return split_sentences(body)


class Handle:
    """Of a model that is there: keeps what it is to read ahead."""

    def __init__(self) -> None:
        self.started = False
        self.ahead: list[Sequence[Message]] = []

    def start(self) -> None:
        self.started = True

    def warm(self, *beginnings: Sequence[Message]) -> None:
        assert self.started
        self.ahead += beginnings


class DeskOf:
    """A desk over articles, and the parts that it was given."""

    def __init__(self, *articles: Article, replies: Sequence = (), **options: object) -> None:
        self.store, self.embedder = FakeStore(), FakeEmbedder()
        for article in articles:
            self.store.put(
                article,
                key=article.id,
                digest="",
                sentences=split_sentences(article.body),
                spans=[Span(0, 0, len(article.body))],
                vectors=self.embedder.embed_passages([article.body]),
            )
        self.index = FakeIndex(self.store.stored_vectors)
        self.generator = FakeGenerator(replies)
        self.handle = Handle()
        self.reader = FakeReader()
        self.settings = Settings(
            home=Path("/nowhere"),
            models_dir=Path("/nowhere"),
            **{"abstain_below": 0.0, "phrase": True} | options,  # type: ignore[arg-type]
        )
        self.desk = Desk(
            self.settings,
            store=self.store,  # type: ignore[arg-type]
            index=self.index,  # type: ignore[arg-type]
            embedder=self.embedder,
            generator=self.generator,
            judge=FakeJudge(),
            splitter=PlainSplitter(),
            reader=self.reader,
            handles=(Handle(), self.handle, Handle()),  # type: ignore[arg-type]
        )

    def ask(self, question: str = QUESTION, **options: object) -> list[AskEvent]:
        return list(self.desk.ask(question, **options))  # type: ignore[arg-type]

    def evidence(self, question: str, **options: object) -> EvidenceFound:
        _, found = itertools.islice(self.desk.ask(question, **options), 2)  # type: ignore[arg-type]
        assert isinstance(found, EvidenceFound)
        return found


def citing(*sentences: str) -> Callable[[Sequence[Message]], str]:
    """A reply that says these sentences, each with the number under which it was shown."""

    def reply(messages: Sequence[Message]) -> str:
        shown = re.findall(r"^\[(\d+)\] (.*)$", messages[-1].content, re.MULTILINE)
        return " ".join(
            f"{sentence[:-1]} [{number}]."
            for sentence in sentences
            for number, line in shown
            if sentence in line
        )

    return reply


# Models


def test_what_prompts_begin_with_is_read_ahead_what_most_do_first():
    once = DeskOf(FERRY)
    once.desk.start_models()
    assert once.handle.ahead[0] == VERIFY_START
    assert once.handle.ahead[-1] == YES_OR_NO_START


# Asking


def test_articles_come_first_then_the_evidence_then_drafts_then_one_answer():
    events = DeskOf(FERRY, STEEL, replies=[REPLY]).ask()
    kinds = [kind for kind, _ in itertools.groupby(type(event) for event in events)]
    assert kinds == [ArticlesFound, EvidenceFound, Drafted, Answer]
    assert sum(isinstance(event, Answer) for event in events) == 1
    assert events[-1].text == "The ferry sank off Innerholm on Sunday [1]."


def test_the_evidence_is_there_before_the_generator_is_asked():
    parts = DeskOf(FERRY, replies=[REPLY])
    found = parts.evidence(QUESTION)
    assert found.evidence[0].article == FERRY
    assert parts.generator.prompts == []


BOTH = "What happened to the ferry off Innerholm, and what will Kelder Steel close in Brannock?"


def test_a_question_that_asks_two_things_gets_both_answered_from_evidence_of_their_own():
    replies = [citing("The ferry Maren Light sank off Innerholm on Sunday."),
               citing("Kelder Steel will close its mill in Brannock.")]  # fmt: skip
    parts = DeskOf(FERRY, STEEL, replies=replies)
    articles, found, *drafts, answer = parts.ask(BOTH)
    assert isinstance(articles, ArticlesFound)
    assert {hit.chunk.article.title for hit in articles.hits} == {"Ferry sinks", "Mill to close"}
    assert not any(isinstance(one, ArticlesFound) for one in drafts)
    assert len(parts.generator.prompts) == 2
    assert {one.article.title for one in found.evidence} == {"Ferry sinks", "Mill to close"}
    assert [one.n for one in answer.evidence] == list(range(1, len(answer.evidence) + 1))
    assert "sank off Innerholm" in answer.text
    assert "close its mill" in answer.text
    assert [one.kind for one in answer.understood] == ["divided"]
    assert drafts[-1].text.startswith("The ferry")


def test_of_two_things_asked_the_one_that_is_not_answered_is_named():
    replies = [citing("The ferry Maren Light sank off Innerholm on Sunday."), "[0]", "[0]"]
    answer = DeskOf(FERRY, STEEL, replies=replies, abstain_below=0.12).ask(
        "What happened to the ferry Maren Light off Innerholm, and who painted the Night Watch?"
    )[-1]
    assert not answer.abstained
    assert answer.unanswered == ("Who painted the Night Watch?",)


def test_a_question_can_be_left_whole():
    parts = DeskOf(FERRY, STEEL, replies=[citing("Kelder Steel will close its mill in Brannock.")])
    answer = parts.ask(BOTH, without=["divided"])[-1]
    assert len(parts.generator.prompts) == 1
    assert answer.understood == ()


def test_the_answer_was_given_the_evidence_that_was_shown():
    articles, found, *_, answer = DeskOf(FERRY, STEEL, replies=[REPLY]).ask()
    assert answer.evidence == found.evidence
    assert answer.timings.retrieve_ms == found.retrieve_ms
    assert (
        0
        < articles.search_ms
        < found.retrieve_ms
        <= answer.timings.first_token_ms
        <= answer.timings.total_ms
    )


def test_an_article_that_is_removed_while_it_is_answered_from_is_still_cited():
    parts = DeskOf(FERRY, STEEL, replies=[REPLY])
    events = parts.desk.ask(QUESTION)
    assert [type(next(events)) for _ in "ab"] == [ArticlesFound, EvidenceFound]
    parts.desk.remove(FERRY.id)
    *_, answer = events
    assert [one.article for one in answer.citations] == [FERRY]
    assert (answer.articles, answer.origins) == (1, 1)


def test_an_article_that_is_removed_while_evidence_is_looked_for_is_no_evidence(monkeypatch):
    parts = DeskOf(FERRY, STEEL, replies=[REPLY])
    sentences = parts.store.sentences

    def removed_meanwhile(article_id):
        if article_id == FERRY.id and FERRY.id in parts.store.library:
            parts.store.remove(FERRY.id)
        return sentences(article_id)

    monkeypatch.setattr(parts.store, "sentences", removed_meanwhile)
    assert FERRY not in [one.article for one in parts.evidence(QUESTION).evidence]


def test_an_article_that_is_removed_before_it_is_weighed_is_no_evidence():
    parts = DeskOf(FERRY, STEEL, replies=[REPLY])
    events = parts.desk.ask(QUESTION)
    articles = next(events)
    assert FERRY in [hit.chunk.article for hit in articles.hits]
    parts.desk.remove(FERRY.id)
    found, *rest = events
    assert FERRY not in [one.article for one in found.evidence]
    assert not any(isinstance(one, ArticlesFound) for one in rest)


def test_each_article_found_is_told_once_by_its_best_passage_before_the_judge_reads():
    parts = DeskOf(FERRY, STEEL, replies=[REPLY])
    hits = parts.desk.search(QUESTION, parts.settings.retrieve_k)
    (articles,) = itertools.islice(parts.desk.ask(QUESTION), 1)
    ids = list(dict.fromkeys(hit.chunk.article.id for hit in hits))
    assert [hit.chunk.article.id for hit in articles.hits] == ids
    assert [hit.rank for hit in articles.hits] == list(range(1, len(ids) + 1))
    assert articles.hits[0].chunk == hits[0].chunk


def test_an_empty_library_abstains_without_asking_the_model():
    parts = DeskOf()
    articles, found, answer = parts.ask()
    assert articles.hits == ()
    assert found.evidence == ()
    assert (answer.abstained, answer.text) == (True, NOT_STATED)
    assert parts.generator.prompts == []


def test_a_refusal_abstains_and_cites_no_article():
    answer = DeskOf(FERRY, replies=["[0]", "[0]"]).ask()[-1]
    assert (answer.abstained, answer.text) == (True, NOT_STATED)
    assert (answer.articles, answer.origins) == (0, 0)


def test_of_two_reprints_and_another_article_two_are_independent():
    body = (
        "The ferry Maren Light sank off Innerholm on Sunday. Divers searched the wreck until "
        "midnight for survivors. The harbour office had inspected her hull in January. Her owner "
        "has two other ships on the same route."
    )
    reprint = "Seventeen people on the ferry Maren Light have died."
    other = "Prosecutors opened an inquiry into the ferry Maren Light."
    parts = DeskOf(
        make_article(body, title="Ferry sinks", published="2026-03-01"),
        make_article(f"{body} {reprint}", title="Ferry lost", source="Echo"),
        make_article(other, title="Inquiry", source="Valley Courier"),
        replies=[citing(reprint, other, body.split(".")[0] + ".")],
    )
    parts.generator.verdict = "no"  # of any sentence alone, so that it is shown all
    answer = parts.ask("What happened to the ferry Maren Light?")[-1]
    assert {one.article.title for one in answer.citations} == {
        "Ferry sinks",
        "Ferry lost",
        "Inquiry",
    }
    assert (answer.articles, answer.origins) == (3, 2)


def test_two_sentences_of_one_article_are_one_article():
    replies = [citing(*FERRY.body.replace(". ", ".|").split("|"))]
    parts = DeskOf(FERRY, replies=replies)
    parts.generator.verdict = "no"  # of any sentence alone, so that it is shown all
    answer = parts.ask("What happened on the ferry?")[-1]
    assert len(answer.citations) == 2
    assert (answer.articles, answer.origins) == (1, 1)


def test_the_conversation_completes_a_follow_up():
    parts = DeskOf(FERRY, STEEL, replies=["[1] Seventeen people on the ferry have died."])
    history = [Turn(QUESTION, "The ferry Maren Light sank [1].")]
    _, found, *_, answer = parts.ask("How many people on it died?", history=history)
    assert "Maren Light" in found.query
    assert answer.question == "How many people on it died?"
    assert answer.query == found.query
    assert f"Asked before: {QUESTION}" in parts.generator.prompts[0][-1].content


def test_a_question_that_stands_alone_is_not_completed():
    parts = DeskOf(FERRY, STEEL, replies=[REPLY])
    history = [Turn("What will Kelder Steel close?", "Its mill [1].")]
    _, found, *_ = parts.ask(QUESTION, history=history)
    assert found.query == ""
    assert "Kelder" not in parts.generator.prompts[0][-1].content.split("Question:")[-1]
    assert "Asked before" not in parts.generator.prompts[0][-1].content


def test_filters_hold_for_the_evidence():
    found = DeskOf(FERRY, STEEL).evidence(QUESTION, filters=Filters(sources=("Valley Courier",)))
    assert {one.article for one in found.evidence} == {STEEL}


def test_a_question_of_nothing_is_refused():
    with pytest.raises(QuestionError, match="empty"):
        DeskOf(FERRY).ask("  ")


def test_a_question_longer_than_the_setting_is_refused():
    with pytest.raises(QuestionError, match="10 are allowed"):
        DeskOf(FERRY, max_question_chars=10).ask("Which ferry?")


def test_closing_an_answer_closes_the_generator():
    parts = DeskOf(FERRY, replies=[[Piece("["), Piece("1"), Piece("] The ferry sank.")]])
    events = parts.desk.ask(QUESTION)
    assert [type(next(events)) for _ in "abc"] == [ArticlesFound, EvidenceFound, Drafted]
    events.close()
    assert (parts.generator.closed_early, parts.generator.finished) == (1, 0)


def test_closing_at_the_evidence_asks_no_generator():
    parts = DeskOf(FERRY, replies=[REPLY])
    events = parts.desk.ask(QUESTION)
    assert [type(next(events)) for _ in "ab"] == [ArticlesFound, EvidenceFound]
    events.close()
    assert parts.generator.prompts == []


# Searching


def test_a_search_finds_the_chunks_that_an_answer_is_selected_from():
    parts = DeskOf(FERRY, STEEL)
    hits = parts.desk.search(QUESTION, parts.settings.retrieve_k)
    selector = Selector(
        parts.store,
        parts.embedder,
        FakeJudge(),
        KeptStatements(parts.store, FakeReader()),
        evidence_k=parts.settings.evidence_k,
        evidence_tokens=parts.settings.evidence_tokens,
    )
    assert hits[0].chunk.article == FERRY
    newest = max(FERRY.published, STEEL.published).date()
    chosen = tuple(selector.select(QUESTION, hits, today=newest))
    assert chosen == parts.evidence(QUESTION).evidence


def test_what_is_the_only_hit_is_the_only_evidence():
    parts = DeskOf(STEEL, FERRY, retrieve_k=1)
    (hit,) = parts.desk.search(QUESTION, 1)
    assert {one.article for one in parts.evidence(QUESTION).evidence} == {hit.chunk.article}


# The library


def test_a_removed_article_is_found_no_more_and_the_index_is_saved():
    parts = DeskOf(FERRY, STEEL)
    assert parts.desk.remove(FERRY.id) == [FERRY.id]
    assert parts.index.saved == 1
    assert [one.title for one in parts.desk.articles()] == ["Mill to close"]
    assert [hit.chunk.article for hit in parts.desk.search(QUESTION)] == [STEEL]


def test_examples_ask_for_what_is_in_the_articles():
    quoted = make_article("“The door was leaking,” said Mara Lind on Monday.", title="Door")
    assert DeskOf(quoted).desk.examples() == ["What did Mara Lind say?"]


def test_no_more_examples_than_asked_for_and_none_without_articles():
    article = make_article("Mara Lind said no. Tomas Holm said yes.")
    assert len(DeskOf(article).desk.examples(1)) == 1
    assert DeskOf().desk.examples() == []


# Who said what


def test_statements_come_article_by_article_and_are_read_once():
    ferry = make_article("Ana said: the door leaked. Ben said: it held.", title="Ferry")
    mill = make_article("Cid said: the mill will close.", title="Mill")
    parts = DeskOf(ferry, mill)
    events = list(parts.desk.read_statements([mill.id, ferry.id]))
    assert [(event.done, event.total) for event in events] == [(1, 2), (2, 2)]
    found = parts.desk.statements([mill.id, ferry.id])
    assert [one.speaker for one in found] == ["Cid", "Ana", "Ben"]
    assert parts.reader.read_articles == [mill.id, ferry.id]


def test_statements_of_a_speaker_on_a_topic():
    ferry = make_article("Ana said: the door leaked. Ana said: rain fell. Ben said: the door held.")
    found = DeskOf(ferry).desk.statements([ferry.id], speaker="ana", topic="leaking door")
    assert [one.quote for one in found] == ["the door leaked"]
