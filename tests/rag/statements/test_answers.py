"""Who answers whom, where the words of neither say so."""

from dataclasses import replace

import pytest

from rag.statements.answers import answers
from rag.statements.link import Holder
from rag.types import Sentence, Statement
from tests.fakes import make_article
from tests.rag.statements.said import said


def _answered(body: str, told: list[tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Content -> (content that it answers, words), of contents given with their speakers."""
    article = make_article(body)
    found = [said(content, speaker, article=article) for content, speaker in told]
    sentences = _sentences(body)
    holders = {one.id: Holder(one.speaker, "person", one.speaker) for one in found}
    by_id: dict[str, Statement] = {one.id: one for one in found}
    return {
        by_id[one].quote: (by_id[answer.to].quote, answer.words)
        for one, answer in answers(found, {article.id: sentences}, holders).items()
    }


def _sentences(body: str) -> list[Sentence]:
    sentences, start = [], 0
    for number, text in enumerate(body.replace("\n", " ").split(". ")):
        sentences.append(Sentence(number, start, min(start + len(text) + 1, len(body))))
        start += len(text) + 2
    return sentences


def test_who_was_not_convinced_answers_what_shares_her_words():
    body = (
        "Ana Moor said the tunnel was a repair. Ana Moor said money was short.\n"
        "Lind was not convinced. Lind said the tunnel carries rain."
    )

    found = _answered(
        body,
        [
            ("the tunnel was a repair", "Ana Moor"),
            ("money was short", "Ana Moor"),
            ("the tunnel carries rain", "Lind"),
        ],
    )

    assert found == {"the tunnel carries rain": ("the tunnel was a repair", "was not convinced")}


@pytest.mark.parametrize(
    "disagreement",
    ["Lind called it a mistake", "Lind rejected that", "Lind called the claim ‘absurd’"],
)
def test_it_may_be_called_a_mistake_or_rejected(disagreement):
    body = f"Ana Moor said the wall would hold. {disagreement}. Lind said rock moves."

    found = _answered(body, [("the wall would hold", "Ana Moor"), ("rock moves", "Lind")])

    assert found["rock moves"][0] == "the wall would hold"


@pytest.mark.parametrize(
    "between",
    [
        "Lind agreed",
        "Lind did not dispute that",
        "Lind called it a success",
        "Lind called it a ‘mistake’ to ask",
        "Lind disagreed with the court",
        "The start was pushed back a month",
    ],
)
def test_who_does_not_disagree_answers_nothing(between):
    body = f"Ana Moor said the wall would hold. {between}. Lind said rock moves."

    assert not _answered(body, [("the wall would hold", "Ana Moor"), ("rock moves", "Lind")])


def test_who_hits_back_at_nothing_near_answers_nothing():
    body = "Ana Moor said schools stay shut.\nLind hits back. Lind said the gate moves."

    assert not _answered(body, [("schools stay shut", "Ana Moor"), ("the gate moves", "Lind")])


def approved(statement: Statement) -> Statement:
    """With the word "approved" for its cue."""
    return replace(statement, cue=(statement.start, statement.start + len("approved")))


def test_what_was_done_is_not_denied_by_who_calls_it_a_mistake():
    body = (
        "Ana Moor said any worker could sue. The delegates approved it. "
        "Lind called it a mistake. Lind said it was paper."
    )
    article = make_article(body)
    found = [
        said("any worker could sue", "Ana Moor", article=article),
        approved(said("approved it", "The delegates", article=article)),
        said("it was paper", "Lind", article=article),
    ]
    holders = {one.id: Holder(one.speaker, "person", one.speaker) for one in found}
    told = answers(found, {article.id: _sentences(body)}, holders)
    assert told[found[2].id].to == found[0].id
