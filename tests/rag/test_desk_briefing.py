"""The desk sums up: the stages joined, on fakes."""

from rag.types import Briefing, SourcesChosen, Summary
from tests.fakes import make_article
from tests.rag.test_desk import DeskOf

SINKS = make_article(
    "The ferry Maren sank off Port Olsk on Saturday. It is not known why the ferry sank.",
    title="Ferry sinks off Olsk",
    published="2026-03-08",
)
TOLL = make_article(
    "Fifteen people died when the ferry Maren sank off Port Olsk, divers said on Tuesday.",
    title="Ferry toll reaches 15",
    source="Echo",
    published="2026-03-10",
)


def test_a_topic_becomes_a_cited_page_of_the_articles_on_it():
    of = DeskOf(SINKS, TOLL, replies=["Nothing."] * 9)
    first, *_, last = of.desk.brief("ferry Maren")
    assert isinstance(first, SourcesChosen)
    assert isinstance(last, Briefing)
    assert last.topic == "ferry Maren"
    assert {citation.article.id for citation in last.citations} == {SINKS.id, TOLL.id}
    assert last.unknowns[0].text == "It is not known why the ferry sank."


def test_a_story_of_the_desk_is_what_a_briefing_is_asked_for_by():
    of = DeskOf(SINKS, TOLL, replies=["Nothing."] * 9)
    stories = of.desk.stories()
    assert [len(story.articles) for story in stories] == [2]
    last = list(of.desk.brief(story=stories[0].id))[-1]
    assert isinstance(last, Briefing)
    assert len(last.sources) == 2


def test_an_article_is_summed_up():
    last = list(DeskOf(SINKS).desk.summarise(SINKS.id, "line"))[-1]
    assert isinstance(last, Summary)
    assert last.sentences[0].text == "The ferry Maren sank off Port Olsk on Saturday."
