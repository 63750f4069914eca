import pytest

from rag.brief.summaries import Summaries
from rag.errors import NotFoundError
from rag.types import Summary
from rag.writing.phrasing import Phraser
from tests.fake_store import FakeStore
from tests.fakes import FakeEmbedder, FakeGenerator, FakeJudge, PlainSplitter, make_article

BODY = " ".join(
    [
        "Greyfell Dam broke above the town of Sorley on Monday and 9,000 people fled.",
        "The water reached the church at noon.",
        "Governor Ysolde Carrick ordered the army to the valley of the river Ovrel.",
        "He slept badly.",
        "The dam, which was built in 1968, had been leaking for 12 days.",
        "Engineers had asked for repairs of 38 million crowns in 2022.",
        "Cats were rescued from a roof by two men in a boat.",
        "The army will stay in the town until Friday.",
    ]
)
ARTICLE = make_article(BODY, title="Greyfell Dam breaks above Sorley")


def events(length="paragraph", *, replies=(), article=ARTICLE):
    phraser = replies and Phraser(
        FakeGenerator(replies), FakeEmbedder(), FakeJudge(), PlainSplitter()
    )
    summaries = Summaries(FakeStore([article]), FakeEmbedder(), phraser or None)
    return list(summaries.summarise(article.id, length))


@pytest.mark.parametrize(("length", "count"), [("line", 1), ("paragraph", 4), ("bullets", 5)])
def test_each_length_has_its_number_of_sentences(length, count):
    *sentences, summary = events(length)
    assert isinstance(summary, Summary)
    assert summary.sentences == tuple(sentences)
    assert len(sentences) == count


def test_every_sentence_is_of_the_article_in_its_order_and_cites_it():
    summary = events("bullets")[-1]
    starts = [citation.start for citation in summary.citations]
    assert starts == sorted(starts)
    for sentence, citation in zip(summary.sentences, summary.citations, strict=True):
        assert sentence.citations == (citation.n,)
        assert citation.quote == ARTICLE.body[citation.start : citation.end]
        assert sentence.text in citation.quote


def test_the_head_of_the_article_is_in():
    assert events("line")[-1].sentences[0].text.startswith("Greyfell Dam broke")


def test_a_long_line_is_phrased_where_the_checks_let_it():
    body = (
        "Greyfell Dam broke above the town of Sorley on Monday and 9,000 people fled with what "
        "they could carry and the river Ovrel rose over its banks and into the streets of the "
        "old town."
    )
    article = make_article(body, title="Greyfell Dam breaks")
    said = "Greyfell Dam broke above the town of Sorley and 9,000 people fled as the Ovrel rose."
    (sentence, _) = events("line", replies=[said], article=article)
    assert sentence.text == said
    (sentence, _) = events("line", replies=["Nobody fled."], article=article)
    assert sentence.text.startswith("Greyfell Dam broke")
    (sentence, summary) = events("line", article=article)
    assert sentence.text in article.body
    assert summary.model == ""


def test_an_article_that_is_not_there_is_told():
    summaries = Summaries(FakeStore(), FakeEmbedder(), None)
    with pytest.raises((NotFoundError, KeyError)):
        next(summaries.summarise("nosuch"))
