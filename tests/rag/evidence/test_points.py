import numpy as np

from rag.evidence.likeness import nearest_by_origin, word_rows
from rag.evidence.points import choose
from rag.evidence.weighing import weigh
from tests.fakes import FakeEmbedder
from tests.rag.evidence.pages import material, sentence


def test_words_that_texts_share_make_them_alike():
    rows = word_rows(["The dam broke.", "A dam broke!", "Lind resigned."])
    assert np.isclose(rows[0] @ rows[1], 1.0)
    assert rows[0] @ rows[2] == 0.0


def test_the_nearest_of_each_origin_counts():
    rows = np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)
    nearest = nearest_by_origin(rows, [0, 1, 1])
    assert np.allclose(nearest, [[1, 0.6], [0, 1], [0.6, 1]])


def test_the_best_comes_first_and_what_repeats_it_is_left_out():
    given = material(
        sentence("The dam broke on Monday."),
        sentence("On Monday the dam broke.", origin=1),
        sentence("The mayor resigned.", origin=2),
        worth=[1.0, 0.9, 0.6],
        alike=[(0, 1, 0.9)],
    )
    groups = choose(given, 3)
    assert [group.best for group in groups] == [0, 2]
    assert groups[0].others == (1,)
    assert groups[0].origins == 2


def test_a_sentence_with_another_figure_does_not_carry_the_point():
    given = material(
        sentence("The fire killed 12 people in the hall."),
        sentence("The fire killed 20 people in the hall.", origin=1),
        alike=[(0, 1, 0.9)],
    )
    assert choose(given, 1)[0].origins == 1


def test_a_denial_does_not_carry_the_point():
    given = material(
        sentence("The minister resigned over the fire."),
        sentence("The minister has not resigned over the fire.", origin=1),
        alike=[(0, 1, 0.9)],
    )
    assert choose(given, 1)[0].origins == 1


def test_a_reprint_carries_the_point_as_an_article_and_not_as_an_origin():
    given = material(
        sentence("The dam broke on Monday."),
        sentence("The dam broke on Monday.", source="Echo"),
        alike=[(0, 1, 1.0)],
    )
    (group,) = choose(given, 1)
    assert (group.origins, group.articles, group.others) == (1, 2, ())


def test_what_is_barred_or_taken_is_not_chosen():
    given = material(
        sentence("Twelve are dead."),
        sentence("The mayor resigned."),
        sentence("The mayor has resigned."),
        sentence("The dam broke."),
        alike=[(1, 2, 0.9)],
    )
    assert [group.best for group in choose(given, 9, taken=[1], barred={0})] == [3]


def test_what_several_origins_say_is_worth_more_than_what_one_says():
    several = [
        sentence("The dam broke above the town.", origin=origin, source=f"S{origin}", place=1)
        for origin in range(3)
    ]
    alone = sentence("Cats slept in the warm kitchen.", origin=0, place=1)
    weighed = weigh([*several, alone], FakeEmbedder(), limit=9)
    assert weighed.worth[:3].min() > weighed.worth[3]


def test_no_more_sentences_are_embedded_than_the_limit():
    embedder = FakeEmbedder()
    many = [sentence(f"The dam of number {n} broke above the town.", place=n) for n in range(9)]
    weighed = weigh(many, embedder, limit=4)
    assert len(weighed.sentences) == len(embedder.embedded) == 4
    assert weighed.sentences[0].place == 0


def test_without_sentences_there_are_no_points():
    assert choose(weigh([], FakeEmbedder(), limit=4), 3) == []


def test_heads_of_two_articles_with_one_piece_of_news_make_one_point():
    given = material(
        sentence("Mayor Lind agreed on Monday to open the sluices after a week of talks."),
        sentence("The sluices will be opened under a plan that Lind announced.", origin=1),
        alike=[(0, 1, 0.7)],
    )
    (group,) = choose(given, 2)
    assert (group.best, group.origins) == (0, 2)


def test_the_head_of_an_article_that_does_not_say_what_happened_backs_nothing():
    tip = "The search of Lind's house in Selwick was prompted by a tip on papers of the dam"
    given = material(
        sentence(f"{tip}, according to the Harbour Post."),
        sentence("The search of Lind's house in Selwick came months after a jury met.", origin=1),
        sentence(f"{tip}, officials said.", origin=2),
        alike=[(0, 1, 0.79), (0, 2, 0.9)],
    )
    assert choose(given, 1)[0].others == (2,)


def test_who_says_otherwise_backs_nothing():
    given = material(
        sentence("Lind has fled Selwick as anger grows over his refusal to formally resign."),
        sentence("Lind, who fled Selwick, has formally resigned as anger grows.", origin=1),
        sentence("Lind fled Selwick and has refused to formally resign as anger grows.", origin=2),
        alike=[(0, 1, 0.75), (0, 2, 0.75)],
    )
    (group,) = choose(given, 1)
    assert (group.others, group.origins) == ((2,), 2)


def test_another_actor_makes_another_piece_of_news():
    given = material(
        sentence("Orison offered to buy Kelder Steel."),
        sentence("Brannock offered to buy Kelder Steel with its own money.", origin=1),
        alike=[(0, 1, 0.67)],
    )
    assert choose(given, 1)[0].origins == 1


def test_news_of_another_day_is_another_piece_of_news():
    given = material(
        sentence("Mayor Lind opened the sluices of the dam at noon."),
        sentence("Sluices reopened by Lind.", origin=1, published="2026-03-14"),
        alike=[(0, 1, 0.7)],
    )
    assert choose(given, 1)[0].origins == 1


def test_what_a_taken_sentence_says_already_is_left_out():
    given = material(
        sentence("Olsk police named the man as Bo Lind, 56, of Aventine."),
        sentence("Police named him as Bo Lind.", origin=1, place=2),
        worth=[1.0, 0.9],
        alike=[(0, 1, 0.64)],
    )
    assert [group.best for group in choose(given, 2)] == [0]
