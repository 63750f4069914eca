"""How the vector index grows: latency, recall, bytes, adding, removing, start-up, size by size.

python -m benchmarks.scale [--home LIBRARY] [--sizes 10000 100000 1000000] [--kinds flat sq8 ivf]
                           [--out FOLDER]

Vectors are synthetic neighbours: a real vector of the library (random units around random centres,
without --home) and noise, each row another pair; they are made when needed, so that memory holds
the index and little else. A search is the product's: the main index mapped from its file, a delta
of 10,000 rows beside it, twice the rows and a few more from both, put in order by their exact
cosines. Recall is against all rows compared one by one. Where every second row passes a filter, and
the real vectors are an even number, all neighbours of a real vector pass or none: half of the
queries are then far from all that passes, as when another outlet wrote the story. --out keeps the
figures, and draws how each grows if matplotlib is installed.
"""

from __future__ import annotations

import argparse
import importlib
import json
import resource
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.common import header, library, tell
from index import kinds, manifest
from index.faiss_index import FaissIndex
from index.kinds import KINDS, Kind
from index.layered import LayeredIndex
from rag.types import EmbedderFacts, RowIds, RowMask, Vectors

DIM = 384
K = 10
NOISE_ROWS = 65_537  # prime, so that row numbers run through all pairs of vector and noise
NOISE = 0.6  # of unit length: a neighbour has a cosine of about .86 with what it is made of
BLOCK = 65_536
ARTICLE = 8  # chunks that come and go together
DELTA = 10_000  # rows beside the main index, half of what may be there
FACTS = EmbedderFacts("synthetic", "0" * 64, DIM)


@dataclass(slots=True)
class Figures:
    """Of one kind at one size; times of searches in milliseconds, by filter."""

    rows: int
    kind: Kind
    built_s: float
    p50: dict[str, float] = field(default_factory=dict)
    p99: dict[str, float] = field(default_factory=dict)
    recall: dict[str, float] = field(default_factory=dict)
    added_per_s: float = 0.0
    removed_per_s: float = 0.0
    bytes_each: float = 0.0
    opened_s: float = 0.0


class Neighbours:
    """As many vectors as wanted, each made from its row number alone."""

    def __init__(self, real: Vectors) -> None:
        random = np.random.default_rng(3)
        self._real = real
        noise = random.standard_normal((NOISE_ROWS, DIM), dtype=np.float32)
        self._noise = NOISE * noise / np.linalg.norm(noise, axis=1, keepdims=True)

    def vectors(self, rows: RowIds) -> Vectors:
        """Unit vectors, shape (n, DIM), in the order of the rows."""
        made = self._real[rows % len(self._real)] + self._noise[rows * 40_503 % NOISE_ROWS]
        unit: Vectors = made / np.linalg.norm(made, axis=1, keepdims=True)
        return unit


@dataclass(frozen=True, slots=True)
class Asked:
    """Queries, what may be returned, and the exact best."""

    name: str
    queries: Vectors
    allowed: RowMask | None
    best: list[set[int]]


