"""From evidence and a generator's draft to a checked answer."""

import math
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.types import Answer, Evidence, Piece
from rag.writing.prompts import NOT_STATED, REFUSAL
from tests.fakes import (
    FakeGenerator,
    FakeJudge,
    make_article,
    make_evidence,
)
from tests.rag.writing.writers import BODIES, QUESTION, answer, drafts, evidence, writer


def test_a_backed_sentence_is_shown_with_its_mark_and_its_citation():
    got = answer("The ferry sank off Innerholm on Sunday [1].")
    assert not got.abstained
    assert got.text == "The ferry sank off Innerholm on Sunday [1]."
    assert got.sentences[0].citations == (1,)
    assert [one.n for one in got.citations] == [1]
    assert got.citations[0].quote == BODIES[0]
    assert got.model == "fake-generator"


def test_who_did_it_to_whom_is_not_told_the_other_way_round():
    asked = "Who succeeded Mara Lind?"
    events = writer(FakeGenerator(["[1] Mara Lind succeeded Bo Orr."])).write(
        asked, asked, evidence("Mara Lind succeeded Bo Orr in March."), started=perf_counter()
    )
    got = list(events)[-1]
    assert got.abstained
    assert got.dropped_sentences[0][1].startswith("the articles tell this the other way round")


def test_where_the_writing_lost_the_answer_the_article_says_it():
    judge = FakeJudge(answers={"sank off Innerholm": 0.9})
    events = writer(FakeGenerator(["[1] The ferry was the Maren Light."]), judge=judge).write(
        QUESTION, QUESTION, evidence(), started=perf_counter()
    )
    assert list(events)[-1].text == "The ferry Maren Light sank off Innerholm on Sunday [1]."


def test_a_sentence_that_answers_as_well_as_its_quote_stays_as_written():
    judge = FakeJudge(answers={"sank": 0.9})
    events = writer(FakeGenerator(["[1] The ferry sank on Sunday."]), judge=judge).write(
        QUESTION, QUESTION, evidence(), started=perf_counter()
    )
    assert list(events)[-1].text == "The ferry sank on Sunday [1]."


def test_a_sentence_that_echoes_the_question_gives_way_to_the_article_s_words():
    events = writer(FakeGenerator(["[1] Lind Stores announced it slashes clothing prices."])).write(
        "Which retailer announced it slashes clothing prices?",
        "Which retailer announced it slashes clothing prices?",
        evidence("Lind Stores is cutting prices on some items."),
        started=perf_counter(),
    )
    assert list(events)[-1].text == "Lind Stores is cutting prices on some items [1]."


def test_who_is_made_to_do_something_to_herself_gives_way_to_the_article_s_words():
    asked = "What won Mara Lind over?"
    body = "Mara Lind called the firm a vulture."
    for mark in ("[1] ", ""):
        reply = f"{mark}Mara Lind won Mara Lind over by calling the firm a vulture."
        events = writer(FakeGenerator([reply])).write(
            asked, asked, evidence(body), started=perf_counter()
        )
        assert list(events)[-1].text == f"{body[:-1]} [1]."


def test_who_somebody_is_no_title_may_say():
    asked = "What is the name of the captain of the Maren Light?"
    body = "A master of the port, Captain Ottilie Brandreth, was appointed by the firm."
    article = make_article(body, title="Help for families of the Maren Light")
    events = writer(FakeGenerator(["[1] The captain of the Maren Light is Ottilie Brandreth."]))
    given = list(events.write(asked, asked, [make_evidence(article)], started=perf_counter()))
    assert given[-1].text == f"{body[:-1]} [1]."


def test_what_is_said_twice_in_the_same_words_stands_once():
    got = answer(
        "The ferry Maren Light sank off Innerholm on Sunday [1]. The ferry Maren Light sank [1]."
    )
    assert len(got.sentences) == 1


def test_the_mark_may_come_first_or_last():
    first = answer("[1] The ferry sank off Innerholm on Sunday.")
    assert first.text == answer("The ferry sank off Innerholm on Sunday [1].").text
    assert first.sentences[0].citations == (1,)


def test_without_evidence_it_abstains_and_asks_no_model():
    generator = FakeGenerator([])
    (got,) = writer(generator).write(QUESTION, QUESTION, [], started=perf_counter())
    assert isinstance(got, Answer)
    assert got.abstained
    assert got.text == NOT_STATED
    assert got.citations == ()
    assert generator.prompts == []


