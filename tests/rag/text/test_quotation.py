import pytest

from rag.text.quotation import quoted_share, speaks_of_us, without_quotations


def test_quotations_are_blanked_and_offsets_stay():
    text = "He said “no” and ‘don’t ask’ to Lind’s men."
    assert without_quotations(text) == "He said " + 4 * " " + " and " + 11 * " " + " to Lind’s men."


def test_an_open_quotation_runs_to_the_end():
    assert without_quotations("She said: “It will") == "She said: " + 8 * " "


def test_the_share_is_of_all_characters():
    assert quoted_share("“abcdefgh” and") == 10 / 14
    assert quoted_share("") == 0.0


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("He told us that it sank.", True),
        ("“We sank,” he said.", False),
        ("The US navy came.", False),
    ],
)
def test_us_counts_outside_of_quotations(text, ours):
    assert speaks_of_us(text) is ours
