import random

import numpy as np
import pytest

from rag.articles.stories import stories
from rag.types import ArticleSummary
from tests.fakes import make_article

DAM, FERRY = np.array([1.0, 0, 0]), np.array([0, 1.0, 0])


def listed(*days, source="Harbour Post"):
    """Articles published on days of March 2026; None for an undated one."""
    return [
        ArticleSummary.of(
            make_article(
                f"Article {number}.",
                title=f"Title {number}",
                source=source,
                published=day and f"2026-03-{day:02}",
            )
        )
        for number, day in enumerate(days)
    ]


def rows(*directions):
    stacked = np.array(directions, dtype=np.float32)
    return stacked / np.linalg.norm(stacked, axis=1, keepdims=True)


def titles(story):
    return [article.title for article in story.articles]


def test_articles_on_one_event_make_a_story_and_the_rest_none():
    articles = listed(2, 3, 3, 4)
    found = stories(articles, rows(DAM, DAM, FERRY, DAM))
    assert [titles(story) for story in found] == [["Title 3", "Title 1", "Title 0"]]


def test_two_stories_stand_by_when_they_were_last_in_the_news():
    articles = listed(2, 3, 4, 5)
    found = stories(articles, rows(DAM, FERRY, DAM, FERRY))
    assert [titles(story) for story in found] == [["Title 3", "Title 1"], ["Title 2", "Title 0"]]


def test_a_like_event_weeks_later_is_another_story():
    articles = listed(1, 2, 25, 26)
    found = stories(articles, rows(DAM, DAM, DAM, DAM))
    assert [titles(story) for story in found] == [["Title 3", "Title 2"], ["Title 1", "Title 0"]]


def test_a_story_that_goes_on_for_weeks_stays_one():
    articles = listed(1, 5, 9, 13)
    assert len(stories(articles, rows(DAM, DAM, DAM, DAM))) == 1


def test_a_story_has_its_span_its_outlets_and_its_most_central_title():
    articles = listed(2, 3) + listed(4, source="Echo")
    (story,) = stories(articles, rows(DAM + 0.4 * FERRY, DAM, DAM - 0.4 * FERRY))
    assert story.headline == "Title 1"
    assert (story.since, story.until) == (articles[0].published, articles[2].published)
    assert story.sources == ("Harbour Post", "Echo")


def test_the_id_stays_while_the_story_grows():
    articles = listed(2, 3, 4)
    (before,) = stories(articles[:2], rows(DAM, DAM))
    (after,) = stories(articles, rows(DAM, DAM, DAM))
    assert before.id == after.id


def test_an_undated_article_joins_the_story_it_is_like():
    articles = listed(2, 3, None)
    (story,) = stories(articles, rows(DAM, DAM, DAM))
    assert len(story.articles) == 3
    assert story.until == articles[1].published


def test_the_order_in_which_articles_come_does_not_matter():
    articles = listed(*range(1, 21))
    vectors = rows(*([DAM, FERRY] * 10))
    order = list(range(20))
    random.Random(0).shuffle(order)
    shuffled = stories([articles[place] for place in order], vectors[order])
    assert shuffled == stories(articles, vectors)


def test_an_empty_library_has_no_stories():
    assert stories([], np.zeros((0, 3), dtype=np.float32)) == []


def test_each_article_needs_its_vector():
    with pytest.raises(ValueError, match="2 articles but 1 vectors"):
        stories(listed(1, 2), rows(DAM))