@pytest.mark.parametrize(
    "reply",
    [
        REFUSAL,
        [Piece("["), Piece("0"), Piece("]")],
        f"{REFUSAL} The articles do not say",
        f"{REFUSAL} The ferry sank off Innerholm on Sunday [1].",
    ],
)
def test_a_refusal_abstains_and_is_never_shown_as_text(reply):
    assert set(drafts(reply)) == {""}
    got = answer(reply)
    assert got.abstained
    assert got.text == NOT_STATED
    assert (got.citations, got.dropped_sentences, got.dropped_marks) == ((), (), 0)
    assert got.timings.first_token_ms is None


def test_a_refusal_weighs_fully_against_an_answer():
    signals = dict(answer(REFUSAL).signals)
    assert (signals["refusal"], signals["choice"]) == (1.0, 0.0)


def test_how_sure_the_generator_was_is_read_at_the_number_it_chose():
    weights = (("1", math.log(0.5)), ("0", math.log(0.25)))
    marked = [Piece("["), Piece("1", None, weights), Piece("] The ferry sank on Sunday.")]
    signals = dict(answer(marked).signals)
    assert signals["choice"] == pytest.approx(0.5)
    assert signals["refusal"] == pytest.approx(0.25)


def test_nothing_written_abstains():
    assert answer("").abstained


def test_a_sentence_whose_figure_is_in_no_quote_is_dropped_and_told():
    got = answer("The ferry sank off Innerholm on Sunday [1]. In all 40 people have died.")
    assert got.text == "The ferry sank off Innerholm on Sunday [1]."
    assert [text for text, _ in got.dropped_sentences] == ["In all 40 people have died."]
    assert [one.n for one in got.citations] == [1]


def test_in_place_of_a_dropped_sentence_stands_the_one_it_marked_in_the_article_s_words():
    got = answer("The ferry sank off Innerholm on Sunday [1]. In all 40 people have died [2].")
    assert [one.text for one in got.sentences] == [
        "The ferry sank off Innerholm on Sunday.",
        BODIES[1],
    ]
    assert got.dropped_sentences == (("In all 40 people have died.", "40 is not in the quotes"),)
    assert [one.n for one in got.citations] == [1, 2]


def test_a_quote_that_stands_in_for_two_dropped_sentences_is_shown_once():
    got = answer("In all 40 people have died [2]. Some 50 people have died [2].")
    assert got.text == "Seventeen people on the ferry have died [2]."
    assert len(got.dropped_sentences) == 2


def test_a_sentence_without_the_figure_asked_for_gives_way_to_the_quote_that_has_it():
    question = "How many people on the ferry have died?"
    generator = FakeGenerator(["[2] People on the ferry have died."])
    *_, got = writer(generator).write(question, question, evidence(), started=perf_counter())
    assert isinstance(got, Answer)
    assert got.text == "Seventeen people on the ferry have died [2]."


def test_when_all_sentences_are_dropped_it_abstains():
    got = answer("In all 40 people have died.")
    assert got.abstained
    assert got.sentences == ()
    assert got.citations == ()
    assert len(got.dropped_sentences) == 1


def test_below_the_confidence_asked_for_it_abstains():
    assert answer("The ferry sank off Innerholm on Sunday [1].", below=1.0).abstained


def test_a_mark_that_misses_the_fact_is_moved_to_the_sentence_that_has_it():
    got = answer("Seventeen people on the ferry have died [1].")
    assert got.sentences[0].citations == (2,)


def test_a_sentence_without_a_mark_finds_the_evidence_that_backs_it():
    assert answer("Seventeen people have died.").sentences[0].citations == (2,)


def test_facts_of_two_sentences_keep_both_marks():
    got = answer("Seventeen people have died since the ferry sank off Innerholm on Sunday [1].")
    assert got.sentences[0].citations == (1, 2)


def test_marks_that_were_never_shown_are_counted_and_cite_nothing():
    got = answer("The ferry sank off Innerholm on Sunday [1][9][0][99999].")
    assert got.dropped_marks == 3
    assert got.text.count("[") == 1


def test_an_opinion_made_a_bare_fact_gets_its_speaker_back():
    got = answer("The door was leaking [3].")
    assert got.text == "The door was leaking, according to Mara Lind [3]."


def test_a_bare_number_is_answered_with_the_sentence_itself():
    got = answer("[2]")
    assert got.text == "Seventeen people on the ferry have died [2]."


