"""What a stored index is of, and the files that hold it. Knows nothing of searching.

`manifest.json` names the files of the main index and of the delta by their hashes. The files are
written first and the manifest last, each in one step, so a crash at any moment leaves what was
stored before or what is stored now. A main index that is stored already is not written again. No
pickle.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from index.faiss_index import FaissIndex, among
from index.kinds import KINDS, Kind
from index.layered import LayeredIndex, StoredFile
from rag.errors import IndexDamagedError
from rag.types import EmbedderFacts

FORMAT = 2
MANIFEST_NAME = "manifest.json"

_BLOCK = 1 << 20
_LEFTOVER_SECONDS = 3600.0  # younger files may be another process's save in progress


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the index.

    Attributes:
        file: Its name, in the folder of the manifest.
        sha256: Of the file, hex.
        count: Rows in it.
    """

    file: str
    sha256: str
    count: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the index holds.

    Attributes:
        embedder: Name of what made the vectors.
        weight_hash: SHA-256 of its weights.
        dim: Length of the vectors.
        count: Rows.
        generation: The store's, when the index last agreed with it.
        kind: Of the main index, see `index.kinds`; "flat" if there is none.
        main: The main index, if there is one.
        delta: What is beside it.
        gone: Rows of the main index that are removed.
        format: Of this manifest.
    """

    embedder: str
    weight_hash: str
    dim: int
    count: int
    generation: int
    kind: Kind
    main: Part | None
    delta: Part
    gone: tuple[int, ...]
    format: int = FORMAT


def save(folder: Path, index: LayeredIndex, facts: EmbedderFacts, generation: int) -> Manifest:
    """Writes what of the index is not stored yet, then the manifest; removes what it named before.

    A main index that was in memory is served from its file from then on.

    Raises:
        OSError: The disk is full or the folder cannot be written, or another process has put an
            index of its own there; what was there stays valid.
    """
    before = _named_files(folder)
    main = store_main(folder, index) if len(index.main) else None
    delta = _write(folder, index.write_delta)
    manifest = Manifest(
        embedder=facts.name,
        weight_hash=facts.weight_hash,
        dim=facts.dim,
        count=len(index),
        generation=generation,
        kind=index.kind,
        main=main,
        delta=delta,
        gone=tuple(index.gone().tolist()),
    )
    with _new_file(folder) as part:
        part.write_text(json.dumps(asdict(manifest)) + "\n", encoding="utf-8")
        _place(part, folder / MANIFEST_NAME)
    _sweep(folder, before, {delta.file, main.file} if main else {delta.file})
    return manifest


def store_main(folder: Path, index: LayeredIndex) -> Part:
    """Writes the main index, unless it is stored, and has it served from its file.

    Raises:
        OSError: It cannot be written, or its file is no longer there.
    """
    if index.stored is None:
        written = _write(folder, index.main.write)
        index.map_main(StoredFile(folder / written.file, written.sha256))
        return written
    if not index.stored.path.exists():
        raise FileNotFoundError(f"another process has replaced {index.stored.path.name}")
    return Part(index.stored.path.name, index.stored.sha256, len(index.main))


def load(folder: Path, expected: EmbedderFacts) -> tuple[LayeredIndex, Manifest]:
    """The stored index, if all that the manifest says of it is true and as expected.

    Raises:
        IndexDamagedError: There is none, or something does not fit.
    """
    manifest = read_manifest(folder)
    if (manifest.weight_hash, manifest.dim) != (expected.weight_hash, expected.dim):
        raise _damaged(
            folder, f"its vectors are of {manifest.embedder!r}, not of {expected.name!r}"
        )
    delta = _read(folder, manifest.delta)
    main, stored = FaissIndex.empty(manifest.dim), None
    if manifest.main is not None:
        main = _read(folder, manifest.main, mapped=True)
        stored = StoredFile(folder / manifest.main.file, manifest.main.sha256)
    gone = np.array(manifest.gone, dtype=np.int64)
    if not among(gone, main.held()).all() or among(delta.rows(), main.held()).any():
        raise _damaged(folder, "its files do not go together")
    index = LayeredIndex(main, delta, gone, stored)
    held = (index.kind, index.dim, len(index))
    if held != (manifest.kind, manifest.dim, manifest.count):
        raise _damaged(folder, f"its files hold {held}, not what the manifest says")
    return index, manifest


def read_manifest(folder: Path) -> Manifest:
    """The manifest alone.

    Raises:
        IndexDamagedError: There is none, or it cannot be understood.
    """
    path = folder / MANIFEST_NAME
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        if fields["format"] != FORMAT:
            raise _damaged(folder, "the manifest is of another version")
        main, delta = fields.pop("main"), fields.pop("delta")
        fields["gone"] = tuple(fields["gone"])
        manifest = Manifest(**fields, main=Part(**main) if main else None, delta=Part(**delta))
    except FileNotFoundError as error:
        raise _damaged(folder, "there is no manifest") from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise _damaged(folder, f"the manifest cannot be read: {error}") from error
    numbers = all(isinstance(row, int) for row in manifest.gone)
    if not (manifest.kind in KINDS and numbers and _named_well(manifest)):
        raise _damaged(folder, "the manifest says what cannot be")
    return manifest


def _parts(manifest: Manifest) -> list[Part]:
    return [part for part in (manifest.main, manifest.delta) if part is not None]


def _named_well(manifest: Manifest) -> bool:
    """Whether files are named by their own names only: a manifest must not lead elsewhere."""
    return all(
        isinstance(part.file, str) and Path(part.file).name == part.file
        for part in _parts(manifest)
    )


def _write(folder: Path, write: Callable[[Path], int]) -> Part:
    """Has a part written, and names its file by what is in it."""
    with _new_file(folder) as part:
        count = write(part)
        digest = _sha256(part)
        named = Part(f"vectors-{digest[:32]}.faiss", digest, count)
        _place(part, folder / named.file)
    return named


def _read(folder: Path, part: Part, *, mapped: bool = False) -> FaissIndex:
    path = folder / part.file
    try:
        digest = _sha256(path)
    except OSError as error:
        raise _damaged(folder, f"{part.file} cannot be read: {error.strerror}") from error
    if digest != part.sha256:
        raise _damaged(folder, f"{part.file} was changed or cut off")
    index = FaissIndex.read(path, mapped=mapped)
    if len(index) != part.count:
        raise _damaged(folder, f"{part.file} holds {len(index)} rows, not {part.count}")
    return index


@contextmanager
def _new_file(folder: Path) -> Iterator[Path]:
    """A file to write to; gone afterwards unless it was placed."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix="vectors-", suffix=".part")
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _sweep(folder: Path, before: Set[str], now: Set[str]) -> None:
    """Removes files that were replaced, and what crashed or overtaken saves left long ago."""
    for path in folder.glob("vectors-*"):
        with suppress(OSError):  # another process sweeps too, or has it open where that bars us
            old = time.time() - path.stat().st_mtime > _LEFTOVER_SECONDS
            if path.name not in now and (path.name in before or old):
                path.unlink()


def _named_files(folder: Path) -> set[str]:
    try:
        return {part.file for part in _parts(read_manifest(folder))}
    except IndexDamagedError:
        return set()


def _damaged(folder: Path, reason: str) -> IndexDamagedError:
    return IndexDamagedError(
        f"the vector index in {str(folder)!r} does not fit the library: {reason}. "
        "It is rebuilt from the stored vectors."
    )


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _place(part: Path, target: Path) -> None:
    """Moves a complete file to its name in one step that a power cut cannot undo by half."""
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(target)
    if os.name == "posix":  # elsewhere a folder cannot be opened
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
