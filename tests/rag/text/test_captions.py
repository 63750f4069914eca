"""What describes a picture, by its words and by where it stands; and what does not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rag.text.captions import is_caption, is_credit, is_pictured, is_scene
from rag.text.furniture import is_furniture
from tests.fakes import split_sentences

NEWS = Path(__file__).parents[2] / "articles" / "news"


@pytest.mark.parametrize(
    "caption",
    [
        "In this aerial view, boats are moored below the dam at Greyfell on March 3.",
        "Footage from a camera on the wall shows a view of what happened as the dam broke.",
        "45 photos of the dam in the days before it broke.",
        "Bo Orr/Reuters Mayor Lind waits below the dam.",
        "Mayor Anton Lind announces his resignation below the dam on March 20, 2026.",
        "Pictured: the wall of the dam a day before it broke.",
        "FILE - The minister leaves the court in Selwick in 2019.",
        "Mayor Anton Lind, left, opens the new bridge with his deputy.",
        "A man surveys the wreck of his house below the dam on March 4.",
        "Residents react during the flood near Selwick on Friday.",
        "The remains of a car are seen near the river on March 4.",
        "A satellite photo shows the lake before the wall broke.",
        "(Photo by Ada Byline/Valley News)",
    ],
)
def test_what_tells_of_a_picture_is_a_caption(caption):
    assert is_caption(caption)
    assert is_furniture(caption)


@pytest.mark.parametrize(
    "credit",
    [
        "Ada Orr/AP",
        "Ada Orr/Valley News/Getty Images",
        "(Ada Orr / Reuters)",
        "ADA ORR/AFP/POOL/Getty Images",
        "AP Photo/Ada Orr",
        "Photo by Ada Orr for the Harbour Post",
        "A portion of this photo has been blurred.",
        "Mayor Lind opens the dam on her first day in office Ada Orr/Reuters",
        "Boats lie on the quay of Selwick. Ada Orr/AP",
    ],
)
def test_whose_picture_it_is_is_a_credit(credit):
    assert is_credit(credit)


@pytest.mark.parametrize(
    "text",
    [
        "The poll was made by Ipsos/Reuters.",
        "Half of them would leave, by a poll of Ipsos/Reuters",
        "The input/output of the dam was measured.",
        "The AP reported that 12 people died.",
        "The photo was taken by a deckhand.",
        "Reuters could not reach the mayor of Selwick.",
    ],
)
def test_who_names_an_agency_credits_nobody(text):
    assert not is_credit(text)


SCENES = [
    "People in Selwick, Verrany, celebrate upon learning that Mayor Lind resigns on July 4.",
    "Army soldiers patrol near the official residence of Mayor Anton Lind three days after it was "
    "stormed by protesters in Selwick.",
    "People traverse Main Street in Selwick, on Monday after a storm blanketed the city.",
    "Protesters shout slogans outside the office of the governor in Brannock.",
    "A visitor walks through the old harbour in Port Olsk.",
    "Two boats lie on the quay of Selwick on Saturday.",
    "A woman holds a picture of the ferry during a vigil in Innerholm.",
    "Queen Ada visits the yard of a ferry in Selwick, Verrany on July 8, 2021.",
    "Flames rise over the village of Greyfell on March 3.",
]


@pytest.mark.parametrize("scene", SCENES)
def test_what_a_camera_sees_is_a_caption_as_a_paragraph_of_its_own(scene):
    body = f"The mayor left on Friday.\n\n{scene}\n\nThe council met."
    start = body.index(scene)
    assert is_pictured(body, start, start + len(scene))


@pytest.mark.parametrize("scene", SCENES[:5])
def test_within_a_paragraph_it_may_be_a_report(scene):
    body = f"The mayor left on Friday. {scene} The council met."
    start = body.index(scene)
    assert not is_pictured(body, start, start + len(scene))


def test_what_stands_before_a_credit_is_a_caption_whatever_it_says():
    text = "A weary Selwick on Tuesday after days of storm."
    body = f"The mayor left.\n{text} Ada Orr/AFP/Getty Images\nThe council met."
    start = body.index(text)
    assert is_pictured(body, start, start + len(text))
    assert not is_pictured(body, 0, len("The mayor left."))


def test_a_credit_far_behind_in_one_long_paragraph_credits_what_is_next_to_it_only():
    first = "The mayor of Selwick resigned on Friday."
    body = f"{first} {'The council had asked for it. ' * 20}A boat on the quay. Ada Orr/AP"
    assert not is_pictured(body, 0, len(first))


NEWS_SENTENCES = [
    "Protesters gathered outside the office of the governor in Brannock on Monday.",
    "Thousands of people march through Selwick every year on July 4.",
    "Mayor Lind meets the governor in Brannock on Monday.",
    "Mayor Lind visits Brannock on Monday to speak about the dam.",
    "The trial of the crew opens in Selwick on Monday.",
    "The committee meets in Selwick on Tuesday, March 3.",
    "The fund stands at 37 million crowns, with 6 million from Orison.",
    "Lind leads Moor in early returns in Kelder County.",
    "A drought declaration covers all of Kelder.",
    "Most people in Selwick wait for news of the ferry, the mayor said on Friday.",
    "The police say that soldiers patrol the streets of Selwick on Friday.",
    "He stands by his decision in the case of the Maren Light.",
    "Its origins lie in an ancient feast of Innerholm.",
    "Olsk Lines looks at ways to reopen the line to Innerholm, which would cost 2 million crowns.",
    "The report points to failures of the ministry in Aldersund.",
    "The shock wave rippled twice around the globe from the coast of Verrany.",
    "The poor cross into the box sparked a counter by Selwick in the first half.",
    "People will gather in Selwick on Friday.",
    "Many wait in Selwick for a ferry that has not come since Saturday.",
    "Police patrol the border near Olsk, but crossings rise.",
    "The wall of the dam burns 20 litres of water a minute, engineers in Greyfell said.",
    "Verrany celebrates its first win at a World Cup.",
]


@pytest.mark.parametrize("news", NEWS_SENTENCES)
def test_news_as_a_paragraph_of_its_own_is_no_caption(news):
    assert not is_pictured(f"The mayor left.\n\n{news}\n\nThe council met.", 17, 17 + len(news))


def test_no_sentence_of_our_sample_articles_is_a_scene():
    bodies = [
        file.read_text(encoding="utf-8")
        for file in NEWS.rglob("*")
        if file.suffix in {".md", ".txt"}
    ]
    assert bodies
    for body in bodies:
        for one in split_sentences(body):
            assert not is_scene(body[one.start : one.end])


@given(
    some.sampled_from(["The mayor", "Two boats", "Protesters in Selwick", "Ada Orr"]),
    some.sampled_from(["walked", "had walked", "will walk", "said they walk", "do not walk"]),
    some.sampled_from(["in Selwick on Monday", "near the dam of Greyfell", "on July 4, 2021"]),
)
def test_what_was_will_be_or_is_said_is_no_scene(who, does, where):
    assert not is_scene(f"{who} {does} {where}.")


@given(some.text(max_size=200))
def test_any_text_has_an_answer(text):
    assert is_pictured(text, 0, len(text)) in (True, False)
