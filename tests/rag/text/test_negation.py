import pytest

from rag.text.negation import denies_what_is_asked


@pytest.mark.parametrize(
    ("question", "text", "does"),
    [
        ("Has the mayor apologised?", "The mayor said he would not apologise.", True),
        ("Will Lind make an apology?", "Lind refused to apologise on Tuesday.", True),
        ("Was anyone hurt?", "There are so far no reports of anyone being hurt.", True),
        ("Do the men admit fraud?", "The men deny collecting votes by fraud.", True),
        ("Do the men admit fraud?", "The men deny that they met.", False),
        ("Does Lind deny fraud?", "Lind denies fraud.", False),
        ("Did Lind resign?", "Lind resigned on Friday.", False),
        ("Did Lind resign?", "Lind would not say whether she would resign.", False),
        ("Did Lind refuse to resign?", "Lind refused to resign.", False),
        ("Has the bridge opened?", "It will not open until it is repaired.", False),
    ],
)
def test_what_is_denied_in_so_many_words_is_what_was_asked(question, text, does):
    assert denies_what_is_asked(question, text) == does
