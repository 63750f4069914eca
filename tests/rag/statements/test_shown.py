"""What is shown of a statement: a clause as it is, a phrase with its verb, a denial as one."""

from dataclasses import replace

import pytest

from rag.statements.link import Holder
from rag.statements.reading import read
from rag.statements.shown import is_clause, is_phrase, keeps_silent, shown
from tests.fakes import make_article
from tests.rag.statements.said import said


def told(sentence, cue, content, **rest):
    """A statement of an article that is this sentence."""
    start = sentence.index(cue)
    one = said(content, "Ana Moor", article=make_article(sentence), **rest)
    return replace(one, cue=(start, start + len(cue)))


@pytest.mark.parametrize(
    "text",
    [
        "she had lied",
        "that the wall would hold",
        "Moor sold the mill to a friend",
        "claims that she had lied were false",
        "by selling it, she had lost her seat",
        "we’re closing",
    ],
)
def test_a_clause_has_a_subject_and_a_verb(text):
    assert is_clause(text)


@pytest.mark.parametrize(
    "text",
    [
        "the allegations",
        "the allegations that she had lied",
        "to close the mill",
        "the ministry of hiding a leak",
        "him for closing the mill",
        "a leaked report",
        "it a mistake",
        "the mill’s closure",
    ],
)
def test_a_phrase_has_not(text):
    assert not is_clause(text)


@pytest.mark.parametrize(
    ("sentence", "cue", "content", "expected"),
    [
        ("Ana Moor denied the allegations.", "denied", "the allegations", "denied the allegations"),
        (
            "Ana Moor accused Ben Ost of selling the mill.",
            "accused",
            "Ben Ost of selling the mill",
            "accused Ben Ost of selling the mill",
        ),
        (
            "Ana Moor did not deny the leak.",
            "deny",
            "the leak",
            "did not deny the leak",
        ),
        (
            "They called on Ana Moor to resign.",
            "called on",
            "to resign",
            "called on Ana Moor to resign",
        ),
        (
            "Ana Moor hasn’t yet promised to pay.",
            "promised",
            "to pay",
            "promised to pay",
        ),
    ],
)
def test_a_phrase_is_shown_with_its_verb_and_what_turns_that_round(
    sentence, cue, content, expected
):
    one = told(sentence, cue, content)
    assert is_phrase(one)
    assert shown(one).endswith(expected)
    assert shown(one) in sentence


def test_a_clause_is_shown_alone_and_a_denied_one_as_denied():
    sentence = "Ana Moor {} that the wall had moved."
    clause = "the wall had moved"
    assert shown(told(sentence.format("said"), "said", clause)) == clause
    denied = told(sentence.format("denied"), "denied", clause, stance="denied")
    assert shown(denied) == "denied that the wall had moved"


def test_long_speech_is_a_sentence_whatever_it_begins_with():
    speech = "To my staff and my family and all who came"
    one = told(f"Ana Moor added: “{speech}.”", "added", speech, kind="direct")
    assert not is_phrase(one)


@pytest.mark.parametrize(
    ("sentence", "cue", "content", "silent"),
    [
        ("Ana Moor declined to comment on it.", "declined", "to comment on it", True),
        ("Ana Moor refused to say more.", "refused", "to say more", True),
        ("Ana Moor refused to close the mill.", "refused", "to close the mill", False),
        ("Ana Moor promised to comment on it.", "promised", "to comment on it", False),
        ("Ana Moor asked not to be named.", "asked", "not to be named", True),
        ("Ana Moor asked not to be moved.", "asked", "not to be moved", False),
    ],
)
def test_who_will_not_speak_takes_no_position(sentence, cue, content, silent):
    one = told(sentence, cue, content)
    assert keeps_silent(one) is silent
    assert read(one, Holder("Ana Moor", "person", "Ana Moor")).asks is silent


def test_what_somebody_insisted_on_before_is_no_change_of_the_line():
    sentence = "It came a day after Ana Moor insisted that the wall was safe."
    old = told(sentence, "insisted", "the wall was safe")
    holder = Holder("Ana Moor", "person", "Ana Moor")
    assert read(old, holder).change == ""
    turned = "Ana Moor said the wall was unsafe, a day after she had denied it."
    new = told(turned, "said", "the wall was unsafe")
    assert read(new, holder).change == "a day after she had denied it"


def test_speech_behind_a_colon_is_shown_without_its_verb():
    one = told("Ana Moor said: “Somebody else bid.”", "said", "Somebody else bid", kind="direct")
    assert shown(one) == "Somebody else bid"


@pytest.mark.parametrize(
    ("sentence", "cue", "content", "silent"),
    [
        ("Ana Moor commented on the strike.", "commented on", "the strike", True),
        ("Ana Moor reacts to Ben Ost.", "reacts to", "Ben Ost", True),
        ("Ana Moor commented that the strike was over.", "commented", "the strike was over", False),
        ("Ana Moor praised the strike.", "praised", "the strike", False),
    ],
)
def test_who_only_spoke_of_a_thing_has_said_nothing_of_it(sentence, cue, content, silent):
    assert keeps_silent(told(sentence, cue, content)) is silent
