from rag.types import Evidence
from rag.writing.citations import WrittenSentence
from rag.writing.wording import in_words_of_article, led_up_to, once, own_words
from tests.fakes import make_article

SPEECH = (
    "Mara Lind said the line was safe. “I would open it,” she said. "
    "“I would ride on it. “We have tested it.”"
)


def parts(*texts):
    article = make_article(SPEECH)
    spans = [(SPEECH.index(text), SPEECH.index(text) + len(text)) for text in texts]
    return [Evidence(n, article, a, b, a, b) for n, (a, b) in enumerate(spans, start=1)]


def test_speech_alone_follows_who_says_it_however_far_back():
    said, opened, ridden = parts(
        "Mara Lind said the line was safe.",
        "“I would open it,” she said.",
        "“I would ride on it. “We have tested it.”",
    )
    assert led_up_to(ridden, [said, opened, ridden]) == [said, opened, ridden]
    assert led_up_to(ridden, [said, ridden]) == [ridden]  # not what stands right before it
    assert led_up_to(said, [said, opened, ridden]) == [said]


def test_the_words_of_a_speech_are_set_as_one():
    (ridden,) = parts("“I would ride on it. “We have tested it.”")
    assert own_words(ridden) == "“I would ride on it. We have tested it.”"


def test_a_speaker_who_says_we_is_not_the_article():
    (ridden,) = parts("“I would ride on it. “We have tested it.”")
    written = WrittenSentence(own_words(ridden), (1,))
    assert in_words_of_article("Who tested it?", written, [ridden]) == written


def test_what_a_longer_sentence_says_is_not_said_again():
    long = WrittenSentence("He said: “It is safe. Ride on it.”", (4,))
    short = WrittenSentence("Ride on it.”", (4,))
    assert once([long, short]) == [long]
    assert once([short, WrittenSentence(long.text, (5,))]) == [
        short,
        WrittenSentence(long.text, (5,)),
    ]
