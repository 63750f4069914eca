import pytest

from rag.text.dated import dates_it

DIED = "When did Anselm Pryor die?"


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("The flags were lowered after Pryor died Dec. 29 at the age of 90.", True),
        ("Pryor died on Friday, 8 March, in Selwick.", True),
        ("Two years ago they agreed that, when Pryor died, they would go by bus on Friday.", False),
        ("On Monday the town spoke of nothing else, because Pryor had died.", False),
        ("Pryor died in his sleep.", False),
        ("The funeral is on Friday.", False),
    ],
)
def test_a_day_must_stand_with_what_it_is_the_day_of(text, dated):
    assert dates_it(DIED, text) is dated


@pytest.mark.parametrize(
    ("question", "dated"),
    [
        ("When is the parade?", True),
        ("On which day is the parade?", True),
        ("When on 8 March is the parade?", False),  # it has the day itself
        ("Who leads the parade?", False),
        ("What happened when the parade passed?", False),
    ],
)
def test_only_where_a_day_is_asked_for(question, dated):
    assert dates_it(question, "The parade is on 8 March.") is dated


def test_half_of_the_words_do():
    asked = "When are the investigators to publish their preliminary report?"
    told = "The board said that it knew nothing and that its preliminary report comes on April 8."
    assert not dates_it(asked, told)
    assert dates_it(asked, told.replace("comes", "is published"))
