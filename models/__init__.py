"""Everything that loads weights: what there is, how it is had, and the engines that run it.

The rest of Dateline needs these names only, and importing them loads no engine.
"""

from models.load import (
    Listed,
    list_models,
    load_embedder,
    load_generator,
    load_judge,
    load_reranker,
)

__all__ = [
    "Listed",
    "list_models",
    "load_embedder",
    "load_generator",
    "load_judge",
    "load_reranker",
]
