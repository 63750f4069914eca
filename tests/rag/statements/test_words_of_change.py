"""Opposites, word forms, words of change, deeds and groups: small rules, one fact each."""

import numpy as np
import pytest

from rag.statements.changes import change_in, whose
from rag.statements.deeds import Known, deeds
from rag.statements.group import grouped
from rag.statements.opposites import opposed
from rag.statements.roots import root
from tests.fakes import make_article, split_sentences

MORWEN = Known("Helena Morwen", "person", frozenset({"transport", "minister"}))


def test_opposites_are_found_with_their_words():
    assert opposed("shares rose", "the shares fell") == ("rose", "fell")


@pytest.mark.parametrize("other", ["shares did not fall", "shares fell, then rose"])
def test_denied_or_mixed_opposites_are_none(other):
    assert opposed("shares rose", other) is None


def test_to_allow_some_only_is_to_ban_the_others():
    assert opposed("they ban men from the race", "they allow men in the race")
    assert opposed("they ban men from the race", "they only allow women in the race") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("suspended", "suspension"), ("left", "leaving"), ("decision", "decide"), ("died", "death")],
)
def test_forms_of_one_word_have_one_root(one, other):
    assert root(one) == root(other)


@pytest.mark.parametrize(
    "text",
    [
        "She suspended the licence, four days after she had ruled out such a step",
        "“I was wrong about the company,” she said",
        "Yesterday I told you to stay, and tonight I am telling you to go",
    ],
)
def test_words_of_change_are_seen(text):
    assert change_in(text)


def test_a_sentence_about_other_times_is_no_change():
    assert change_in("The ship sank four days after it left the port") == ""


def test_a_deed_of_a_known_speaker_is_found_from_its_verb_on():
    article = make_article("Transport Minister Helena Morwen suspended the licence on Thursday.")
    (deed,) = deeds(article, split_sentences(article.body), [MORWEN])
    assert (deed.speaker, deed.quote) == ("Helena Morwen", "suspended the licence on Thursday")


def test_what_is_ruled_out_is_denied():
    article = make_article("The transport minister has ruled out a suspension of the licence.")
    (deed,) = deeds(article, split_sentences(article.body), [MORWEN])
    assert (deed.stance, deed.quote) == ("denied", "a suspension of the licence")


def test_a_stranger_does_nothing():
    article = make_article("The farmer moved out and ordered a lorry for his cows.")
    assert deeds(article, split_sentences(article.body), [MORWEN]) == []


def test_near_ones_are_grouped_and_a_far_one_stays_alone():
    nearness = np.array([[0, 0.9, 0.1], [0.9, 0, 0.1], [0.1, 0.1, 0]], dtype=np.float32)
    assert grouped(nearness, 0.5) == [[0, 1], [2]]


def test_no_group_grows_over_its_limit():
    assert len(grouped(np.ones((4, 4), dtype=np.float32), 0.5, largest=2)) == 2


def test_what_was_done_before_the_change_is_the_old_line():
    assert change_in("Two days before she changed her tune, she ordered a trial.") == ""
    assert change_in("She changed her tune and ordered a trial.") == "changed her tune"


@pytest.mark.parametrize(
    ("change", "who"),
    [
        ("30 days after the leaders promised to help", "the leaders"),
        ("four days after she had ruled it out", "she had"),
        ("after saying that it was safe", ""),
        ("changed her mind", ""),
    ],
)
def test_who_said_what_was_said_before(change, who):
    assert whose(change) == who
