"""Who speaks in a quote, and what becomes of a sentence that forgot it."""

import pytest

from rag.types import Evidence
from rag.writing.attribution import (
    attribute,
    is_attributed,
    needs_attribution,
    speaker_of,
    wrong_speaker,
)
from rag.writing.quoting import balanced
from tests.fakes import make_article, split_sentences


def cited(body: str, *, index: int | None = None, source: str = "Harbour Post") -> Evidence:
    """All of the body as one quote; the sentence that matters is the last, or that at `index`."""
    sentences = split_sentences(body)
    focus = sentences[-1 if index is None else index]
    article = make_article(body, source=source)
    return Evidence(1, article, 0, focus.end, focus.start, focus.end)


SPEAKERS = [
    ("“They knew,” Lind said.", "Lind"),
    ("“They knew,” said Mara Lind, the minister.", "Mara Lind"),
    ("Mara Lind, who runs the office, said that they knew.", "Mara Lind"),
    ("“No,” the company’s spokesman, Joren Ekvall, told the Courier on Monday.", "Joren Ekvall"),
    ("On Monday Lind said that she would leave.", "Lind"),
    ("But the transport minister said no.", "the transport minister"),
    ("Police said 14 people died.", "Police"),
    ("Skarne, which runs the ferry, denied Lind's account.", "Skarne"),
    ("It broke, according to the Marine Safety Board.", "the Marine Safety Board"),
    ("According to Lind. He is wrong.", "Lind"),
    ("Dr. Holm of the Institute for Water argued that it would break.",
     "Dr. Holm of the Institute for Water"),
    ("Orison announced on Monday that it would pay.", "Orison"),
    ("“They knew,” she said.", None),
    ("The dam, called Greyfell, broke on Monday.", None),
    ("He told Reuters that it broke.", None),
    ("Skarne was warned in March.", None),
    ("Élodie Moreau said no.", "Élodie Moreau"),
]  # fmt: skip


@pytest.mark.parametrize(("quote", "speaker"), SPEAKERS, ids=[quote for quote, _ in SPEAKERS])
def test_the_speaker_of_a_quote(quote, speaker):
    assert speaker_of(quote) == speaker


@pytest.mark.parametrize(
    "text",
    [
        "40 per cent of homes lost power.",
        "The dam, called Greyfell, broke on Monday.",
        "The expected storm came.",
        "The flood claimed 14 lives.",
        "The bill is expected to pass.",
        "The firm added 300 jobs.",
        "The reported figure was 14.",
        "The confirmed toll was 14.",
        "Skarne was warned in March.",
    ],
)
def test_a_bare_fact_is_not_attributed(text):
    assert not is_attributed(text)


@pytest.mark.parametrize(
    "text",
    [
        "Lind said it broke.",
        "It broke, according to Lind.",
        "According to Lind it broke.",
        "Lind was accused of lying.",
        "Morwen ruled it out, saying on Sunday that it was needed.",
        "She believes that it will break.",
        "Opponents fear that it will break.",
        "“It will break,” he added.",
    ],
)
def test_what_somebody_says_is_attributed(text):
    assert is_attributed(text)


def test_an_opinion_made_a_bare_fact_needs_its_speaker():
    quote = cited("The wall is a disgrace, Lind said.")
    assert needs_attribution("The wall is a disgrace.", [quote])
    assert attribute("The wall is a disgrace.", [quote]) == (
        "The wall is a disgrace, according to Lind."
    )


def test_what_a_reader_wrote_is_the_readers():
    report = "The ferry will stop on Friday, the council said."
    comments = ["I took it for years!", "What a shame!", "The council never asked anybody!"]
    quote = cited("\n\n".join([report, *comments]))
    assert needs_attribution("The council never asked anybody!", [quote])
    assert attribute("The council never asked anybody!", [quote]) == (
        "A reader writes in Harbour Post: “The council never asked anybody!”"
    )


def test_a_sentence_that_keeps_its_speaker_is_left_alone():
    assert not needs_attribution(
        "Lind called the wall a disgrace.", [cited("The wall is a disgrace, Lind said.")]
    )


def test_a_fact_that_the_outlet_itself_states_needs_no_speaker():
    assert not needs_attribution("The wall broke.", [cited("The wall broke on Monday.")])


def test_what_the_article_tells_before_somebody_speaks_is_not_his():
    quote = cited("The federation reacted with anger. Its president, Mara Lind, called it a trap.")
    assert not needs_attribution("The federation reacted with anger.", [quote])
    assert needs_attribution("It is a trap.", [quote])
    spoken = cited("“We reacted with anger.” Mara Lind called it a trap.")
    assert needs_attribution("“We reacted with anger.”", [spoken])


def test_a_fact_that_one_of_two_quotes_states_plainly_needs_no_speaker():
    told = cited("The wall broke on Monday, Lind said.")
    plain = cited("The wall broke on Monday.", source="Daily Lantern")
    assert not needs_attribution("The wall broke on Monday.", [told, plain])


