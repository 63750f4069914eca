import pytest

from rag.text.speaking import asked_speaker


@pytest.mark.parametrize(
    ("question", "who"),
    [
        ("What did the minister reply to Conrad Leith?", "the minister"),
        ("How did Ana Moor explain giving up her post?", "Ana Moor"),
        ("What is Ana Moor's objection to counting the tunnel?", "Ana Moor"),
        ("What has the White House said about the swap?", "the White House"),
        ("Did Orison deny the plan?", "Orison"),
        ("What did he say? (Ana Moor, Water Board)", "Ana Moor/Water Board"),
        ("How many people died?", ""),
        ("What did the fire destroy?", ""),
        ("Who said the dam was safe?", ""),
        ("What did she say of it?", ""),
    ],
)
def test_whose_words_a_question_asks_for(question, who):
    assert "/".join(asked_speaker(question)) == who
