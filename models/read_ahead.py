"""What prompts begin with, read by llama.cpp once and kept on disk for the next start.

Every prompt of a kind begins with the same instructions and worked examples: some 800 tokens, which
two cores read in twelve seconds. The engine can write what it has made of them to a file (keys and
values of its attention, 24 MB) and take it up again in milliseconds, bit for bit:
https://github.com/ggml-org/llama.cpp/tree/master/tools/server, `POST /slots/{id}?action=save`.
A file that is damaged or from another engine is refused by the engine, and the prompt read anew.

Knows nothing of how the engine is started.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from rag.errors import GeneratorError
from rag.types import Message

FILES_KEPT = 8
"""The last used; another version of the instructions, the model or the engine has other files."""

Ask = Callable[[str, dict[str, Any]], dict[str, Any]]
"""A path of the engine and a request; returns its answer, or raises GeneratorError."""

_log = logging.getLogger(__name__)


class ReadAhead:
    """States of one engine with one model, in a folder that several processes may share."""

    def __init__(self, folder: Path, told: str) -> None:
        """Makes the folder.

        Args:
            folder: Where the engine writes its files; its `slot_save_path`.
            told: What a state is worthless without: model, engine, kernels, sizes.

        Raises:
            OSError: The folder cannot be made.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._told = told

    def has(self, messages: Sequence[Message]) -> bool:
        """Whether these were read before."""
        return self._place(messages).is_file()

    def restore(self, ask: Ask, slot: int, messages: Sequence[Message]) -> bool:
        """Has the engine take up what it once made of the messages; False if it refuses that.

        Args:
            ask: Asks the engine.
            slot: Loses what it holds.
            messages: Those of `has`.
        """
        kept = self._place(messages)
        try:
            ask(f"/slots/{slot}?action=restore", {"filename": kept.name})
        except GeneratorError as error:
            _log.warning("what was read ahead is read again: %s", error)
            with contextlib.suppress(OSError):
                kept.unlink(missing_ok=True)
            return False
        with contextlib.suppress(OSError):
            kept.touch()
        return True

    def save(self, ask: Ask, slot: int, messages: Sequence[Message], tokens: int) -> None:
        """Keeps what the slot holds, if that is these messages and nothing else.

        Args:
            ask: Asks the engine.
            slot: Where the messages were just read.
            messages: They.
            tokens: Of the prompt they make. Somebody's question may have come to the slot since.
        """
        kept = self._place(messages)
        part = self._folder / f"{kept.stem}.{secrets.token_hex(4)}.part"
        try:
            saved = ask(f"/slots/{slot}?action=save", {"filename": part.name})
            if saved.get("n_saved") == tokens:
                part.replace(kept)  # whole or not at all: another process may be starting
                self._forget_old()
        except (GeneratorError, OSError) as error:
            _log.warning("what was read ahead cannot be kept: %s", error)
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)

    def _place(self, messages: Sequence[Message]) -> Path:
        read = [self._told, *([one.role, one.content] for one in messages)]
        key = hashlib.sha256(json.dumps(read).encode()).hexdigest()[:24]
        return self._folder / f"{key}.state"

    def _forget_old(self) -> None:
        files = sorted(self._folder.glob("*.state"), key=lambda path: -path.stat().st_mtime)
        for old in files[FILES_KEPT:]:
            old.unlink(missing_ok=True)
