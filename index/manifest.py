"""What a stored index is of, and the files that hold both. Knows nothing of searching.

`manifest.json` names the index file by its hash. The file is written first and the manifest last,
each in one step, so a crash at any moment leaves the old pair or the new one. No pickle.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from index.faiss_index import FaissIndex
from index.kinds import KINDS, Kind
from rag.errors import IndexDamagedError
from rag.types import EmbedderFacts

FORMAT = 1
MANIFEST_NAME = "manifest.json"

_BLOCK = 1 << 20
_LEFTOVER_SECONDS = 3600.0  # younger files may be another process's save in progress


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the index file holds.

    Attributes:
        embedder: Name of what made the vectors.
        weight_hash: SHA-256 of its weights.
        dim: Length of the vectors.
        count: Rows.
        generation: The store's, when the index last agreed with it.
        kind: See `index.kinds`.
        file: Name of the index file in the same folder.
        sha256: Of that file, hex.
        format: Of this manifest.
    """

    embedder: str
    weight_hash: str
    dim: int
    count: int
    generation: int
    kind: Kind
    file: str
    sha256: str
    format: int = FORMAT


def save(folder: Path, index: FaissIndex, facts: EmbedderFacts, generation: int) -> Manifest:
    """Writes index and manifest, and removes the file that the manifest named before.

    Raises:
        OSError: The disk is full or the folder cannot be written; what was there stays valid.
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = _named_file(folder)
    handle, name = tempfile.mkstemp(dir=folder, prefix="vectors-", suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        count = index.write(part)
        digest = _sha256(part)
        manifest = Manifest(
            embedder=facts.name,
            weight_hash=facts.weight_hash,
            dim=facts.dim,
            count=count,
            generation=generation,
            kind=index.kind,
            file=f"vectors-{digest[:32]}.faiss",
            sha256=digest,
        )
        _place(part, folder / manifest.file)
        part.write_text(json.dumps(asdict(manifest), indent=2) + "\n", encoding="utf-8")
        _place(part, folder / MANIFEST_NAME)
    finally:
        part.unlink(missing_ok=True)
    _sweep(folder, before, manifest.file)
    return manifest


def load(folder: Path, expected: EmbedderFacts) -> tuple[FaissIndex, Manifest]:
    """The stored index, if all that the manifest says of it is true and as expected.

    Raises:
        IndexDamagedError: There is none, or something does not fit.
    """
    manifest = read_manifest(folder)
    if (manifest.weight_hash, manifest.dim) != (expected.weight_hash, expected.dim):
        raise _damaged(
            folder, f"its vectors are of {manifest.embedder!r}, not of {expected.name!r}"
        )
    path = folder / manifest.file
    try:
        digest = _sha256(path)
    except OSError as error:
        raise _damaged(folder, f"{manifest.file} cannot be read: {error.strerror}") from error
    if digest != manifest.sha256:
        raise _damaged(folder, f"{manifest.file} was changed or cut off")
    index = FaissIndex.read(path)
    held = (index.kind, index.dim, len(index))
    if held != (manifest.kind, manifest.dim, manifest.count):
        raise _damaged(folder, f"{manifest.file} holds {held}, not what the manifest says")
    return index, manifest


def read_manifest(folder: Path) -> Manifest:
    """The manifest alone.

    Raises:
        IndexDamagedError: There is none, or it cannot be understood.
    """
    path = folder / MANIFEST_NAME
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        manifest = Manifest(**fields)
    except FileNotFoundError as error:
        raise _damaged(folder, "there is no manifest") from error
    except (OSError, ValueError, TypeError) as error:
        raise _damaged(folder, f"the manifest cannot be read: {error}") from error
    # By its own name only: a manifest must not lead to a file elsewhere.
    named = isinstance(manifest.file, str) and Path(manifest.file).name == manifest.file
    if manifest.format != FORMAT or manifest.kind not in KINDS or not named:
        raise _damaged(folder, "the manifest is of another version")
    return manifest


def _sweep(folder: Path, before: str, now: str) -> None:
    """Removes the file that was replaced, and what crashed or overtaken saves left long ago."""
    for path in folder.glob("vectors-*"):
        old = time.time() - path.stat().st_mtime > _LEFTOVER_SECONDS
        if path.name != now and (path.name == before or old):
            path.unlink(missing_ok=True)


def _named_file(folder: Path) -> str:
    try:
        return read_manifest(folder).file
    except IndexDamagedError:
        return ""


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
