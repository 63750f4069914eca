import pytest

from rag.types import CitedSentence, Evidence
from rag.writing.named import naming
from tests.fakes import make_article

ARREST = "Police have arrested a man over the fire in Olsk."


def evidence(n, text, *, title="Fire"):
    article = make_article(text, title=title)
    return Evidence(n, article, 0, len(text), 0, len(text))


def of_one_article(*texts):
    body = " ".join(texts)
    article = make_article(body)
    places = [body.index(text) for text in texts]
    return [
        Evidence(n, article, place, place + len(text), place, place + len(text))
        for n, (place, text) in enumerate(zip(places, texts, strict=True), 1)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Jon Aske, 29, is accused of starting it on purpose.", True),
        ("The suspect, identified by the sheriff as 29-year-old Jon Aske, was held.", True),
        ("Jon Aske pleaded not guilty on Monday.", True),
        ("Jon Aske, a neighbour, saw the smoke.", False),
        ("The fire came as a surprise to Ada Lind.", False),
        ("Olsk was burnt down.", False),
    ],
)
def test_who_was_arrested_is_told_by_the_sentence_that_names_him(text, found):
    first, second = of_one_article(ARREST, text)
    said = [CitedSentence(ARREST, (1,), 1.0)]
    named = naming("Who was arrested over the fire in Olsk?", said, [first, second])
    assert named is (second if found else None)


def test_nobody_is_named_where_nobody_is_asked_for_or_somebody_is_told():
    first, second = of_one_article(ARREST, "Jon Aske, 29, is accused of starting it.")
    said = [CitedSentence(ARREST, (1,), 1.0)]
    assert naming("What did police do about the fire?", said, [first, second]) is None
    told = [CitedSentence("Police have arrested Bo Marr, a man of 30.", (1,), 1.0)]
    assert naming("Who was arrested over the fire?", told, [first, second]) is None
    assert naming("Who was arrested over the fire?", [], [first, second]) is None


def test_another_article_may_tell_of_another():
    first = evidence(1, ARREST)
    other = evidence(2, "Jon Aske, 29, is accused of starting it.", title="Court")
    said = [CitedSentence(ARREST, (1,), 1.0)]
    assert naming("Who was arrested over the fire in Olsk?", said, [first, other]) is None
