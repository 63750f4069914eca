"""Which FAISS structure holds how many vectors, and how each is made. Knows nothing of files.

flat  exact, 4 bytes a dimension: up to 50,000 rows, searched in a few milliseconds
sq8   all rows, 1 byte a dimension: up to 100,000 rows, in some 9 milliseconds
ivf   the nearest cells only, 1 byte a dimension: above that
"""

from __future__ import annotations

from math import isqrt
from typing import Any, Literal, get_args

import faiss
import numpy as np

from rag.types import Vectors

Kind = Literal["flat", "sq8", "ivf"]
KINDS: tuple[Kind, ...] = get_args(Kind)

FLAT_ROWS = 50_000
SQ8_ROWS = 100_000
TRAINING_ROWS = 200_000
"""Rows of the sample that scales and cells are learnt from."""

_MARGIN = 0.1  # each scale is wider than the sample by this share: later vectors are not clipped
_SEED = 7  # of the clustering: the same library gives the same index
_ROUNDS = 10  # of the clustering
_ROWS_A_CELL = 20  # of the sample, at least
_GROUPS_TRIED = 8  # whose cells a row is compared with: 99 in 100 land in the best


def kind_for(rows: int, now: Kind | None = None) -> Kind:
    """The kind for so many rows.

    An index shrinks to a simpler kind only at half its bound, so that articles that come and go
    around a bound do not rebuild it each time.
    """
    if now in {"sq8", "ivf"} and rows > FLAT_ROWS // 2:
        flat, sq8 = FLAT_ROWS // 2, SQ8_ROWS // 2 if now == "ivf" else SQ8_ROWS
    else:
        flat, sq8 = FLAT_ROWS, SQ8_ROWS
    if rows <= flat:
        return "flat"
    return "sq8" if rows <= sq8 else "ivf"


def cells_for(rows: int) -> int:
    """Cells of an ivf index."""
    return max(1, min(4 * isqrt(rows), rows // _ROWS_A_CELL))


def make(kind: Kind, dim: int, rows: int, sample: Vectors) -> Any:
    """An empty FAISS index with row ids, trained for what it will hold.

    Args:
        kind: What to make.
        dim: Length of the vectors.
        rows: How many it will hold, about.
        sample: Of its vectors, shape (n, dim); not used for "flat".
    """
    if kind == "flat":
        return faiss.IndexIDMap2(faiss.IndexFlatIP(dim))
    quantizer_type, metric = faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    if kind == "sq8":
        inner = faiss.IndexScalarQuantizer(dim, quantizer_type, metric)
        inner.sq.rangestat_arg = _MARGIN
        made = faiss.IndexIDMap2(inner)
    else:
        cells = _two_level_means(sample, min(cells_for(rows), max(1, len(sample) // _ROWS_A_CELL)))
        made = faiss.IndexIVFScalarQuantizer(cells, dim, cells.ntotal, quantizer_type, metric, True)
        made.sq.rangestat_arg = _MARGIN
    made.train(sample)
    return made


def cell_finder(made: Any) -> Any:
    """A FAISS index of the centres of an ivf index, which finds the nearest without trying all."""
    found = centres(made)
    groups = isqrt(len(found))
    finder = faiss.IndexIVFFlat(
        faiss.IndexFlatIP(made.d), made.d, groups, faiss.METRIC_INNER_PRODUCT
    )
    finder.cp.min_points_per_centroid = 1  # or FAISS warns
    finder.train(found)
    finder.add(found)
    finder.nprobe = _GROUPS_TRIED
    return finder


def _two_level_means(sample: Vectors, cells: int) -> Any:
    """About so many centres, as an exact FAISS index: those of groups, in each group of its rows.

    Hierarchical k-means, from Nister and Stewenius, "Scalable Recognition with a Vocabulary Tree"
    (CVPR 2006): 8,944 cells of 200,000 rows take 14 seconds, where k-means among all took five
    minutes and left no fewer rows to be compared.
    """
    groups = _means(sample, isqrt(cells))
    group = groups.search(sample, 1)[1][:, 0]
    made = faiss.IndexFlatIP(sample.shape[1])
    for one in np.unique(group):
        rows = sample[group == one]
        share = max(1, round(cells * len(rows) / len(sample)))
        made.add(_means(rows, min(share, len(rows))).reconstruct_n())
    return made


def _means(rows: Vectors, many: int) -> Any:
    """An exact FAISS index of so many unit centres of the rows."""
    clustering = faiss.Clustering(rows.shape[1], many)
    clustering.seed, clustering.niter, clustering.spherical = _SEED, _ROUNDS, True
    clustering.min_points_per_centroid, clustering.max_points_per_centroid = 1, len(rows)
    found = faiss.IndexFlatIP(rows.shape[1])
    clustering.train(rows, found)
    return found


def centres(made: Any) -> Vectors:
    """The centre of each cell of an ivf index, unit vectors, shape (cells, dim)."""
    found: Vectors = made.quantizer.reconstruct_n(0, made.nlist)
    return found


def kind_of(made: Any) -> Kind:
    """The kind of an index that `make` made.

    Raises:
        ValueError: It is of none of our kinds.
    """
    if isinstance(made, faiss.IndexIVFScalarQuantizer):
        return "ivf"
    if isinstance(made, faiss.IndexIDMap2):
        inner = faiss.downcast_index(made.index)
        if isinstance(inner, faiss.IndexFlat):
            return "flat"
        if isinstance(inner, faiss.IndexScalarQuantizer):
            return "sq8"
    raise ValueError(f"{type(made).__name__} is no index of Dateline")
