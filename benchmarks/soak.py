"""Mixed work for an hour on a served library: does memory grow, are files or threads left open?

    python -m benchmarks.soak --minutes 60

`python -m rag serve` runs as users run it, in a process of its own with all real parts but one:
what writes is a server beside it that repeats the first sentence it is shown, at a fixed speed, so
that an hour holds many requests. Callers with API keys add, change and remove articles, search,
ask, turn away, brief, compare and save documents, through every face. Every quote that comes back
is compared with its article. Memory is that of the server and of the processes it starts; the slope
is the least-squares line over the samples after the warm-up. Reads /proc, so it needs Linux.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from itertools import count
from pathlib import Path
from statistics import median

import httpx
import numpy as np

from benchmarks.common import REPOSITORY, header, tell
from benchmarks.soak_work import WORKS, Caller, Shelf, fill
from rag.users import UsersFile
from tests.models.local_server import serving

CALLERS = 4
WORDS_PER_SECOND = 100
SAMPLE_SECONDS = 30
START_SECONDS = 600
"""For the models to be loaded on a busy machine."""

_NUMBERED = re.compile(r"^\[(\d+)\] (.+)$", re.M)
_ADDRESS = re.compile(r"http://[\d.]+:\d+")


@dataclass(frozen=True, slots=True)
class Sample:
    """What the server and the processes that it started hold at one moment."""

    seconds: float
    requests: int
    megabytes: float
    children_megabytes: float
    files: int
    threads: int


@dataclass(slots=True)
class Seen:
    """What all callers met. Only the lock makes it safe."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: Counter[str] = field(default_factory=Counter)


class Counted(httpx.BaseTransport):
    """Counts what goes through it."""

    def __init__(self) -> None:
        self._real = httpx.HTTPTransport()
        self._numbers = count(1)
        self.requests = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests = next(self._numbers)
        return self._real.handle_request(request)


