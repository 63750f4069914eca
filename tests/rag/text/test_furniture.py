import pytest

from rag.text.furniture import is_furniture, is_heading, is_teaser


@pytest.mark.parametrize(
    "furniture",
    [
        "Sign up for our weekly newsletter on the harbour.",
        "Follow Ada Byline on Twitter: @adabyline.",
        "Reach the reporter at ada@harbourpost.example.",
        "Read more on the dam in our weekend section.",
        "Here's what to know about when the dam may be opened:",
        "Here are some of the reasons.",
        "On this week's edition of the Harbour Post podcast: the dam, the mayor and the milk",
        "Play the USA TODAY Daily Crossword Puzzle.",
        "Turn to Valley TV for live coverage from the dam on Saturday morning.",
        "The report: Dam inquiry finds cracks that nobody looked at",
        "MUST WATCH See the dam give way above the town 01:15",
        "This story may be updated when the ministry answers.",
        "Contributing: Bo Lind, Mara Orr and the Valley News Agency",
        "Ada Byline covers the courts for the Harbour Post.",
        "Bo Lind is the Flood Recovery Reporter at the Olsk Times, part of the Post Network.",
        "Bo Lind is a trending visual producer on the Post's Now team.",
    ],
)
def test_what_is_of_the_page_is_furniture(furniture):
    assert is_furniture(furniture)


@pytest.mark.parametrize(
    "news",
    [
        "Governor Ada Lind (R) signed the bill on Thursday.",
        "The storm triggered a wave of floods on Monday.",
        "Residents said the wall had been cracked since Friday.",
        "Maine is the sole producer of the valves that failed on Monday.",
        "The mayor, a former editor of the Post, resigned on Tuesday.",
        "Her party bought television advertisements against the dam.",
        "In this valley, 40 houses were under water by noon on Friday.",
        "He is seen as the man who will rebuild the dam by May 3.",
        "The court looks at the case on Monday, and will rule in May.",
        "The photo shown to the jury was taken on March 3.",
        "Several tribes may sign up players under the law passed on Friday.",
    ],
)
def test_news_is_no_furniture(news):
    assert not is_furniture(news)


@pytest.mark.parametrize(
    "line",
    [
        "CAR RECALLS:Does my car have a recall? See the list of all makers",
        "Post-storm travel:What to know before you board the ferry",
        "More:The dam broke twice in ten years",
        "►Chipless:Banks return to magnetic cards",
        "Related: Minister rules out a tax.",
    ],
)
def test_the_linked_headline_of_another_article_is_a_teaser(line):
    assert is_teaser(line)
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "Olsk:The council has decided to close the pier until the autumn.",
        "PORT OLSK: The ferry sank on Saturday, the police said",
        "The minister said: “We had no warning.”",
        "The ferry left at 18:40 and sank at 19:05",
        "He named two causes: ice and fog",
    ],
)
def test_an_item_a_dateline_and_speech_are_none(line):
    assert not is_teaser(line)


def test_a_line_without_a_stop_is_a_heading():
    assert is_heading("Ferry sinks off Innerholm")
    assert not is_heading("The ferry sank off Innerholm.")
    assert not is_heading("“The ferry sank.”")