def test_a_role_is_written_small_inside_the_sentence():
    quote = cited("Police said 14 people died.")
    assert attribute("14 people died.", [quote]) == "14 people died, according to police."


def test_she_said_is_resolved_from_the_sentence_before():
    quote = cited("Mara Lind runs the lake office. “They knew of the crack,” she said.")
    assert attribute("They knew of the crack.", [quote]) == (
        "They knew of the crack, according to Mara Lind."
    )


def test_she_said_after_two_names_is_left_to_the_outlet():
    quote = cited("Mara Lind met Tomas Holm. “They knew of the crack,” she said.")
    assert attribute("They knew of the crack.", [quote]) == (
        "They knew of the crack, Harbour Post reports."
    )


def test_a_word_that_only_begins_a_sentence_is_nobody():
    quote = cited("“There were eight of them.” He said that all eight had survived.")
    assert attribute("All eight survived.", [quote]) == "All eight survived, Harbour Post reports."


def test_nothing_is_added_where_neither_speaker_nor_outlet_is_known():
    quote = cited("“They knew of the crack,” she said.", source="")
    assert attribute("They knew of the crack.", [quote]) == "They knew of the crack."


def test_who_speaks_of_himself_does_so_by_his_own_account():
    quote = cited("Orison said it would pay 4 billion crowns.")
    assert attribute("Orison will pay 4 billion crowns.", [quote]) == (
        "Orison will pay 4 billion crowns, by Orison's own account."
    )


def test_an_accusation_without_accuser_stays_an_allegation():
    quote = cited("Lind was accused of forging the log.")
    assert needs_attribution("Lind forged the log.", [quote])
    assert attribute("Lind forged the log.", [quote]) == (
        "Lind forged the log, according to an allegation that Harbour Post reports."
    )


def test_the_speaker_comes_from_the_quote_that_is_closest():
    other = cited("The weather will hold, Holm said.")
    right = cited("The wall is a disgrace, Lind said.")
    assert attribute("The wall is a disgrace.", [other, right]).endswith("according to Lind.")


def test_the_full_stop_of_an_abbreviation_stays():
    assert attribute("It happened in the U.S.", [cited("Lind said it happened in the U.S.")]) == (
        "It happened in the U.S., according to Lind."
    )


def test_a_closing_quotation_mark_stays_in_place():
    assert attribute("It was “a disgrace.”", [cited("“A disgrace,” Lind said.")]) == (
        "It was “a disgrace”, according to Lind."
    )


def test_a_piece_of_opinion_is_its_author_s():
    body = "The state has always been a poor steelmaker."
    article = make_article(body, title="Opinion: Let them bid", author="Edmund Farrow")
    quote = Evidence(1, article, 0, len(body), 0, len(body))
    assert needs_attribution("The state is a poor steelmaker.", [quote])
    assert attribute("The state is a poor steelmaker.", [quote]) == (
        "The state is a poor steelmaker, according to Edmund Farrow."
    )


def test_words_put_into_another_mouth_are_caught():
    quote = cited("“They knew of the crack,” Lind told Holm.")
    assert wrong_speaker("Holm said they knew of the crack.", [quote]) == "Holm"
    assert wrong_speaker("Lind said they knew of the crack.", [quote]) is None


@pytest.mark.parametrize(
    ("sentence", "quote"),
    [
        ("Morwen said no.", "Helena Morwen sat down. The minister said no."),
        ("Morwen said no.", "Lind met Helena Morwen. She said no; Lind said yes."),
        ("The Harbour Post reported that Lind left.", "Lind said she had left."),
        ("Mara Lind said no.", "Lind said no to Holm."),
        ("Police said no.", "Lind said no."),
    ],
)
def test_a_speaker_is_not_doubted_where_the_quotes_leave_it_open(sentence, quote):
    assert wrong_speaker(sentence, [cited(quote)]) is None


def test_who_says_i_is_quoted_and_not_made_to_speak_for_us():
    quote = cited("Mara Lind spoke last. “I want a contract,” Lind said.")
    assert attribute("I want a contract.", [quote]) == "Lind: “I want a contract.”"
    nobody = cited("“We want a contract,” it says on the wall.")
    assert attribute("We want a contract.", [nobody]) == (
        "Harbour Post writes: “We want a contract.”"
    )


def test_who_says_it_stands_outside_of_a_quotation_that_goes_on_in_the_next_sentence():
    body = "“Today a verdict was spoken. It was wrong,” Mara Lind said."
    evidence = Evidence(1, make_article(body), 0, len(body), 0, len(body))
    said = attribute(balanced("“Today a verdict was spoken."), [evidence])
    assert said == "“Today a verdict was spoken”, according to Mara Lind."
