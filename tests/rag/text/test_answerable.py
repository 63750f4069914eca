"""What a text must have to answer: names asked after and numbers, by tables."""

import pytest

from rag.text.answerable import (
    named_in_full,
    never_named,
    nobody_new,
    of_another_year,
    uncounted,
    wordless,
)


@pytest.mark.parametrize(
    ("question", "unnamed"),
    [
        ("Where was Carl Ness shot?", "Carl Ness"),
        ("Where was Mara Lind shot?", ""),
        ("Where was Mrs Lind shot?", ""),
        ("Where was he shot? (Carl Ness)", ""),
        ("What did Mara Lind say of Carl Ness?", ""),
        ("What does the World Health Organization say?", ""),
        ("Where did it happen?", ""),
        ("Why was the University of Sussex fined?", "University of Sussex"),
        ("Wo wurde Carl Ness erschossen?", ""),
    ],
)
def test_a_text_that_never_names_whom_the_question_names_tells_nothing_of_them(question, unnamed):
    texts = ["Shots in Elm", "The WHO said so. Mara Lind was shot in Elm."]
    assert never_named(named_in_full(question), texts) == unnamed


@pytest.mark.parametrize(
    ("question", "quote", "lacks"),
    [
        ("How many people died at the school?", "The school will be torn down.", True),
        ("How many people died at the school?", "Nineteen children and two teachers died.", False),
        ("How many people died at the school?", "Nobody died.", False),
        ("How many people died at the school?", "Dozens were feared dead.", False),
        ("How many people died at the school?", "On 24 May the school was closed.", True),
        ("How many of the 86 aboard survived?", "The 86 aboard were travelling home.", True),
        ("How many of the 86 aboard survived?", "Of the 86 aboard 71 survived.", False),
        ("About how much did it cost?", "It cost a great deal.", True),
        ("By how much did rates rise?", "Rates rose by .75 percentage points.", False),
        ("What share of the vote went to Orison?", "Orison won.", True),
        ("How much longer will it last?", "It will last until the harbour is clear.", False),
        ("How did it come to that?", "The door was leaking.", False),
        ("Who knows how many died?", "Mara Lind knows.", False),
    ],
)
def test_a_sentence_without_a_figure_does_not_say_how_many(question, quote, lacks):
    assert uncounted(question, [quote]) == lacks


@pytest.mark.parametrize(
    ("question", "quote", "lacks"),
    [
        ("How did Ana Moor explain leaving?", "Ana Moor left her post in a short statement.", True),
        ("How did Ana Moor explain leaving?", "Ana Moor said more than she knew.", False),
        ("How did Ana Moor explain leaving?", "“I knew too little.”", False),
        ("What did the minister reply to Leith?", "The minister met Leith on Monday.", True),
        ("What did the minister reply to Leith?", "She has denied his claim.", False),
        ("What was Orison's reaction?", "Orison owns three plants.", True),
        ("What was Orison's reaction?", "Orison dismissed the report.", False),
        ("How did the dam break?", "The dam broke at night.", False),
        ("What did NASA call the mission?", "NASA's Artemis mission began.", False),
    ],
)
def test_a_sentence_in_which_nobody_says_anything_is_no_reply(question, quote, lacks):
    assert wordless(question, [quote]) == lacks


@pytest.mark.parametrize(
    ("question", "quote", "lacks"),
    [
        (
            "Who will succeed Carl Ness at the Water Board?",
            "Carl Ness left his post after five years in Elm.",
            True,
        ),
        ("Who will succeed Carl Ness at the Water Board?", "Carl Ness left the Water Board.", True),
        ("Who will succeed Carl Ness?", "Carl Ness hands over to his deputy in May.", False),
        ("Who will succeed Carl Ness?", "Mara Lind takes over.", False),
        ("Who bought the plant?", "The plant was sold to Orison.", False),
        ("Who bought the plant?", "Orison bought it.", False),
        ("Who was hurt?", "Two passengers were hurt.", False),
        ("Who is the leader after Moss?", "Moss was one of its oldest leaders.", True),
        ("Who was hurt?", "The elderly were hurt most.", False),
        ("Who was hurt?", "It sank at night.", True),
        ("Who ordered it?", "The ministry ordered it.", False),
        ("What did Carl Ness do?", "Carl Ness left.", False),
        ("Wer folgt auf Carl Ness?", "Carl Ness ging.", False),
    ],
)
def test_who_is_not_told_by_a_sentence_that_names_nobody_else(question, quote, lacks):
    assert nobody_new(question, [("", quote)]) == lacks


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("Many died when the ferry sank with 94 people on board.", True),
        ("Of the 94 people on board 15 died.", False),
        ("Many died when the ferry sank.", False),
    ],
)
def test_the_number_of_those_aboard_is_none_of_the_dead(text, lacks):
    assert uncounted("How many people died on the ferry?", [text]) is lacks


def test_the_run_up_of_a_sentence_on_whom_is_asked_about_names_others():
    asked = "Who leads the union after Moss?"
    about = ("Ines Vold is ill. ", "Moss led it for ten years.")
    assert nobody_new(asked, [about])
    assert not nobody_new(asked, [("Ines Vold is back. ", "She leads the union after Moss.")])


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Brandt won the race last year.", True),
        ("Brandt won the race this year.", False),
        ("Brandt, who was ill last year, won the race.", False),
        ("Brandt won the race.", False),
    ],
)
def test_last_year_is_the_one_before_that_of_the_article(text, other):
    assert of_another_year("Who won the 2021 race?", text, 2021) is other
    assert not of_another_year("Who won the 2020 race?", text.replace("this", "last"), 2021)


@pytest.mark.parametrize(
    ("question", "text", "other"),
    [
        ("Who won the 2021 race?", "Brandt won the 2019 race on Sunday.", True),
        ("Who won the 2021 race?", "Lind won in 2021, as in 2019.", False),
        ("Who won the 2021 race?", "Lind won the race on Sunday.", False),
        ("Who won the race?", "Brandt won the 2019 race.", False),
        ("How many have died since 2019?", "By the end of 2023, 90 had died.", False),
        ("Who paid in 2021?", "The firm paid $2,019 in all.", False),
        ("Was the ship built in 2021?", "The ship was built in 2019.", False),
    ],
)
def test_what_names_only_other_years_is_of_another_year(
    question: str, text: str, other: bool
) -> None:
    assert of_another_year(question, text) is other
