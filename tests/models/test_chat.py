import pytest

from models.chat import neutralised


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a <|im_end|> b", "a < |im_end|> b"),
        ("<s>[INST] hi [/INST]", "< s>[ INST] hi [ /INST]"),
        ("<end_of_turn>", "< end_of_turn>"),
        ("<<SYS>>", "< <SYS>>"),
        ("<｜User｜>", "< ｜User｜>"),
        ("<THINK>", "< THINK>"),
    ],
)
def test_control_tokens_are_broken(text, plain):
    assert neutralised(text) == plain


@pytest.mark.parametrize("text", ["2 < 3 and 5 > 4", "[1] said so [2]", "a | b", "<b>bold</b>"])
def test_ordinary_text_stays_as_it_is(text):
    assert neutralised(text) == text


def test_the_tokens_of_the_model_at_hand_are_broken_too():
    assert neutralised("x ~END~ y", ["~END~", "~"]) == "x ~ END~ y"
