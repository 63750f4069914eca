"""Parts that tests put in place of the real ones: results can be computed by head.

The embedder counts words, the generator says what the test queued, the desk keeps its articles in
a dictionary. Nothing here reads files, loads weights or opens sockets.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

import numpy as np

from rag.errors import DatelineError
from rag.types import (
    Article,
    Chunk,
    Evidence,
    Message,
    Piece,
    Scores,
    Sentence,
    Statement,
    Vectors,
    Verdicts,
)
from rag.writing.look_prompts import VERIFY_START

_WORD = re.compile(r"\w+")


def words_of(text: str) -> list[str]:
    """Lower-case words: "The dam, the Dam." -> ["the", "dam", "the", "dam"]."""
    return _WORD.findall(text.lower())


def make_article(
    body: str = "The dam broke on Monday. Nobody was hurt.",
    *,
    title: str = "Dam breaks",
    source: str = "Harbour Post",
    published: datetime | str | None = "2026-03-02",
    id: str = "",
    **rest: object,
) -> Article:
    """An article with every field filled; its id is a hash of title, source and body unless given.

    `published` may be "2026-03-02" or "2026-03-02T14:30": taken as UTC.
    """
    if isinstance(published, str):
        published = datetime.fromisoformat(published).replace(tzinfo=UTC)
    given: dict[str, object] = {
        "url": f"https://news.example/{title.lower().replace(' ', '-')}",
        "author": "Ada Byline",
        "language": "en",
        "path": f"articles/{title.lower().replace(' ', '-')}.txt",
    } | rest
    digest = hashlib.sha256("\x1f".join([title, source, body]).encode()).hexdigest()
    return Article(
        id=id or digest[:32],
        title=title,
        body=body,
        source=source,
        published=published,
        **given,  # type: ignore[arg-type]
    )


def split_sentences(body: str) -> list[Sentence]:
    """Sentences end at ".", "!" or "?" before white space or the end; no cleverness."""
    found = [match.span() for match in re.finditer(r"\S.*?(?:[.!?](?=\s|$)|$)", body)]
    return [Sentence(index, start, end) for index, (start, end) in enumerate(found)]


class PlainSplitter:
    """The splitter of `rag.ports.Splitter` without cleverness, see `split_sentences`."""

    def split(self, body: str, language: str) -> list[Sentence]:
        return split_sentences(body)


def make_chunk(article: Article | None = None, *, row: int = 1, ordinal: int = 0) -> Chunk:
    """A chunk of the whole body."""
    article = article or make_article()
    return Chunk(row, article, ordinal, 0, len(article.body))


def make_evidence(article: Article | None = None, *, n: int = 1, index: int = 0) -> Evidence:
    """Evidence number n: sentence `index` of the article, without surroundings."""
    article = article or make_article()
    sentence = split_sentences(article.body)[index]
    return Evidence(n, article, sentence.start, sentence.end, sentence.start, sentence.end)


class FakeEmbedder:
    """Counts words: one axis per word, rows made unit; the cosine is countable on paper.

    With a `vocabulary`, word i has axis i, other words are ignored, and a text of other words only
    lies on the last axis. FakeEmbedder(("dam", "broke")): "The dam broke" -> (1, 1, 0) / sqrt(2).
    Without one, axes are hashes of words in 256 dimensions (rarely, two words share an axis).
    """

    def __init__(
        self,
        vocabulary: Sequence[str] = (),
        *,
        name: str = "fake-embedder",
        max_tokens: int = 256,
    ) -> None:
        self._axes = {word: axis for axis, word in enumerate(vocabulary)}
        self.name = name
        self.max_tokens = max_tokens
        self.dim = len(vocabulary) + 1 if vocabulary else 256
        self.weight_hash = hashlib.sha256(f"{name} {vocabulary!r}".encode()).hexdigest()
        self.joined = 0
        self.embedded: list[
            str
        ] = []  # every passage embedded so far, to see what was embedded anew

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._row(text) for text in texts]) if texts else self._none()

    def join_in(self) -> None:
        self.joined += 1

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded.extend(texts)
        return self.embed_queries(texts)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def _none(self) -> Vectors:
        return np.zeros((0, self.dim), dtype=np.float32)

    def _row(self, text: str) -> Vectors:
        row = np.zeros(self.dim, dtype=np.float32)
        for word in words_of(text):
            axis = self._axis(word)
            if axis is not None:
                row[axis] += 1
        if not row.any():
            row[-1] = 1
        return row / np.linalg.norm(row)

    def _axis(self, word: str) -> int | None:
        if self._axes:
            return self._axes.get(word)
        return int.from_bytes(hashlib.sha256(word.encode()).digest()[:4]) % (self.dim - 1)


class FakeJudge:
    """Says what the test laid down, by a part of the second text; else that it cannot tell.

    FakeJudge(verdicts={"nine": (0, 0, 1)}): any pair whose hypothesis has "nine" contradicts.
    FakeJudge(answers={"dam": 0.9}): any passage that has "dam" answers with .9, all others with 0.
    """

    name = "fake-judge"

    def __init__(
        self,
        verdicts: dict[str, tuple[float, float, float]] | None = None,
        answers: dict[str, float] | None = None,
    ) -> None:
        self._verdicts = verdicts or {}
        self._answers = answers or {}
        self.judged: list[tuple[str, str]] = []

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Verdicts:
        self.judged.extend(pairs)
        rows = [
            next((v for part, v in self._verdicts.items() if part in hypothesis), (0, 1, 0))
            for _, hypothesis in pairs
        ]
        return np.array(rows, dtype=np.float32).reshape(-1, 3)

    def answers(self, pairs: Sequence[tuple[str, str]]) -> Scores:
        rows = [
            next((a for part, a in self._answers.items() if part in passage), 0.0)
            for _, passage in pairs
        ]
        return np.array(rows, dtype=np.float32)


class FakeReader:
    """Reads `NAME said: REST.` sentences, and no others; every one is indirect speech.

    "Ana said: the dam held." -> speaker "Ana", cue "said", content "the dam held".
    """

    def __init__(self, version: str = "fake-1") -> None:
        self.version = version
        self.read_articles: list[str] = []  # ids, in the order read

    def read(self, article: Article, sentences: Sequence[Sentence]) -> list[Statement]:
        self.read_articles.append(article.id)
        found = []
        for one in sentences:
            text = article.body[one.start : one.end]
            match = re.fullmatch(r"(\w+) (said): (.+)\.", text)
            if match:
                spans = [(one.start + a, one.start + b) for a, b in map(match.span, (1, 2, 3))]
                found.append(make_statement(article, *spans, (one.start, one.end)))
        return found


def make_statement(
    article: Article,
    mention: tuple[int, int],
    cue: tuple[int, int],
    content: tuple[int, int],
    sentence: tuple[int, int],
) -> Statement:
    """Indirect speech of a person whose name is the mention; all offsets of the body."""
    digest = hashlib.sha256(f"{article.id}{content}".encode()).hexdigest()
    speaker = article.body[slice(*mention)]
    return Statement(
        digest[:32],
        article,
        *content,
        "indirect",
        speaker,
        "person",
        mention,
        cue,
        "said",
        sentence,
    )


Reply = str | Sequence[Piece] | DatelineError | Callable[[Sequence[Message]], str]


class FakeGenerator:
    """Says the queued replies, one per prompt, word by word.

    A reply is a text, pieces (to set log-probabilities, or empty as a sign of being at work), an
    error to raise, or a function of the prompt. A token is a word between white space. Asked
    whether a passage states the answer it says `verdict`, which takes no reply off the queue.

    Attributes:
        prompts: The messages of every call, in order.
        finished: How many replies were written to their end.
        closed_early: How many were closed before it.
        taught: Words that a passage which states the answer has, where it is asked by `look`.
        looks: What it was asked so.
        said: What it says then, whatever the passage; by `taught` if there is none.
    """

    def __init__(
        self,
        replies: Sequence[Reply] = (),
        *,
        name: str = "fake-generator",
        context_tokens: int = 4096,
        verdict: str | Sequence[Piece] = "yes",
        taught: Sequence[str] = (),
        said: Sequence[Piece] = (),
    ) -> None:
        self.taught = taught
        self.said = said
        self.looks: list[str] = []
        self.replies = list(replies)
        self.verdict = verdict
        self.name = name
        self.context_tokens = context_tokens
        self.prompts: list[tuple[Message, ...]] = []
        self.finished = 0
        self.closed_early = 0

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, stop: Sequence[str] = ()
    ) -> Iterator[Piece]:
        if messages[0] == VERIFY_START[0]:
            verdict = self.verdict
            return self._say([Piece(verdict)] if isinstance(verdict, str) else verdict, max_tokens)
        self.prompts.append(tuple(messages))
        if not self.replies:
            raise AssertionError("the test queued no reply for this prompt")
        reply = self.replies.pop(0)
        if isinstance(reply, DatelineError):
            raise reply
        if callable(reply):
            reply = reply(messages)
        pieces = _pieces(reply, stop) if isinstance(reply, str) else list(reply)
        return self._say(pieces, max_tokens)

    def look(self, messages: Sequence[Message]) -> Iterator[Piece]:
        """What it was taught: sure of a passage that has all of the words in `taught`."""
        passage = messages[-1].content
        self.looks.append(passage)
        if self.said:
            return self._say(self.said, 1)
        states = all(word in passage for word in self.taught)
        return self._say([Piece("yes" if states else "no")], 1)

    def _say(self, pieces: Sequence[Piece], max_tokens: int) -> Iterator[Piece]:
        try:
            for piece in pieces:
                if max_tokens == 0:
                    break
                max_tokens -= 1 if piece.text else 0
                yield piece
        except GeneratorExit:
            self.closed_early += 1
            raise
        self.finished += 1


def _pieces(text: str, stop: Sequence[str]) -> list[Piece]:
    ends = [text.find(mark) for mark in stop if mark in text]
    text = text[: min(ends)] if ends else text
    return [Piece(word) for word in re.findall(r"\s*\S+", text)]
