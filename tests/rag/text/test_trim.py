import pytest

from rag.text.trim import shortened, trimmed, without_dateline


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("PORT SELWICK, 10 March — Divers found him.", "Divers found him."),
        ("BRANNOCK, Verrany, March 9 (VNA) - Northgate Metals bid.", "Northgate Metals bid."),
        ("But the wall fell.", "The wall fell."),
        ("Meanwhile, Lind resigned.", "Lind resigned."),
        ("AT LEAST 20 people died.", "At least 20 people died."),
        ("THE crew of the ferry warned bosses.", "The crew of the ferry warned bosses."),
        ("ORISON Capital plans to shut it.", "Orison Capital plans to shut it."),
        ("EU ministers met.", "EU ministers met."),
        ("USA TODAY has learnt it.", "USA Today has learnt it."),
        ("**Update.** The wall fell.", "Update. The wall fell."),
        ("The ‘wall’ fell\nat noon.", "The ‘wall’ fell at noon."),
    ],
)
def test_clutter_goes_and_the_words_stay(written, said):
    assert trimmed(written) == said


def test_a_dateline_says_nothing():
    assert without_dateline("(CNN) The wall fell.") == "The wall fell."
    assert without_dateline("LANSING, Mich. \u2212 The wall fell.") == "The wall fell."
    assert without_dateline("AI-assisted summary The wall fell.") == "The wall fell."


@pytest.mark.parametrize("bullet", ["-- ", "– ", "• ", "* ", "- "])
def test_neither_does_a_bullet(bullet):
    assert without_dateline(f"{bullet}The wall fell.") == "The wall fell."
    assert without_dateline("-2 degrees fell.") == "-2 degrees fell."


def test_a_trailing_clause_goes_where_the_sentence_is_too_long():
    text = "The minister suspended the licence of the company on Thursday, as the toll reached 17."
    assert shortened(text, 70) == "The minister suspended the licence of the company on Thursday."
    assert shortened(text, 200) == text


@pytest.mark.parametrize(
    "text",
    [
        "The company has known of the leak for a year and more, according to a deckhand.",
        "The minister accused the company of hiding the log for a week, which it denied.",
        "The company will be allowed to sail again from Saturday, with no car aboard.",
        "Piers Haldane, who has run the company for ten years, said no furnace would close.",
    ],
)
def test_speakers_denials_and_conditions_are_never_cut(text):
    assert shortened(text, 40) == text


def test_no_sentence_is_cut_to_a_stump():
    text = "The dam leaks, as everybody in the whole of the valley below it has known for years."
    assert shortened(text, 40) == text


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Madrid (CNN) NATO met.", "NATO met."),
        ("London, CNN Business — Prices rose.", "Prices rose."),
        ("WASHINGTON – President Diaz spoke.", "President Diaz spoke."),
        ("The World Health Organization (WHO) Director spoke.",) * 2,
    ],
)
def test_an_agency_and_its_place_are_no_part_of_what_is_said(text, without):
    assert without_dateline(text) == without


def test_emphasis_goes_and_the_stars_of_a_swearword_stay():
    assert trimmed("The **dam** broke, *all* of it.") == "The dam broke, all of it."
    assert (
        trimmed("* Keep out of my f***ing way, he said.") == "Keep out of my f***ing way, he said."
    )