def main() -> None:
    """Serves, works, samples, reports."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--minutes", type=float, default=60, help="of work, warm-up included")
    parser.add_argument("--warm-up", type=float, default=10, help="minutes left out of the slope")
    parser.add_argument("--articles", type=int, default=60, help="in the library, about")
    parser.add_argument("--out", type=Path, help="the samples, as JSON lines")
    given = parser.parse_args()
    header("an hour of mixed work")
    with tempfile.TemporaryDirectory(prefix="dateline-soak-") as folder:
        home = Path(folder)
        keys = _keys(home)
        with serving(_echo) as writer, _served(home, f"{writer}/v1") as (url, pid):
            transport, seen = Counted(), Seen()
            shelf = Shelf(given.articles)
            ends = time.monotonic() + 60 * given.minutes
            callers = [
                threading.Thread(
                    target=_work, args=(url, key, number, transport, shelf, seen, ends)
                )
                for number, key in enumerate(keys)
            ]
            for caller in callers:
                caller.start()
            samples = list(_samples(pid, transport, callers))
            _report(samples, seen, 60 * given.warm_up)
    if given.out:
        lines = [
            json.dumps({name: getattr(one, name) for name in one.__slots__}) for one in samples
        ]
        given.out.write_text("\n".join(lines) + "\n")


def _echo(request: BaseHTTPRequestHandler) -> None:
    """An OpenAI-compatible server that says the first numbered sentence of its prompt again."""
    length = int(request.headers.get("Content-Length") or 0)
    asked = json.loads(request.rfile.read(length) or b"{}")
    request.send_response(200)
    request.end_headers()
    if "messages" not in asked:
        request.wfile.write(json.dumps({"data": [{"id": "echo"}]}).encode())
        return
    found = _NUMBERED.search(asked["messages"][-1]["content"])
    text = f"[{found[1]}] {found[2]}" if found else "[0]"
    for word in re.findall(r"\S+\s*", text)[: asked.get("max_tokens", 100)]:
        time.sleep(1 / WORDS_PER_SECOND)
        request.wfile.write(_chunk(word, None))
        request.wfile.flush()
    request.wfile.write(_chunk("", "stop") + b"data: [DONE]\n\n")


def _chunk(text: str, finish: str | None) -> bytes:
    choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
    return f"data: {json.dumps({'choices': [choice]})}\n\n".encode()


def _keys(home: Path) -> list[str]:
    file = UsersFile(home)
    names = [f"caller{number}" for number in range(CALLERS)]
    for name in names:
        file.put_user(name, "editor", "not used: all come with keys")
    return [file.add_key(name, "soak")[0] for name in names]


@contextmanager
def _served(home: Path, writer: str) -> Iterator[tuple[str, int]]:
    """Address and process of a Dateline whose models are loaded."""
    environ = os.environ | {
        "DATELINE_GENERATOR_URL": writer,
        "DATELINE_GENERATOR": "echo",
        "DATELINE_ASKS_PER_MINUTE": "0",
        "DATELINE_OFFLINE": "true",
    }
    command = [sys.executable, "-m", "rag", "serve", "--home", str(home), "--port", "0"]
    server = subprocess.Popen(
        command, cwd=REPOSITORY, env=environ, stderr=subprocess.PIPE, text=True
    )
    assert server.stderr is not None
    try:
        found = next(filter(None, map(_ADDRESS.search, server.stderr)))
        # What else it says is passed on, so that the pipe never fills up.
        threading.Thread(target=_pass_on, args=(server.stderr,), daemon=True).start()
        ends = time.monotonic() + START_SECONDS
        while httpx.get(f"{found[0]}/readyz", timeout=START_SECONDS).status_code != 200:
            assert time.monotonic() < ends, "the models were not loaded in time"
            time.sleep(1)
        yield found[0], server.pid
        server.terminate()
        tell(f"ended with       {server.wait(60)}")
    finally:
        server.kill()


def _pass_on(lines: Iterator[str]) -> None:
    for line in lines:
        tell(f"server: {line.rstrip()}")


def _work(
    url: str,
    key: str,
    number: int,
    transport: Counted,
    shelf: Shelf,
    seen: Seen,
    ends: float,
) -> None:
    """One caller: a work drawn by weight, then the next, until the time is over."""
    dice = random.Random(number)
    caller = Caller(url, key, transport, shelf, dice)
    works, weights = [work for work, _ in WORKS], [weight for _, weight in WORKS]
    while time.monotonic() < ends:
        work = fill if shelf.is_short else dice.choices(works, weights)[0]
        name, started, wrong = work.__name__, time.monotonic(), ""
        try:
            wrong = work(caller)
        except Exception as error:  # noqa: BLE001 - counted; the hour goes on
            wrong = f"{type(error).__name__}: {error}"[:300]
        with seen.lock:
            seen.seconds[name].append(time.monotonic() - started)
            if wrong:
                seen.wrong[f"{name}: {wrong}"] += 1


def _samples(pid: int, transport: Counted, callers: list[threading.Thread]) -> Iterator[Sample]:
    started = time.monotonic()
    while any(caller.is_alive() for caller in callers):
        time.sleep(SAMPLE_SECONDS)
        sample = _sample(pid, time.monotonic() - started, transport.requests)
        tell(
            f"{sample.seconds / 60:5.1f} min {sample.requests:7,} requests "
            f"{sample.megabytes:8,.1f} MB + {sample.children_megabytes:6,.1f} MB in children "
            f"{sample.files:4} files {sample.threads:4} threads"
        )
        yield sample


def _sample(pid: int, seconds: float, requests: int) -> Sample:
    children = [child for child in _processes() if _parent(child) == pid]
    files, threads = (len([*Path(f"/proc/{pid}/{what}").iterdir()]) for what in ("fd", "task"))
    return Sample(seconds, requests, _resident(pid), sum(map(_resident, children)), files, threads)


def _processes() -> list[int]:
    return [int(one.name) for one in Path("/proc").iterdir() if one.name.isdigit()]


def _parent(pid: int) -> int:
    with suppress(OSError, IndexError):
        # Past the name in brackets, which may hold anything.
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return 0


def _resident(pid: int) -> float:
    """Megabytes; 0 for a process that has ended."""
    with suppress(OSError):
        found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
        return int(found[1]) / 1000 if found else 0.0
    return 0.0


def _report(samples: list[Sample], seen: Seen, warm_up: float) -> None:
    for name, seconds in sorted(seen.seconds.items()):
        tell(f"{name:12} {len(seconds):6} times, median {median(seconds):6.2f} s")
    for wrong, times in seen.wrong.most_common():
        tell(f"WRONG {times} times: {wrong}")
    tell(f"requests         {samples[-1].requests:,}; wrong {sum(seen.wrong.values())}")
    warm = [one for one in samples if one.seconds >= warm_up]
    if len(warm) < 3:
        tell("too short for a slope")
        return
    for name in ("megabytes", "files", "threads"):
        first, last = getattr(warm[0], name), getattr(warm[-1], name)
        half = warm[len(warm) // 2 :]
        tell(
            f"{name:12} {first:,.0f} to {last:,.0f}; per 1,000 requests "
            f"{_slope(warm, name):+.2f}, in the second half {_slope(half, name):+.2f}"
        )


def _slope(samples: list[Sample], name: str) -> float:
    """Per 1,000 requests."""
    requests = np.array([one.requests / 1000 for one in samples])
    values = np.array([getattr(one, name) for one in samples], dtype=float)
    return float(np.polyfit(requests, values, 1)[0])


if __name__ == "__main__":
    main()
