import pytest

from rag.writing.citations import WrittenSentence
from rag.writing.quoting import balanced, in_own_words, rejoined, speech_together
from tests.fakes import make_article, make_evidence, split_sentences


def own(body, characters=200, keep="", **rest):
    evidence = make_evidence(make_article(body, **rest))
    return in_own_words([evidence], characters=characters, keep=keep)


def test_the_sentence_is_the_articles_without_its_dateline():
    written = own("PORT SELWICK, 10 March — Divers found the wreck.")
    assert written.text == "Divers found the wreck."
    assert (written.citations, written.support) == ((1,), 1.0)


def test_an_outlets_we_is_set_in_quotation_marks_behind_its_name():
    written = own("A volunteer told us that the list was wrong.")
    assert written.text == "Harbour Post writes: “A volunteer told us that the list was wrong.”"


def test_a_piece_of_opinion_keeps_its_author_where_the_quote_has_him():
    opinion = {"title": "Opinion: Tear it down, says Edmund Farrow", "author": "Edmund Farrow"}
    written = own("The bridge was a folly.", **opinion)
    assert written.text == "The bridge was a folly, according to Edmund Farrow."


def test_a_piece_of_opinion_keeps_at_least_its_outlet():
    written = own("The bridge was a folly.", title="Opinion: Tear it down", author="Edmund Farrow")
    assert written.text == "Harbour Post writes: “The bridge was a folly.”"


def test_who_says_it_stays_with_it():
    text = "Nobody warned the town, the mayor said."
    assert own(text).text == text


def test_a_long_sentence_loses_its_trailing_clause_but_not_the_words_to_keep():
    text = "The minister closed the bridge to all traffic in the town, which she opened on Friday."
    assert own(text, characters=60).text.endswith("in the town.")
    assert own(text, characters=60, keep="Friday").text == text


def test_marks_of_an_article_are_not_ours():
    assert own("The dam broke [3] above the town.").text == "The dam broke above the town."


def test_all_evidence_is_cited_and_the_first_is_quoted():
    first, second = make_evidence(), make_evidence(make_article("It broke on Monday."), n=2)
    assert in_own_words([first, second], characters=200).citations == (1, 2)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("“We go on.", "“We go on.”"),
        ("We go on,” Lind said.", "“We go on,” Lind said."),
        ('We go on," Lind said.', '"We go on," Lind said.'),
        ('"We go on.', '"We go on."'),
        ("The “old” dam broke.", "The “old” dam broke."),
    ],
)
def test_a_mark_that_stands_in_another_sentence_is_set(text, printed):
    assert balanced(text) == printed


@pytest.mark.parametrize(
    ("text", "one"),
    [
        ('He said: "It is late. "We must go."', 'He said: "It is late. We must go."'),
        ("“It is late. “We must go,” he said.", "“It is late. We must go,” he said."),
        ('"One," he said. "Two," she said.', '"One," he said. "Two," she said.'),
        ('He said "yes". "No," she said.', 'He said "yes". "No," she said.'),
    ],
)
def test_a_speech_that_each_paragraph_opens_anew_is_one(text, one):
    assert rejoined(text) == one


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["Lind left.", "“I erred.", "It is over,” she said."], [1, 2]),
        (["“I erred.", "I did.", "It is over,” she said.", "She left."], [3, 1]),
        (['"I erred.', 'It is over," she said.'], [2]),
        (["“I erred.", "It is over, she said."], [1, 1]),  # never closed
        (["Lind left.", "She erred."], [1, 1]),
        ([], []),
    ],
)
def test_sentences_of_one_speech_are_one(texts, told):
    sentences = [WrittenSentence(text, (2,)) for text in texts]
    together = speech_together(sentences)
    assert [len(split_sentences(one.text)) for one in together] == told
    assert " ".join(one.text for one in together) == " ".join(texts)
    assert all(one.marks == (2,) for one in together)


def test_a_mark_before_a_speech_is_of_all_of_it():
    cited = [WrittenSentence("“I erred.", (1,)), WrittenSentence("It is over,” she said.", ())]
    assert speech_together(cited) == [WrittenSentence("“I erred. It is over,” she said.", (1,))]


def test_speech_that_is_cited_from_two_places_stays_apart():
    cited = [WrittenSentence("“I erred.", (1,)), WrittenSentence("It is over,” she said.", (2,))]
    assert speech_together(cited) == cited
