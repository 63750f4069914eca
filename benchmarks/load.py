"""Many users at once: errors, crossed answers, fairness, how soon there is something to read.

    python -m benchmarks.load --users 50 --seconds 600
    python -m benchmarks.load --users 50 --seconds 300 --real

Everything that serves is real and runs in a process of its own: web server, gate, API keys, the
line, events. Only the desk is a stand-in that writes so many words a second, one answer at a time,
because what is measured is what happens before it. Every user has an article that holds a word
which no other has; an answer without the user's word, or citing another article, is crossed.

With `--real` the desk is real, too: our sample articles, the default models, and our questions,
each put to another day, so that none is answered from memory. What the line has no room or no time
for is refused, and the user asks again when that says; an answer to another question is crossed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import httpx

from benchmarks.common import tell
from rag.settings import Settings
from rag.types import AskEvent, Drafted
from rag.users import UsersFile
from tests.fake_desk import FakeDesk
from tests.fakes import make_article

ARTICLES = Path(__file__).parents[1] / "tests" / "articles"
SAMPLES = ARTICLES / "news"
QUESTIONS = ARTICLES / "questions.jsonl"

PASSWORD = "not used: all come with keys"


class PacedDesk(FakeDesk):
    """Writes at a fixed speed; knows if it was ever asked to write two answers together."""

    def __init__(self, settings: Settings, users: int, words_per_second: float) -> None:
        super().__init__([_article(number) for number in range(users)], settings)
        self._pause = 1 / words_per_second
        self._writing = threading.Lock()
        self.overlaps = 0

    def ask(self, question: str, **narrowed: Any) -> Iterator[AskEvent]:
        events = super().ask(question, **narrowed)
        yield next(events)
        yield next(events)
        if not self._writing.acquire(blocking=False):
            self.overlaps += 1
            self._writing.acquire()
        try:
            for event in events:
                if isinstance(event, Drafted):
                    time.sleep(self._pause)
                yield event
        finally:
            self._writing.release()


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, and what its answer has to hold; "" for anything."""

    question: str
    word: str = ""
    title: str = ""


@dataclass(slots=True)
class Seen:
    """What one user met; `refused`: told that there is too much to do, at once or while waiting."""

    answers: int = 0
    crossed: int = 0
    refused: int = 0
    errors: list[str] = field(default_factory=list)
    found_seconds: list[float] = field(default_factory=list)
    evidence_seconds: list[float] = field(default_factory=list)
    answer_seconds: list[float] = field(default_factory=list)


