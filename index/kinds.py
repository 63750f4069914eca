"""Which FAISS structure holds how many vectors, and how each is made. Knows nothing of files.

flat  exact, 4 bytes a dimension: up to 50,000 rows, searched in a few milliseconds
sq8   all rows, 1 byte a dimension: up to 100,000 rows, in some 9 milliseconds
ivf   the nearest cells only, 1 byte a dimension: above that
"""

from __future__ import annotations

from math import isqrt
from typing import Any, Literal, get_args

import faiss

from rag.types import Vectors

Kind = Literal["flat", "sq8", "ivf"]
KINDS: tuple[Kind, ...] = get_args(Kind)

FLAT_ROWS = 50_000
SQ8_ROWS = 100_000
TRAINING_ROWS = 100_000
"""Rows of the sample that scales and cells are learnt from."""

_MARGIN = 0.1  # each scale is wider than the sample by this share: later vectors are not clipped
_SEED = 7  # of the clustering: the same library gives the same index


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
    return max(1, min(4 * isqrt(rows), rows // 39))  # FAISS wants 39 training points a cell


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
        cells = min(cells_for(rows), max(1, len(sample) // 39))
        made = faiss.IndexIVFScalarQuantizer(
            faiss.IndexFlatIP(dim), dim, cells, quantizer_type, metric, True
        )
        made.cp.seed = _SEED
        made.sq.rangestat_arg = _MARGIN
    made.train(sample)
    return made


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
