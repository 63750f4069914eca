"""What an outlet takes back."""

import pytest

from rag.text.withdrawn import is_withdrawn


@pytest.mark.parametrize(
    ("sentence", "withdrawn"),
    [
        ("CORRECTION: On Sunday 20 people were said to have died.", True),
        ("In our report on Sunday we wrote that it left at 19:10.", True),
        ("An earlier version of this article gave another figure.", True),
        ("We wrongly stated that he had resigned.", True),
        ("The ministry corrected the figure to 17.", False),
        ("“We will rebuild,” she said.", False),
        ("As we reported on Monday, the mayor will go.", False),
        ("“We saw the smoke,” he said.", False),
        ("It left at 18:40.", False),
    ],
)
def test_whether_a_sentence_is_what_an_outlet_takes_back(sentence, withdrawn):
    assert is_withdrawn(sentence) is withdrawn
