from rag.retrieval.topic import Topic, on_topic
from rag.types import Hit
from tests.fakes import make_article, make_chunk

OF_MILK = "Shops were told to take the milk back from whoever had bought some. " * 4


def hit(title, body, dense, rank=1):
    return Hit(rank, 1 / rank, make_chunk(make_article(body, title=title)), dense)


def found(topic, *hits):
    titles = {one.chunk.article.id: one.chunk.article.title for one in hits}
    return [titles[one] for one in on_topic(Topic.of(topic, hits), hits)]


def test_articles_near_the_best_with_a_word_of_the_topic_are_on_it_nearest_first():
    hits = (
        hit("b", "The ferry was lost at night.", 0.5),
        hit("a", "A ferry sank with many aboard.", 0.7),
        hit("far", "The ferry runs on time.", 0.2),
        hit("other", "The dam was lost at night.", 0.6),
    )
    assert found("ferry disaster", *hits) == ["a", "b"]


def test_an_article_with_all_words_may_be_farther_off():
    hits = (hit("a", "Tobias Rennick spoke.", 0.2), hit("b", "Tobias Rennick left.", 0.1))
    assert found("Tobias Rennick", *hits) == ["a", "b"]


def test_one_common_word_far_from_the_topic_is_not_enough():
    assert found("weather", hit("a", "The weather was fine on that day.", 0.1)) == []


def test_an_article_counts_by_its_best_passage():
    far, near = hit("a", "The ferry sank.", 0.1), hit("a", "The ferry sank.", 0.6, rank=2)
    assert found("ferry", far, near) == ["a"]


def test_nothing_found_is_nothing_on_topic():
    assert on_topic(Topic.of("ferry", []), []) == []


def test_who_is_named_must_be_told_of_and_not_only_touched():
    hits = (
        hit("Kia calls back its vans", "The recall is for vans.", 0.6),
        hit("b", "Kia and others announced a recall. Kia will pay.", 0.5),
        hit("Milk powder", f"The recall is for milk. {OF_MILK}See also: Kia vans.", 0.5),
        hit("Toyota", "The recall is for Toyota cars.", 0.55),
    )
    on = ["Kia calls back its vans", "b"]
    assert found("Kia and Hyundai recall", *hits) == on
    assert found("the recall of Kia", *hits) == on


def test_whom_the_lead_names_a_short_article_tells_of():
    hits = (hit("Toll at 15", "Fifteen people died when the Maren sank, divers said.", 0.6),)
    assert found("ferry Maren", *hits) == ["Toll at 15"]


def test_the_headline_of_another_article_tells_of_nobody():
    linked = f"Milk is recalled. {OF_MILK}\n\nCAR RECALLS:Have you a Kia? See Kia on the list"
    hits = (
        hit("Kia calls back its vans", "The recall is for vans.", 0.6),
        hit("Milk powder", linked, 0.5),
    )
    assert found("recall by Kia", *hits) == ["Kia calls back its vans"]


def test_a_capital_at_the_beginning_makes_no_name():
    hits = (hit("a", "The ferry sank off the coast at night.", 0.6),)
    assert found("Disaster off the coast", *hits) == ["a"]


def test_a_name_is_told_by_its_capital_inside_the_sentences_found():
    hits = (
        hit("a", "The wall at Greyfell gave way above the school.", 0.6),
        hit("b", "A school was closed after the wall fell at Olsk.", 0.6),
    )
    assert found("greyfell school wall", *hits) == ["a"]
    assert found("Greyfell school wall", *hits) == ["a"]
    assert found("School wall", *hits) == ["a", "b"]


def test_of_a_name_of_several_words_all_must_be_there():
    hits = (
        hit("Hurricane Ida nears", "Hurricane Ida is near Olsk.", 0.6),
        hit("Hurricane Orr nears", "Hurricane Orr is near Olsk.", 0.6),
    )
    assert found("Hurricane Ida in Olsk", *hits) == ["Hurricane Ida nears"]


def test_a_place_that_is_named_is_in_the_news_for_other_things_too():
    hits = (
        hit("Shooting at Greyfell", "At Greyfell a gunman shot into a shop.", 0.6),
        hit("Snow at Greyfell", "At Greyfell it snowed all day.", 0.6),
    )
    assert found("Greyfell shop shooting", *hits) == ["Shooting at Greyfell"]