@pytest.mark.parametrize(
    "reply",
    [
        "[1] The ferry sank off Innerholm on Sunday (Harbour Post, 2 March).",
        "[1] The ferry sank off Innerholm on Sunday. (Harbour Post, 2 March)",
        "[1] The ferry sank off Innerholm on Sunday (Harbour Post, 2 March 2026).",
        "The ferry sank off Innerholm on Sunday (Harbour Post, 2 March) [1].",
    ],
)
def test_an_echo_of_outlet_and_day_is_no_part_of_the_sentence(reply):
    got = answer(reply)
    assert got.text == "The ferry sank off Innerholm on Sunday [1]."
    assert got.dropped_sentences == ()


def test_a_fake_mark_in_an_article_cannot_become_a_citation():
    got = answer("[1]", "The ferry Maren Light sank off Innerholm [7] on Sunday [99].")
    assert got.text == "The ferry Maren Light sank off Innerholm on Sunday [1]."


def test_a_last_sentence_that_the_token_limit_cut_is_left_out():
    got = answer("The ferry sank off Innerholm on Sunday [1]. Seventeen people on the", tokens=12)
    assert got.text == "The ferry sank off Innerholm on Sunday [1]."
    assert got.dropped_sentences == ()


def test_an_only_sentence_that_the_token_limit_cut_shows_that_it_is_cut():
    got = answer("The ferry Maren Light sank off Innerholm on", tokens=8)
    assert got.sentences[0].text.endswith("…")


def test_a_text_that_ends_at_the_limit_with_its_stop_is_whole():
    got = answer("The ferry sank off Innerholm on Sunday [1].", tokens=8)
    assert got.sentences[0].text == "The ferry sank off Innerholm on Sunday."


def test_the_same_sentence_twice_is_shown_once():
    got = answer("The ferry sank on Sunday [1]. The ferry sank on Sunday [1].")
    assert len(got.sentences) == 1


def test_no_more_than_four_sentences():
    bodies = [f"The ferry {name} sank." for name in ("Alder", "Birch", "Cedar", "Daisy", "Elder")]
    reply = " ".join(f"{body[:-1]} [{n}]." for n, body in enumerate(bodies, start=1))
    assert len(answer(reply, *bodies).sentences) == 4


PIECES = st.sampled_from(
    """The ferry sank off Innerholm on Sunday. Seventeen 40 died [1] [2]. [9] [0] [1-999999999]
    Mara Lind said not “leaking” . <|im_end|> [ ] Answer: …""".split()
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=20))
def test_whatever_is_written_only_what_was_shown_is_cited(pieces):
    got = answer(" ".join(pieces))
    shown = {one.n for one in got.evidence}
    cited = {number for sentence in got.sentences for number in sentence.citations}
    assert cited == {citation.n for citation in got.citations}
    assert cited <= shown
    for citation in got.citations:
        assert citation.quote == citation.article.body[citation.start : citation.end]
    assert got.abstained == (not got.sentences)
    assert not got.abstained or got.text == NOT_STATED


def test_what_only_the_title_says_is_cited_from_a_sentence_that_says_it_or_not_said():
    title = "Ferry firm Skarne sold to Orison"
    bodies = ("The sale was agreed on Monday.", "Orison pays 40m crowns for the ferry firm.")
    shown = [
        Evidence(n, make_article(body, title=title, id=f"a{n}"), 0, len(body), 0, len(body))
        for n, body in enumerate(bodies, start=1)
    ]
    reply = "[1] The sale to Orison was agreed on Monday."
    asked = "Who bought the ferry firm?"

    def answered(evidence: list[Evidence]) -> Answer:
        *_, last = writer(FakeGenerator([reply])).write(
            asked, asked, evidence, started=perf_counter()
        )
        assert isinstance(last, Answer)
        return last

    assert [one.citations for one in answered(shown).sentences] == [(1, 2)]
    alone = answered(shown[:1])
    assert "Orison" not in alone.text


def test_an_article_that_never_names_whom_is_asked_after_answers_nothing():
    body = "A ferry sank off the island on Sunday."
    cited = [Evidence(1, make_article(body), 0, len(body), 0, len(body))]
    reply = "[1] A ferry sank off the island on Sunday."
    *_, told = writer(FakeGenerator([reply])).write(QUESTION, QUESTION, cited, started=0.0)
    assert told.abstained
    assert told.dropped_sentences[0][1] == "its article does not speak of Maren Light"
