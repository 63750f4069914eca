"""How the vector index grows: latency, recall, bytes, adding, removing, start-up, size by size.

python -m benchmarks.scale [--home LIBRARY] [--sizes 10000 100000 1000000] [--kinds flat sq8 ivf]

Vectors are synthetic neighbours: a real vector of the library (random units around random centres,
without --home) and noise, each row another pair; they are made when needed, so that memory holds
the index and little else. A search is the product's: twice the rows and a few more from the index,
put in order by their exact cosines. Recall is against all rows compared one by one.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.common import header, library, tell
from index import kinds
from index.faiss_index import FaissIndex
from index.kinds import KINDS, Kind
from rag.types import RowIds, Vectors

DIM = 384
K = 10
NOISE_ROWS = 65_537  # prime, so that row numbers run through all pairs of vector and noise
NOISE = 0.6  # of unit length: a neighbour has a cosine of about .86 with what it is made of
BLOCK = 65_536
ARTICLE = 8  # chunks that come and go together


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
    allowed: RowIds | None
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
    filters = {"all": None, "1 in 2": rows[::2], "1 in 100": rows[::100]}
    return [
        Asked(name, queries, allowed, exact(made, queries, rows if allowed is None else allowed))
        for name, allowed in filters.items()
    ]


def search(index: FaissIndex, made: Neighbours, query: Vectors, allowed: RowIds | None) -> set[int]:
    """The K best as `index.kept` gives them: quantised cosines are made exact."""
    wanted = K if index.kind == "flat" else 2 * K + 16
    rows = np.array([row for row, _ in index.search(query, wanted, allowed)], np.int64)
    if index.kind == "flat":
        return set(rows.tolist())
    order = np.argsort(-(made.vectors(rows) @ query), kind="stable")
    return set(rows[order[:K]].tolist())


def time_searches(index: FaissIndex, made: Neighbours, asked: Asked) -> None:
    """Tells p50, p99 and recall."""
    times, shares = [], []
    for query, best in zip(asked.queries, asked.best, strict=True):
        started = time.perf_counter()
        found = search(index, made, query, asked.allowed)
        times.append(1000 * (time.perf_counter() - started))
        shares.append(len(found & best) / len(best))
    p50, p99 = np.percentile(times, [50, 99])
    tell(
        f"    {asked.name:<9} p50 {p50:8.2f} ms   p99 {p99:8.2f} ms   "
        f"recall@{K} {np.mean(shares):.3f}"
    )


def time_changes(index: FaissIndex, made: Neighbours, rows: int) -> None:
    """Adds and removes articles of a few chunks each."""
    new = np.arange(rows + 1, rows + 1 + 200 * ARTICLE, dtype=np.int64).reshape(-1, ARTICLE)
    vectors = [made.vectors(article) for article in new]
    adding = seconds([lambda r=r, v=v: index.add(r, v) for r, v in zip(new, vectors, strict=True)])
    removing = seconds([lambda r=r: index.remove(r) for r in new])
    many = new.size
    tell(f"    adds {many / adding:,.0f} chunks a second, removes {many / removing:,.0f}")


def time_start(index: FaissIndex) -> None:
    """Writes it and reads it again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "index.faiss"
        writing = seconds([lambda: index.write(path)])
        reading = seconds([lambda: FaissIndex.read(path)])
        size = path.stat().st_size
    each = size / len(index)
    tell(f"    {each:.0f} bytes a chunk, written in {writing:.1f} s, read in {reading:.1f} s")


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
    given = parser.parse_args()
    header("The vector index by size")
    real = stored_vectors(given.home) if given.home else None
    if real is None:
        real = clustered_units(20_000, np.random.default_rng(1))
    made = Neighbours(real)
    for size in given.sizes:
        rows = np.arange(1, size + 1, dtype=np.int64)
        asked = questions(made, rows, given.queries)
        for kind in given.kinds or [kinds.kind_for(size)]:
            measure(kind, made, rows, asked)


def measure(kind: Kind, made: Neighbours, rows: RowIds, asked: Sequence[Asked]) -> None:
    """One kind at one size."""
    started = time.perf_counter()
    index = FaissIndex.build(kind, DIM, rows, made.vectors)
    tell(f"{len(rows):,} chunks, {kind}, built in {time.perf_counter() - started:.1f} s")
    for one in asked:
        time_searches(index, made, one)
    time_changes(index, made, len(rows))
    time_start(index)


if __name__ == "__main__":
    main()