def clustered_units(rows: int, random: np.random.Generator) -> Vectors:
    """Shape (rows, DIM): about 200 neighbours share a centre."""
    centres = random.standard_normal((max(1, rows // 200), DIM), dtype=np.float32)
    noise = random.standard_normal((rows, DIM), dtype=np.float32)
    vectors = centres[random.integers(len(centres), size=rows)] + 0.8 * noise
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def stored_vectors(home: Path) -> Vectors:
    """All vectors of a library."""
    with library(home, models=False) as parts:
        return parts.store.vectors(parts.store.rows())


def exact(made: Neighbours, queries: Vectors, rows: RowIds) -> list[set[int]]:
    """The K best rows of each query, by comparing all."""
    scores = np.full((len(queries), 0), 0.0, np.float32)
    best = np.empty((len(queries), 0), np.int64)
    for begin in range(0, len(rows), BLOCK):
        block = rows[begin : begin + BLOCK]
        scores = np.hstack([scores, queries @ made.vectors(block).T])
        best = np.hstack([best, np.broadcast_to(block, (len(queries), len(block)))])
        keep = np.argpartition(-scores, min(K, scores.shape[1]) - 1, axis=1)[:, :K]
        scores = np.take_along_axis(scores, keep, axis=1)
        best = np.take_along_axis(best, keep, axis=1)
    return [set(row.tolist()) for row in best]


def questions(made: Neighbours, rows: RowIds, many: int) -> list[Asked]:
    """Queries near some rows, with and without filters."""
    random = np.random.default_rng(5)
    near = made.vectors(random.choice(rows, many)) + NOISE / 2 * random.standard_normal(
        (many, DIM), dtype=np.float32
    ) / np.sqrt(DIM)
    queries = (near / np.linalg.norm(near, axis=1, keepdims=True)).astype(np.float32)
    every = np.ones(int(rows[-1]) + 1, dtype=bool)
    filters = {"all": 1, "1 in 2": 2, "1 in 100": 100}
    asked = []
    for name, step in filters.items():
        allowed = every & (np.arange(len(every)) % step == 1 % step)
        passing = rows[allowed[rows]]
        best = exact(made, queries, passing)
        asked.append(Asked(name, queries, None if step == 1 else allowed, best))
    return asked


def search(index: LayeredIndex, made: Neighbours, query: Vectors, asked: Asked) -> set[int]:
    """The K best as `index.kept` gives them: quantised cosines are made exact."""
    wanted = K if index.kind == "flat" else 2 * K + 16
    rows = np.array([row for row, _ in index.search(query, wanted, asked.allowed)], np.int64)
    if index.kind == "flat":
        return set(rows.tolist())
    order = np.argsort(-(made.vectors(rows) @ query), kind="stable")
    return set(rows[order[:K]].tolist())


def time_searches(index: LayeredIndex, made: Neighbours, asked: Asked, figures: Figures) -> None:
    """Tells p50, p99 and recall."""
    times, shares = [], []
    for query, best in zip(asked.queries, asked.best, strict=True):
        started = time.perf_counter()
        found = search(index, made, query, asked)
        times.append(1000 * (time.perf_counter() - started))
        shares.append(len(found & best) / len(best))
    p50, p99 = np.percentile(times, [50, 99])
    recall = float(np.mean(shares))
    figures.p50[asked.name], figures.p99[asked.name] = float(p50), float(p99)
    figures.recall[asked.name] = recall
    tell(f"    {asked.name:<9} p50 {p50:8.2f} ms   p99 {p99:8.2f} ms   recall@{K} {recall:.3f}")


def time_changes(index: LayeredIndex, made: Neighbours, figures: Figures) -> None:
    """Adds articles of a few chunks each, and removes as many of the main index."""
    last = int(index.rows()[-1])
    new = np.arange(last + 1, last + 1 + 200 * ARTICLE, dtype=np.int64).reshape(-1, ARTICLE)
    vectors = [made.vectors(article) for article in new]
    adding = seconds([lambda r=r, v=v: index.add(r, v) for r, v in zip(new, vectors, strict=True)])
    old = np.arange(1, 1 + 200 * ARTICLE, dtype=np.int64).reshape(-1, ARTICLE)
    removing = seconds([lambda r=r: index.remove(r) for r in old])
    figures.added_per_s, figures.removed_per_s = new.size / adding, old.size / removing
    tell(
        f"    adds {figures.added_per_s:,.0f} chunks a second, removes {figures.removed_per_s:,.0f}"
    )


def time_start(index: LayeredIndex, folder: Path, figures: Figures) -> None:
    """Saves the changes, and opens all of it as a new process would, hashes looked at."""
    saving = seconds([lambda: manifest.save(folder, index, FACTS, generation=1)])
    opening = seconds([lambda: manifest.load(folder, FACTS)])
    size = sum(path.stat().st_size for path in folder.iterdir())
    figures.bytes_each, figures.opened_s = size / len(index), opening
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    tell(
        f"    {figures.bytes_each:.0f} bytes a chunk on the disk, changes saved in {saving:.1f} s, "
        f"opened in {opening:.1f} s; most memory so far {peak:,.0f} MB"
    )


def seconds(calls: Sequence[Callable[[], object]]) -> float:
    """All of them together."""
    started = time.perf_counter()
    for call in calls:
        call()
    return time.perf_counter() - started


def main() -> None:
    """Each kind at each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="library whose vectors the neighbours are of")
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--kinds", nargs="*", choices=KINDS, help="the kind by size if not given")
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--out", type=Path, help="folder for the figures and a drawing of them")
    given = parser.parse_args()
    header("The vector index by size")
    real = stored_vectors(given.home) if given.home else None
    if real is None:
        real = clustered_units(20_000, np.random.default_rng(1))
    made = Neighbours(real)
    measured = []
    for size in given.sizes:
        rows = np.arange(1, size + 1, dtype=np.int64)
        asked = questions(made, rows, given.queries)
        for kind in given.kinds or [kinds.kind_for(size)]:
            measured.append(measure(kind, made, rows, asked))
    if given.out:
        keep(measured, given.out)


def measure(kind: Kind, made: Neighbours, rows: RowIds, asked: Sequence[Asked]) -> Figures:
    """One kind at one size."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        index = built(kind, made, rows)
        if len(index.main):
            manifest.store_main(folder, index)
        figures = Figures(len(rows), kind, time.perf_counter() - started)
        tell(
            f"{len(rows):,} chunks, {kind}, {index.cells:,} cells, built in {figures.built_s:.1f} s"
        )
        for one in asked:
            time_searches(index, made, one, figures)
        time_changes(index, made, figures)
        time_start(index, folder, figures)
    return figures


def built(kind: Kind, made: Neighbours, rows: RowIds) -> LayeredIndex:
    """All rows; the newest of a quantised kind are beside the main index."""
    if kind == "flat":
        return LayeredIndex(FaissIndex.empty(DIM), FaissIndex.build(kind, DIM, rows, made.vectors))
    old, new = rows[:-DELTA], rows[-DELTA:]
    index = LayeredIndex(FaissIndex.build(kind, DIM, old, made.vectors), FaissIndex.empty(DIM))
    index.add(new, made.vectors(new))
    return index


def keep(measured: Sequence[Figures], folder: Path) -> None:
    """Writes the figures as JSON, and draws them over the number of chunks."""
    folder.mkdir(parents=True, exist_ok=True)
    told = json.dumps([asdict(one) for one in measured], indent=1)
    (folder / "scale.json").write_text(told + "\n", encoding="utf-8")
    try:
        drawing = importlib.import_module("matplotlib.figure")
    except ImportError:
        tell("nothing is drawn: `pip install matplotlib` for that")
        return
    figure = drawing.Figure(figsize=(9, 3.2), layout="constrained")
    latency, recall, start = figure.subplots(1, 3)
    sizes = [one.rows for one in measured]
    for name in measured[0].p50:
        latency.plot(sizes, [one.p50[name] for one in measured], "o-", label=name)
        recall.plot(sizes, [one.recall[name] for one in measured], "o-", label=name)
    start.plot(sizes, [one.opened_s for one in measured], "o-")
    titles = ("search, median, ms", f"recall@{K}", "opening, s")
    for axes, title in zip((latency, recall, start), titles, strict=True):
        axes.set(xscale="log", xlabel="chunks", title=title, ylim=(0, None))
        axes.grid(alpha=0.3)
    recall.set_ylim(0.95, 1.002)
    latency.legend(title="rows that pass")
    figure.savefig(folder / "scale.svg")


if __name__ == "__main__":
    main()
