import numpy as np
import pytest

from rag.brief.sources import Sources, Wanted
from rag.errors import NotFoundError, QuestionError
from rag.retrieval.query import understand
from rag.types import Filters, Hit, Span
from tests.fake_store import FakeStore
from tests.fakes import FakeEmbedder, make_article, make_chunk, split_sentences


def article(title, direction, *, body="", **rest):
    return make_article(body or f"{title} is in the news today.", title=title, **rest), direction


DAM = article("Dam breaks", (1, 0))
DAM_AGAIN = article("Dam broke at night", (1, 0), source="Echo", published="2026-03-03")
FERRY = article("Ferry sinks", (0, 1), source="Echo", published="2026-03-04")


def library(*entries):
    store = FakeStore()
    for one, direction in entries:
        store.put(
            one,
            key=one.id,
            digest="",
            sentences=split_sentences(one.body),
            spans=[Span(0, 0, len(one.body))],
            vectors=np.array([direction], dtype=np.float32),
        )
    return store


def sources(*entries, hits=()):
    return Sources(library(*entries), lambda query, k, filters: list(hits), FakeEmbedder(("dam",)))


def titles(chosen):
    return [one.title for one in chosen.articles]


def test_nothing_to_go_by_is_refused():
    with pytest.raises(QuestionError, match="a topic, a story, articles, dates or an outlet"):
        sources(DAM).choose(Wanted())


def test_filters_alone_give_all_that_pass_newest_first():
    chosen = sources(DAM, DAM_AGAIN, FERRY).choose(Wanted(filters=Filters(sources=("Echo",))))
    assert titles(chosen) == ["Ferry sinks", "Dam broke at night"]


def test_a_story_is_found_by_the_beginning_of_its_id():
    known = sources(DAM, DAM_AGAIN, FERRY)
    (story,) = known.stories()
    assert titles(known.choose(Wanted(story=story.id[:6]))) == ["Dam broke at night", "Dam breaks"]


def test_some_articles_make_stories_by_themselves():
    known = sources(DAM, DAM_AGAIN, FERRY)
    (story,) = known.stories_among([FERRY[0], DAM_AGAIN[0], DAM[0]])
    assert [one.title for one in story.articles] == ["Dam broke at night", "Dam breaks"]
    assert known.stories_among([FERRY[0], DAM[0]]) == []
    assert known.stories_among([article("Gone since", (1, 0))[0]]) == []


def test_no_such_story_is_told_with_the_next_step():
    with pytest.raises(NotFoundError, match="stories` shows all"):
        sources(DAM).choose(Wanted(story="nosuch"))


def test_a_topic_takes_what_the_search_finds_and_the_rest_of_its_story():
    found = Hit(1, 1.0, make_chunk(DAM[0]), 0.8), Hit(2, 0.5, make_chunk(DAM_AGAIN[0]), 0.7)
    third = article("Flood below", (1, 0.1), published="2026-03-04")
    known = sources(DAM, DAM_AGAIN, third, FERRY, hits=found)
    chosen = known.choose(Wanted(topic=understand("dam")))
    assert sorted(titles(chosen)) == ["Dam breaks", "Dam broke at night", "Flood below"]


def test_a_topic_that_no_article_is_on_is_named():
    with pytest.raises(QuestionError, match="No article is on 'elections'"):
        sources(DAM).choose(Wanted(topic=understand("elections")))


def test_the_filter_that_empties_it_is_named():
    with pytest.raises(QuestionError, match="the outlets Gazette leave none over"):
        sources(DAM).choose(Wanted(filters=Filters(sources=("Gazette",))))


def test_an_empty_library_is_told():
    with pytest.raises(QuestionError, match="The library is empty"):
        sources().choose(Wanted(topic=understand("dam")))


def test_picked_articles_are_read_each_once():
    chosen = sources(DAM, FERRY).choose(Wanted(articles=(FERRY[0].id, FERRY[0].id)))
    assert titles(chosen) == ["Ferry sinks"]


def test_one_origin_only_is_said():
    chosen = sources(DAM, FERRY).choose(Wanted(articles=(DAM[0].id,)))
    assert chosen.notes == ("one origin only: nothing here is independently confirmed",)


def test_undated_articles_and_other_languages_are_said():
    undated = article("No day", (1, 0), published=None, body="A dam broke above the town.")
    french = article("Barrage", (1, 0), language="fr", body="Le barrage a cédé lundi soir.")
    chosen = sources(DAM, FERRY, undated, french).choose(
        Wanted(articles=tuple(one.id for one, _ in (DAM, FERRY, undated, french)))
    )
    assert chosen.language == "en"
    assert chosen.notes == (
        "1 article undated: not in the timeline by itself",
        "1 article in fr: listed, not quoted on this page",
    )


def test_reprints_stand_under_their_origin():
    body = " ".join(f"Sentence number {n} of the long report says its own thing." for n in range(9))
    first = article("First", (1, 0), body=body)
    again = article("Again", (1, 0), body=body, source="Echo", published="2026-03-05")
    chosen = sources(first, again, FERRY).choose(
        Wanted(articles=(first[0].id, again[0].id, FERRY[0].id))
    )
    groups = {g.origin.title: [r.title for r in g.reprints] for g in chosen.origin_groups()}
    assert groups == {"First": ["Again"], "Ferry sinks": []}


def test_stories_show_the_articles_that_pass_under_the_same_id():
    known = sources(DAM, DAM_AGAIN, article("Dam still", (1, 0), published="2026-03-04"), FERRY)
    (whole,) = known.stories()
    (part,) = known.stories(Filters(sources=("Harbour Post",)))
    assert part.id == whole.id
    assert [one.title for one in part.articles] == ["Dam still", "Dam breaks"]
    assert part.sources == ("Harbour Post",)


def round_up(title, *items):
    """An article of one chunk an item, each of its own direction."""
    body = "\n\n".join(text for text, _ in items)
    return make_article(body, title=title), items


def test_of_a_round_up_only_the_item_on_the_topic_is_read():
    items = (("Milk was taken back.", (0, 1)), ("The dam broke at Olsk.", (1, 0)))
    one, _ = round_up("Five things", *items, ("The ferry sails.", (0, -1)))
    spans, start = [], 0
    for place, (text, _) in enumerate(round_up("", *items, ("The ferry sails.", (0, -1)))[1]):
        spans.append(Span(place, start, start + len(text)))
        start += len(text) + 2
    store = library(DAM)
    store.put(
        one, key=one.id, digest="", sentences=split_sentences(one.body), spans=spans,
        vectors=np.array([(0, 1), (1, 0), (0, -1)], dtype=np.float32),
    )  # fmt: skip
    hits = [Hit(1, 1.0, make_chunk(DAM[0]), 1.0), Hit(2, 0.9, make_chunk(one), 1.0)]
    known = Sources(store, lambda query, k, filters: hits, FakeEmbedder(("dam",)))
    chosen = known.choose(Wanted(topic=understand("dam")))
    assert titles(chosen) == ["Dam breaks", "Five things"]
    ((start, end),) = chosen.within[one.id]
    assert one.body[start:end] == "The dam broke at Olsk."
    assert chosen.notes[0].startswith("1 article mainly on something else")
