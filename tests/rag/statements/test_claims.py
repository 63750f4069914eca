"""Who backs a claim and who is against it, in the light of whole articles."""

from rag.statements.claims import check
from rag.statements.link import link
from rag.statements.reading import read
from rag.statements.relate import Relater
from rag.statements.vectors import RememberedVectors
from tests.fakes import FakeEmbedder, make_article
from tests.rag.statements.said import said

CLAIM = "A spider lived under the skin of a tourist"


def checked(*statements):
    holders = link(statements)
    return check(
        CLAIM,
        statements,
        [read(one, holders[one.id]) for one in statements],
        RememberedVectors(FakeEmbedder()),
        Relater(None),
        {one.article.id: place for place, one in enumerate(statements)},
    )


def plain(rest, title="Spider and tourist"):
    article = make_article(f"{CLAIM}. {rest}", title=title, source="Harbour Post")
    return said(CLAIM, article=article, kind="plain")


def test_an_article_that_tells_the_claim_backs_it():
    assert [one.speaker for one in checked(plain("Doctors looked.")).backing] == ["Harbour Post"]


def test_an_article_that_retells_a_claim_to_refute_it_does_not_back_it():
    found = checked(plain("The spider story is a hoax: the tourist made up the spider under skin."))
    assert found.backing == ()
    assert [one.why for one in found.open] == ["told by an article that calls it false: “hoax”"]


def test_whoever_is_quoted_goes_on_backing_it_in_an_article_that_refutes_it():
    text = f"Ann Lee said {CLAIM}. The spider story is a hoax: the tourist made up the spider."
    article = make_article(text, title="Spider and tourist", source="Harbour Post")
    assert [one.speaker for one in checked(said(CLAIM, "Ann Lee", article=article)).backing] == [
        "Ann Lee"
    ]
