"""Dateline's search beside txtai, Haystack and LlamaIndex: same articles, questions and weights.

    python3.11 -m venv PEERS
    PEERS/bin/pip install -r benchmarks/peers_requirements.txt
    python -m benchmarks.peers --peers-python PEERS/bin/python [--articles 300] [--rounds 2]

The peers live in an environment of their own and are no requirement of Dateline. Each system runs
in a process of its own, one after the other, in the next round in the opposite order, because a
machine is not equally fast all the time; all are given the same number of threads and the same
MiniLM folder, none asks a network, and each is warmed up before a clock runs (`peers_worker`).

What is measured. Ingest: from a file of JSON lines to searchable: read, split, embedded, indexed;
by the clock, and by processor time. Dateline's is durable by then (SQLite and an index on disk) and
has found languages, sentences and near-duplicates in it; the peers keep everything in memory.
Search: one question at a time, its embedding included, ten passages back. Standing: where the first
true article is among ten articles, each where its best chunk stands; every system gets the words of
the question and nothing else, but for "dateline-dated", which is told the day it was asked on, as
it knows it in use; the peers have no place for a day. Counted are the questions whose true article
all systems hold, since Dateline refuses pages on which it finds no article; a column has the top 10
over all questions.
Memory: the highest resident size of the process and of its children, added up.

On a busy machine threads wait for each other, by the clock and by burning processor time: a run
there says nothing of speed.

How the peers are set up, as their documentation has it for such use:
  txtai: `Embeddings(content=True)`, dense, and with `hybrid=True`, its BM25 beside it; texts cut by
    its `Segmentation` into sentences joined up to 1,000 characters. It has no place for a title,
    so each chunk gets it in front.
  Haystack: the tutorial on hybrid retrieval without its reranker: `DocumentSplitter` (200 words,
    its default), the title in front of the text and a meta field that is embedded, in-memory store,
    BM25 and embedding retrievers, joined by reciprocal rank.
  LlamaIndex: `VectorStoreIndex` as it comes (1,024 tokens, overlap 200: MiniLM reads the first 254
    of each, so this one is quick because it reads less); and its hybrid pack's size of 256 tokens,
    overlap 20, BM25 and vectors fused by `QueryFusionRetriever`. The title is metadata.
All embed in float32 with PyTorch; Dateline chooses the format itself, bfloat16 where the processor
computes it, and its own kernels where they were compiled (`models.encoder`).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.common import REPOSITORY, SAMPLES, header, options, skip_if_missing, tell
from benchmarks.peers_figures import Round, round_line, table_lines
from benchmarks.peers_systems import SYSTEMS
from benchmarks.peers_worker import Job, Measured
from models.catalog import DEFAULT_EMBEDDER
from models.device import usable_cores
from models.fetch import fetch
from rag.evaluation.datasets import SetMissingError
from rag.evaluation.sets import Row, load, table
from rag.settings import Settings

PASSAGES = 10
"""What a search gives back when it is timed."""

DEEP = 120
"""Passages among which ten different articles are looked for, as in `rag.evaluation.runs`."""

LOOK_SECONDS = 0.1
"""Between two looks at how much memory a system has."""


def main() -> None:
    """Measures all systems in turns, and prints a table."""
    given = _arguments()
    header("Search beside txtai, Haystack and LlamaIndex")
    try:
        chosen = load("realtimeqa", given.data, SAMPLES)
    except SetMissingError as error:
        skip_if_missing(error)
    articles = chosen.rows[: given.articles]
    held = {row["url"] for row in articles}
    questions = [
        one for one in chosen.questions if one.kind == "linked" and held.intersection(one.gold)
    ][: given.limit]
    words = sum(len(row["text"].split()) for row in articles)
    tell(
        f"{len(articles)} articles, {words} words, {len(questions)} questions, "
        f"{given.rounds} rounds, {given.threads} threads"
    )
    job = Job(
        model=str(fetch(DEFAULT_EMBEDDER, Settings.load())),
        threads=given.threads,
        passages=PASSAGES,
        deep=DEEP,
        questions=[(one.question, one.asked) for one in questions],
    )
    done: dict[str, list[Round]] = defaultdict(list)
    for number in range(given.rounds):
        for name in given.systems[:: -1 if number % 2 else 1]:
            python = Path(sys.executable) if name.startswith("dateline") else given.peers_python
            if one := _run(name, python, job, articles):
                done[name].append(one)
                tell(round_line(one, words))
    measured = {name: done[name] for name in given.systems if done[name]}
    if not measured:
        sys.exit(1)
    for line in table_lines(measured, questions, words):
        tell(line)
    if given.out:
        rounds = [asdict(one) for several in done.values() for one in several]
        given.out.write_text(json.dumps(rounds), "utf-8")


def _arguments() -> argparse.Namespace:
    parser = options((__doc__ or "").splitlines()[0])
    parser.add_argument("--peers-python", type=Path, help="of the environment with the peers")
    parser.add_argument("--articles", type=int, default=300, help="linked ones come first")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--threads", type=int, default=usable_cores())
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    given = parser.parse_args()
    if given.peers_python is None and any(not one.startswith("dateline") for one in given.systems):
        parser.error(
            "name the Python that has the peers with --peers-python, made by: python3.11 -m venv "
            "PEERS && PEERS/bin/pip install -r benchmarks/peers_requirements.txt"
        )
    return given


def _run(name: str, python: Path, job: Job, articles: Sequence[Row]) -> Round | None:
    """Measures one system in a new process; None, told in words, if it failed."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        table(articles, folder / "articles.jsonl")
        (folder / "job.json").write_text(json.dumps(asdict(job)), "utf-8")
        # Not resolved: the link in an environment's folder is what makes it that environment.
        command = [str(python.absolute()), "-m", "benchmarks.peers_worker", name, scratch]
        with (folder / "log").open("w", encoding="utf-8") as log:
            worker = subprocess.Popen(
                command, cwd=REPOSITORY, env=_environment(job.threads), stdout=log, stderr=log
            )
            memory = 0
            while worker.poll() is None:
                memory = max(memory, sum(map(_peak, _family(worker.pid))))
                time.sleep(LOOK_SECONDS)
        said = (folder / "log").read_text("utf-8", "replace").strip().splitlines()
        if worker.returncode:
            tell(f"{name} failed ({worker.returncode}): {' / '.join(said[-3:])}")
            return None
        for line in said:
            if line.startswith("failed: "):  # an article that Dateline refused, and why
                tell(f"  {name}: {line}")
        measured = json.loads((folder / "measured.json").read_text("utf-8"))
    return Round(name, Measured(**measured), memory)


def _environment(threads: int) -> dict[str, str]:
    """The same for all: no network, so many threads, our settings and nobody's else."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("DATELINE_")}
    pools = ("OMP", "MKL", "OPENBLAS", "RAYON", "NUMEXPR")
    return {
        **own,
        **{f"{pool}_NUM_THREADS": str(threads) for pool in pools},
        "DATELINE_MODELS_DIR": str(Settings.load().models_dir),
        "DATELINE_OFFLINE": "true",
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "HAYSTACK_TELEMETRY_ENABLED": "False",
    }


def _family(pid: int) -> Iterator[int]:
    """A process and its children, theirs included (Linux)."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text()
        except OSError:  # it has just ended
            continue
        for child in children.split():
            yield from _family(int(child))


def _peak(pid: int) -> int:
    """Bytes of memory that a process had at most so far (Linux); 0 if it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    peak = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")]
    return int(peak[0]) * 1024 if peak else 0


if __name__ == "__main__":
    main()