def main() -> None:
    """Serves, asks, reports."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--real", action="store_true", help="the real desk and default models")
    options.add_argument("--users", type=int, default=50)
    options.add_argument("--seconds", type=float, default=600)
    options.add_argument("--words-per-second", type=float, default=100)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        keys = _keys(home, given.users)
        ours, theirs = multiprocessing.get_context("spawn").Pipe()
        server = multiprocessing.get_context("spawn").Process(
            target=_serve, args=(theirs, home, given)
        )
        server.start()
        try:
            url: str = ours.recv()
            seen = asyncio.run(_all(url, keys, given))
            ours.send("end")
            overlaps: int = ours.recv()
        finally:
            server.join(20)
            server.terminate()
    _report(seen, overlaps, given)


def _serve(pipe: Connection, home: Path, given: argparse.Namespace) -> None:
    from rag.api.app import Machines
    from rag.ui.web import launch, shut

    desk: Any
    if given.real:
        desk = _real_desk(home)
    else:
        settings = Settings(home=home, models_dir=home, port=0)
        desk = PacedDesk(settings, given.users, given.words_per_second)
    machines = Machines(desk)
    page: Any = launch(machines.desk, around=machines.middleware())  # type: ignore
    pipe.send(page.local_url)
    pipe.recv()
    pipe.send(getattr(desk, "overlaps", 0))
    machines.close()
    shut(page)


def _real_desk(home: Path) -> Any:
    """On our sample articles, its models loaded and warm."""
    from rag.assemble import assemble

    desk = assemble(Settings.load(home=home, port=0))
    for _ in desk.ingest([str(SAMPLES)]):
        pass
    for _ in desk.ask("What is in the news?"):
        pass
    return desk


def _asked(number: int, times: int, *, real: bool) -> Asked:
    """The question that a user asks for the n-th time."""
    if not real:
        word, title = f"secret{number:03}", f"quire{number:03}"
        return Asked(f"What is in {title}, for the {times}th time?", word, title)
    lines = QUESTIONS.read_text().splitlines()
    place = number + 50 * times
    day = 1 + place // len(lines) % 28
    question = json.loads(lines[place % len(lines)])["question"]
    return Asked(f"As of {day} April 2026: {question}")


async def _all(url: str, keys: list[str], given: argparse.Namespace) -> list[Seen]:
    # All are made before the first one asks: making one takes long enough to be measured.
    clients = [
        httpx.AsyncClient(
            base_url=url,
            headers={"authorization": f"Bearer {key}", "accept": "text/event-stream"},
            timeout=900 if given.real else 120,
        )
        for key in keys
    ]
    ends = time.monotonic() + given.seconds
    return await asyncio.gather(
        *(_one(client, number, ends, given.real) for number, client in enumerate(clients))
    )


async def _one(client: httpx.AsyncClient, number: int, ends: float, real: bool) -> Seen:
    """One user, who asks anew as soon as there is an answer."""
    seen, asked = Seen(), 0
    while time.monotonic() < ends:
        asked += 1
        question = _asked(number, asked, real=real)
        started = time.monotonic()
        try:
            body = {"question": question.question}
            async with client.stream("POST", "/api/v1/ask", json=body) as response:
                if response.status_code == 200:
                    await _read(response, question, started, seen)
                    continue
                if response.status_code != 429:
                    seen.errors.append(str(response.status_code))
                seen.refused += response.status_code == 429
                await asyncio.sleep(float(response.headers.get("retry-after", 1)))
        except httpx.HTTPError as error:
            seen.errors.append(type(error).__name__)
    await client.aclose()
    return seen


async def _read(response: httpx.Response, asked: Asked, started: float, seen: Seen) -> None:
    name = ""
    async for line in response.aiter_lines():
        kind, _, value = line.partition(": ")
        if kind == "event":
            name = value
        elif kind == "data" and name == "found":
            seen.found_seconds.append(time.monotonic() - started)
        elif kind == "data" and name == "evidence":
            seen.evidence_seconds.append(time.monotonic() - started)
        elif kind == "data" and name == "error":
            failure = json.loads(value)["error"]["type"]
            seen.refused += failure == "busy"
            seen.errors += [failure] if failure != "busy" else []
            return
        elif kind == "data" and name == "answer":
            answer = json.loads(value)
            seen.answers += 1
            seen.answer_seconds.append(time.monotonic() - started)
            seen.crossed += not _is_to(asked, answer)
            return
    seen.errors.append("ended without an answer")


def _is_to(asked: Asked, answer: dict[str, Any]) -> bool:
    """Whether an answer is to the question that was asked, and to no other user's."""
    cited = {citation["title"] for citation in answer["citations"]}
    told = not asked.title or cited == {asked.title}
    return told and asked.word in answer["text"] and answer["question"] == asked.question


def _keys(home: Path, users: int) -> list[str]:
    file = UsersFile(home)
    file.put_user("user000", "reader", PASSWORD)
    stored = file.read()
    names = [f"user{number:03}" for number in range(users)]
    # One hash for all: fifty would take longer than they are worth here.
    everybody = [stored.users[0].model_copy(update={"name": name}) for name in names]
    file.path.write_text(stored.model_copy(update={"users": tuple(everybody)}).model_dump_json())
    return [file.add_key(name, "load")[0] for name in names]


def _article(number: int) -> Any:
    words = " ".join(f"word{count}" for count in range(16))
    return make_article(
        f"It holds secret{number:03} and {words}. No more.", title=f"quire{number:03}"
    )


def _report(seen: list[Seen], overlaps: int, given: argparse.Namespace) -> None:
    answers = [one.answers for one in seen]
    errors = [error for one in seen for error in one.errors]
    pace = "the real desk" if given.real else f"{given.words_per_second:g} words a second"
    tell(f"{given.users} users, {given.seconds:g} s, {pace}")
    tell(f"answers           {sum(answers)}")
    tell(f"errors            {len(errors)} {sorted(set(errors))}")
    tell(f"told to come back {sum(one.refused for one in seen)}")
    tell(f"crossed answers   {sum(one.crossed for one in seen)}")
    tell(f"written together  {overlaps} times")
    tell(f"a user's answers  {min(answers)} to {max(answers)}: 1 to {_ratio(answers):.2f}")
    for what, seconds in (
        ("articles found", [second for one in seen for second in one.found_seconds]),
        ("evidence", [second for one in seen for second in one.evidence_seconds]),
        ("whole answer", [second for one in seen for second in one.answer_seconds]),
    ):
        middle, most = statistics.median(seconds), _at(sorted(seconds))
        tell(f"{what:17} median {middle:.2f} s, 95 % {most:.2f} s, {len(seconds)} seen")


def _ratio(answers: list[int]) -> float:
    return max(answers) / min(answers) if min(answers) else float("inf")


def _at(values: list[float], part: float = 0.95) -> float:
    return values[int(part * (len(values) - 1))]


if __name__ == "__main__":
    main()
