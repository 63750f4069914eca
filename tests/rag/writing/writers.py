"""Answers written from three sentences about a ferry by a generator that says what it is told."""

from time import perf_counter

from rag.types import Answer, Drafted, Evidence, Sentence
from rag.writing.answer import AnswerWriter
from tests.fakes import (
    FakeEmbedder,
    FakeGenerator,
    FakeJudge,
    make_article,
    split_sentences,
)

BODIES = (
    "The ferry Maren Light sank off Innerholm on Sunday.",
    "Seventeen people on the ferry have died.",
    "“The door was leaking,” Mara Lind said.",
)


QUESTION = "What happened to the ferry Maren Light off Innerholm?"


LAST = "The Maren Light was built in the north."


class PlainSplitter:
    def split(self, body: str, language: str) -> list[Sentence]:
        return split_sentences(body)


def evidence(*bodies: str) -> list[Evidence]:
    """Of articles that name the ferry further down."""
    found = []
    for n, body in enumerate(bodies or BODIES, start=1):
        article = make_article(f"{body}\n\n{LAST}", title=f"Story {'ABCDEFGH'[n]}")
        found.append(Evidence(n, article, 0, len(body), 0, len(body)))
    return found


def writer(
    generator: FakeGenerator,
    *,
    tokens: int = 110,
    below: float = 0.0,
    judge: FakeJudge | None = None,
    phrases_all: bool = True,
    taught: bool = False,
) -> AnswerWriter:
    return AnswerWriter(
        generator,
        FakeEmbedder(),
        judge or FakeJudge(),
        PlainSplitter(),
        answer_tokens=tokens,
        abstain_below=below,
        phrases_all=phrases_all,
        second_look=generator if taught else None,
    )


def answer(reply, *bodies: str, tokens: int = 110, below: float = 0.0) -> Answer:
    events = list(
        writer(FakeGenerator([reply]), tokens=tokens, below=below).write(
            QUESTION, QUESTION, evidence(*bodies), started=perf_counter()
        )
    )
    assert isinstance(events[-1], Answer)
    assert all(isinstance(event, Drafted) for event in events[:-1])
    return events[-1]


def drafts(reply) -> list[str]:
    events = writer(FakeGenerator([reply])).write(
        QUESTION, QUESTION, evidence(), started=perf_counter()
    )
    return [event.text for event in events if isinstance(event, Drafted)]
