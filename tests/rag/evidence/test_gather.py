import pytest

from rag.chunks.sentences import SentenceSplitter
from rag.evidence.gather import gather
from tests.fakes import make_article, split_sentences


def gathered(body, **rest):
    article = make_article(body, **rest)
    return gather([article], {article.id: split_sentences(body)}, [[0]])


def test_sentences_are_slices_counted_from_the_head_of_their_article():
    body = "The dam broke on Monday in the valley. The town below it was under water by noon."
    found = gathered(body)
    assert [one.text for one in found] == [
        "The dam broke on Monday in the valley.",
        "The town below it was under water by noon.",
    ]
    assert [one.place for one in found] == [0, 1]


@pytest.mark.parametrize(
    "clutter",
    [
        "Sign up for our newsletter to get the news each day.",
        "Were you there when it all happened on the day?",
        "He agreed.",
        "By Ada Byline, Harbour Post, Monday 2 March 2026.",
        "Ring the Post newsdesk if you saw what happened there.",
    ],
)
def test_what_is_no_news_is_left_out(clutter):
    found = gathered(f"The dam broke on Monday in the valley. {clutter}")
    assert [one.text for one in found] == ["The dam broke on Monday in the valley."]


def test_the_title_as_text_is_left_out():
    found = gathered(
        "Old dam breaks above the town. It broke on Monday in the valley.",
        title="Old dam breaks above the town",
    )
    assert [one.text for one in found] == ["It broke on Monday in the valley."]


def test_a_sentence_with_he_is_quoted_with_the_one_that_names_him():
    body = "Mayor Anton Lind visited the broken dam. He said that nobody had warned the town."
    (_, second) = gathered(body)
    assert second.leans
    assert not second.unclear
    assert second.evidence(1).quote == body
    assert second.evidence(1).focus == "He said that nobody had warned the town."


def test_he_whom_nothing_names_is_unclear():
    body = "The wall had been cracked for a year. He said that nobody had warned the town."
    assert [one.unclear for one in gathered(body)] == [False, True]


def test_reprints_share_their_origin():
    first, second, third = (
        make_article("The dam broke on Monday in the valley.", title=t) for t in "abc"
    )
    stored = {one.id: split_sentences(one.body) for one in (first, second, third)}
    found = gather([first, second, third], stored, [[0, 2], [1]])
    assert [one.origin for one in found] == [0, 1, 0]


def on_three_days(text, **rest):
    news = (
        "The dam broke in the valley on Monday.",
        "The minister resigned over it on Tuesday.",
        "The town was dry again on Friday.",
    )
    articles = [make_article(f"{one} {text}", title=one[:8], **rest) for one in news]
    return articles, {one.id: split_sentences(one.body) for one in articles}


def test_what_an_outlet_prints_in_every_article_is_left_out():
    furniture = "Here is what you need to know to get on with the day."
    articles, sentences = on_three_days(furniture)
    texts = [one.text for one in gather(articles, sentences, [[0], [1], [2]])]
    assert furniture not in texts
    assert len(texts) == 3


def test_the_same_sentence_in_reprints_of_one_origin_is_news():
    news = "Twelve people were hurt when the wall fell."
    articles, sentences = on_three_days(news)
    found = gather(articles, sentences, [[0, 1, 2]])
    assert [one.text for one in found].count(news) == 3


def test_words_that_are_quoted_again_and_again_are_news():
    said = "“The wall was never safe at all,” Mara Lind said."
    articles, sentences = on_three_days(said)
    found = gather(articles, sentences, [[0], [1], [2]])
    assert [one.text for one in found].count(said) == 3


def test_it_behind_a_time_is_quoted_with_what_it_is():
    body = "The Greyfell bill went to the council. But in recent days, it has come under attack."
    (_, second) = gathered(body)
    assert second.leans
    assert not second.unclear
    assert second.evidence(1).quote == body


def test_speech_is_quoted_with_the_sentence_that_says_whose_it_is():
    body = (
        "“If we do not act, we are lost,” Anna Lind said in a statement. "
        "“Because our leaders are weak, it will only get worse."
    )
    *_, last = gathered(body)
    assert last.quote.endswith(last.text)
    assert "Lind said" in last.quote
    assert not last.unclear


def test_speech_inside_marks_that_were_opened_before_is_nobodys():
    body = 'The hall was full. "It was late. The dam is cracked and nobody repairs the wall."'
    assert gathered(body)[-1].unclear


def test_i_without_marks_is_somebody_whom_nothing_names():
    report = "The dam broke on Monday in the valley and the town below it was under water. " * 10
    *_, last = gathered(f"{report}Because the leaders are weak, I said this was going to happen.")
    assert last.unclear


def lines(body):
    article = make_article(body)
    return gather([article], {article.id: SentenceSplitter().split(body)}, [[0]])


HEADED = (
    "Dam breaks above the town of Greyfell\n\nThe dam broke on Monday in the valley. The town "
    "below it was under water by noon. All of its people were led to the hills in time."
)


def test_a_line_without_a_stop_is_a_heading_where_the_rest_is_written_out():
    assert [one.text[:12] for one in lines(HEADED)] == [
        "The dam brok",
        "The town bel",
        "All of its p",
    ]


def test_lines_without_stops_are_all_there_is_of_a_list():
    body = "The dam broke on Monday in the valley\n\nThe town below it was under water by noon"
    assert len(lines(body)) == 2


def test_of_a_round_up_only_the_passages_on_the_matter_count_and_none_is_its_head():
    body = (
        "The milk was taken back from all of the shops.\n\n"
        "The dam broke on Monday in the valley. The town below it was under water.\n\n"
        "The ferry sails again from the old pier at noon."
    )
    article = make_article(body)
    start, end = body.index("The dam"), body.index("\n\nThe ferry")
    found = gather(
        [article], {article.id: split_sentences(body)}, [[0]], {article.id: [(start, end)]}
    )
    assert [(one.text, one.place) for one in found] == [
        ("The dam broke on Monday in the valley.", 1),
        ("The town below it was under water.", 2),
    ]


@pytest.mark.parametrize(
    ("second", "leans"),
    [
        ("The service put the number of survivors at 77 after a boat came to Innerholm.", True),
        ("But the board said that the Greyfell works had been closed for a year.", True),
        ("The news came to Innerholm two weeks after the last match of Mara Lind.", True),
        ("The order comes after a boat of Coast Rescue had left for Innerholm at noon.", True),
        ("The rules of the order come after those of Innerholm were dropped in May.", False),
        ("The board of Kelder Steel said that the works had been closed for a year.", False),
        ("The company, Olsk Lines, said that its ships had been safe for a year.", False),
        ("The toll from the sinking of the ferry Maren had risen again by noon.", False),
    ],
)
def test_which_service_a_name_further_on_does_not_tell(second, leans):
    (_, one) = gathered(f"Coast Rescue of Olsk searched the lake all night. {second}")
    assert one.leans is leans
    assert (one.quote == one.text) is not leans


def test_what_readers_wrote_below_an_article_is_no_news_of_it():
    report = "The ferry to Askew will stop on Friday, the council said."
    comments = [
        "I took it for forty years!",
        "What a shame, nobody asked!",
        "They should be sacked.",
    ]
    found = gathered("\n\n".join([report, *comments]))
    assert [one.text for one in found] == [report]
