"""One system, measured in the process that this file is run in.

python -m benchmarks.peers_worker SYSTEM FOLDER

Started by `benchmarks.peers`, in the system's own environment: imports nothing that one of the
environments may lack. FOLDER has the articles, the questions and what else is to be known; what was
measured is written there. Warms up on made-up articles and questions before any clock runs.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

from benchmarks.peers_systems import SYSTEMS, Asked, System

WARM_UP_ARTICLES = 12
WARM_UP_QUESTIONS = tuple(
    map(Asked, ("Who rebuilt the mill?", "What did the council say of bridge 7?", "When?"))
)


@dataclass(frozen=True, slots=True)
class Job:
    """What to measure, as it lies in the folder.

    Attributes:
        model: Folder of the embedder.
        threads: For computing with torch.
        passages: Asked for when a search is timed.
        deep: Passages asked for when the ranking of articles is kept.
        questions: In order, each with the day that it was asked on.
    """

    model: str
    threads: int
    passages: int
    deep: int
    questions: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Measured:
    """What came of it.

    Attributes:
        held: URLs of the articles that can be searched afterwards; Dateline refuses pages
            without text.
        chunks: What they were cut into.
        ingest_s: Seconds from JSON lines to searchable.
        ingest_cpu_s: Of processor time meanwhile, child processes that ended included.
        search_s: Seconds of each question, its embedding included.
        ranked: URLs of articles for each question, each once, best first.
        versions: Of the packages measured.
    """

    held: list[str]
    chunks: int
    ingest_s: float
    ingest_cpu_s: float
    search_s: list[float]
    ranked: list[list[str]]
    versions: dict[str, str]


def main() -> None:
    """Measures, and writes measured.json."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    job = Job(**json.loads((folder / "job.json").read_text("utf-8")))
    import torch

    torch.set_num_threads(job.threads)
    setup = SYSTEMS[name]
    system = setup.make(Path(job.model), folder)
    try:
        warm_up(system, folder)
        measured = measure(system, folder / "articles.jsonl", job, setup.packages)
    finally:
        system.close()
    (folder / "measured.json").write_text(json.dumps(asdict(measured)), "utf-8")


def warm_up(system: System, folder: Path) -> None:
    """Everything once, so that no clock runs while something is loaded."""
    table = folder / "warm-up.jsonl"
    with table.open("w", encoding="utf-8") as lines:
        for number in range(WARM_UP_ARTICLES):
            text = "\n\n".join(
                f"The council of Lower Arn {number} will rebuild bridge {one} by spring, its clerk "
                f"said, after {one + number} households had asked for it in letters. " * 4
                for one in range(5)
            )
            row = {
                "url": f"https://example.org/warm-up/{number}",
                "title": f"Bridges of Lower Arn, part {number}",
                "published": "2021-03-04",
                "text": text,
            }
            lines.write(json.dumps(row) + "\n")
    system.ingest(table)
    for question in WARM_UP_QUESTIONS:
        system.search(question, 10)


def measure(system: System, table: Path, job: Job, packages: tuple[str, ...]) -> Measured:
    """Ingests by the clock, asks by the clock, then asks again for whole rankings."""
    wall, cpu = perf_counter(), _processor_time()
    size = system.ingest(table)
    wall, cpu = perf_counter() - wall, _processor_time() - cpu
    # The first searches after an ingest load what it has left to them.
    for question in WARM_UP_QUESTIONS:
        system.search(question, job.passages)
    seconds = []
    questions = [Asked(text, day) for text, day in job.questions]
    for question in questions:
        started = perf_counter()
        system.search(question, job.passages)
        seconds.append(perf_counter() - started)
    # Each article once, where its best chunk stands.
    ranked = [list(dict.fromkeys(system.search(question, job.deep))) for question in questions]
    versions = {one: version(one) for one in packages}
    return Measured(size.urls, size.chunks, wall, cpu, seconds, ranked, versions)


def _processor_time() -> float:
    """Seconds of this process and of its children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    main()
