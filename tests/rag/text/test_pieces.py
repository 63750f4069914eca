import pytest

from rag.text.pieces import is_opinion
from tests.fakes import make_article


@pytest.mark.parametrize(
    ("title", "url", "opinion"),
    [
        ("Opinion: Tear it down", "", True),
        ("Tear it down", "https://post.example/opinion/tear", True),
        ("Opinions differ on the bridge", "https://post.example/news/bridge", False),
    ],
)
def test_title_or_address_tell_a_piece_of_opinion(title, url, opinion):
    assert is_opinion(make_article(title=title, url=url)) is opinion
