"""Files that were sent to Dateline, under names of their own while they are read.

A server puts each upload into a place of its own, so that a corrected file would be a new article.
Here the name of the file is what makes it the same article. Knows nothing of what is in the files;
nothing of them stays but what the library stores.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from filelock import FileLock

from rag.types import Failure

FOLDER = "uploads"
"""Inside the library's home, which Gradio serves nothing from."""

LOCK = "uploads.lock"
"""Beside the folder: of two who send a file of one name, each has his own read, one by one."""

MAX_NAME_BYTES = 200
"""File systems take 255; a number and the ending of a half-written copy still have to fit."""


@dataclass(frozen=True, slots=True)
class Received:
    """Uploads by name, and those that could not be taken over."""

    paths: tuple[Path, ...]
    failed: tuple[Failure, ...]


@contextlib.contextmanager
def received(files: Sequence[str | Path], home: Path) -> Iterator[Received]:
    """Copies of `files` at places that depend on their names only; they are removed at the end.

    While it is open, all others who open it for the same home wait, in other programs too.

    Args:
        files: Where the server put them. Of two with one name the second is numbered.
        home: The library's folder.
    """
    if not files:
        yield Received((), ())
        return
    home.mkdir(parents=True, exist_ok=True)
    # Not bound to a thread: a web server may go on with a generator in another one.
    with FileLock(home / LOCK, thread_local=False):
        yield from _received(files, home / FOLDER)


def _received(files: Sequence[str | Path], folder: Path) -> Iterator[Received]:
    paths: list[Path] = []
    failed: list[Failure] = []
    for file in files:
        path = folder / _unused(safe_name(PurePath(file).name), {path.name for path in paths})
        try:
            _copy(Path(file), path)
        except OSError as error:
            failed.append(Failure(path.name, f"could not be taken over: {error.strerror or error}"))
        else:
            paths.append(path)
    try:
        yield Received(tuple(paths), tuple(failed))
    finally:
        for path in paths:
            path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # it holds what somebody else put there
            folder.rmdir()


def safe_name(name: str) -> str:
    """A name for a file that means nothing else to any file system, always the same for a name."""
    name = unicodedata.normalize("NFC", name)
    name = "".join("_" if one in '/\\:*?"<>|' else one for one in name if one.isprintable())
    name = name.strip(" .") or "upload"
    stem, suffix = os.path.splitext(name)  # noqa: PTH122 - PurePath knows ".." and drives
    suffix = _cut(suffix, 20)
    return _cut(stem, MAX_NAME_BYTES - len(suffix.encode())) + suffix


def _unused(name: str, used: set[str]) -> str:
    folded = {one.casefold() for one in used}
    path, number, candidate = PurePath(name), 1, name
    while candidate.casefold() in folded:
        number += 1
        candidate = f"{path.stem} ({number}){path.suffix}"
    return candidate


def _copy(file: Path, path: Path) -> None:
    """Whole or not at all: who reads `path` at this moment reads the old copy or the new one."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        shutil.copyfile(file, partial)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _cut(text: str, most: int) -> str:
    """At most so many bytes of UTF-8, no character cut in two."""
    return text.encode()[:most].decode(errors="ignore")
