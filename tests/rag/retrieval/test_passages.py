import numpy as np

from rag.retrieval.passages import is_about, passages
from rag.retrieval.topic import Topic
from rag.types import Chunk
from tests.fakes import make_article

TOPIC = Topic("Greyfell dam", frozenset({"greyfel", "dam"}), (frozenset({"greyfel"}),))
APART = np.eye(3, dtype=np.float32)
TOGETHER = np.tile(np.array([[0.8, 0.6, 0.0]], np.float32), (3, 1))


def about(vectors, *cosines):
    return is_about(vectors, np.array(cosines, np.float32), 0.8)


def test_an_article_that_begins_with_a_topic_is_about_it():
    assert about(TOGETHER, 0.6, 0.1, 0.1)


def test_so_is_one_of_which_much_is_near_it():
    assert about(TOGETHER, 0.1, 0.6, 0.1)
    assert not about(TOGETHER, 0.1, 0.4, 0.1)


def test_a_round_up_is_about_nothing_whatever_it_begins_with():
    assert not about(APART, 0.8, 0.8, 0.1)


def test_an_article_of_one_chunk_is_no_round_up():
    assert about(APART[:1], 0.6)


def found(topic, body):
    article = make_article(body)
    return [
        body[start:end]
        for start, end in passages(topic, [Chunk(1, article, 0, 0, len(article.body))])
    ]


def test_the_paragraphs_that_name_what_the_topic_names_are_its_passages():
    body = "The ferry sails.\n\nGreyfell: The wall gave way.\n\nThe dam at Olsk holds."
    assert found(TOPIC, body) == ["Greyfell: The wall gave way."]


def test_where_nobody_is_named_half_of_the_words_tell_it():
    topic = Topic("ferry safety", frozenset({"ferry", "safe"}), ())
    body = "The ferry sails.\n\nThe wall gave way."
    assert found(topic, body) == ["The ferry sails."]


def test_a_chunk_may_begin_and_end_inside_a_paragraph():
    article = make_article("Greyfell fell. Greyfell rose.")
    assert passages(TOPIC, [Chunk(1, article, 0, 0, 14)]) == ((0, 14),)
