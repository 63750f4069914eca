"""Which articles of a page are read for who said what."""

from rag.brief.said import read_first
from rag.brief.sources import Chosen
from tests.fakes import make_article

BODY = "The council of Sorley elected Oona Brandt as its chair on Thursday. It met in the school."


def test_a_reprint_is_read_only_if_it_says_something_else():
    origin = make_article(BODY, source="Post")
    same = make_article(f"{BODY} Read more.", source="Echo")
    other = make_article(BODY.replace("Oona Brandt", "Per Lindqvist"), source="Lantern")
    shorter = make_article(BODY.split(". ")[0] + ".", source="Herald")
    chosen = Chosen((origin, same, other, shorter), ((0, 1, 2, 3),), "en", ())
    assert read_first(chosen) == [origin, other]
