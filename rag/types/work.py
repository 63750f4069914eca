"""Nouns of work in progress: ingesting, health, models, and what a generator is sent and sends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Failure:
    """One thing that could not be ingested, and why, in words for its owner."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class IngestProgress:
    """How far an ingest is.

    Attributes:
        stage: "reading", "embedding" or "saving".
        done: Articles finished (added, updated, unchanged or failed).
        total: Articles found so far to process; None while not yet counted.
        current: What is being worked on.
        rate: Articles a second since the start.
        seconds_left: Estimate; None while unknown.
    """

    stage: Literal["finding", "reading", "embedding", "saving"]
    done: int
    total: int | None
    current: str
    rate: float
    seconds_left: float | None
    failed: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest did. `articles` and `chunks` are the library's totals afterwards."""

    added: int
    updated: int
    unchanged: int
    failed: tuple[Failure, ...]
    articles: int
    chunks: int
    seconds: float
    stopped: bool = False


IngestEvent = IngestProgress | IngestReport
"""`Desk.ingest` yields any number of IngestProgress and then one IngestReport."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An event of whatever waits for its turn: its place in the line, 1 for the next to begin.

    So as many are before it, whoever is having a turn included.
    """

    position: int


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that `doctor` looked at: whether it is well, and what to do if not."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class ModelState:
    """How far a model is.

    Attributes:
        name: What it is called in the catalogue, or its hub id, folder or server.
        stage: "idle" (not asked for), "fetching", "loading", "ready" or "failed".
        detail: For people: bytes fetched, or what went wrong and the next step.
        fraction: 0 to 1 of the fetching, where known.
    """

    name: str
    stage: Literal["idle", "fetching", "loading", "ready", "failed"]
    detail: str = ""
    fraction: float | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat prompt."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A streamed piece of generated text; without text, only a sign that more is to come.

    `logprob` is the natural log of its probability, and `alternatives` the likeliest tokens at its
    place with theirs, where the engine tells; else None and empty.
    """

    text: str
    logprob: float | None = None
    alternatives: tuple[tuple[str, float], ...] = ()
