"""The file of a backup: a zip of named files and a manifest with the digest of each.

Knows nothing of what is in the files. Nothing is believed that was not counted and hashed, and no
name of the archive ever becomes a path: only names that the caller asks for are unpacked.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rag.errors import StoreError

FORMAT = 1
"""Counted up whenever what a backup holds changes."""

_MANIFEST = "manifest.json"
_MAX_MANIFEST_BYTES = 1_000_000
_BLOCK = 1 << 20


class Member(BaseModel):
    """One file of a backup: what it must be when it is unpacked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bytes: int = Field(ge=0)
    sha256: str


class Manifest(BaseModel):
    """What a backup says of itself.

    Attributes:
        dateline_backup: Of this format; by its name it is known what the file is.
        made: When, ISO 8601, UTC.
        articles: Current ones; for people.
        generation: The library's; for people.
        files: By name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    dateline_backup: int
    made: str
    articles: int
    generation: int
    files: dict[str, Member]


def write(target: Path, files: Mapping[str, Path], **told: int | str) -> Manifest:
    """Packs the files, reads everything back, and only then gives the archive its name.

    Args:
        target: Replaced, if it is there; readable by its owner alone.
        files: By the names that they get.
        told: The manifest's other fields.

    Raises:
        StoreError: It cannot be written, or does not read back as it was written.
    """
    part = target.with_name(f".{target.name[:100]}.{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as opened:
            part.chmod(0o600)  # it holds every article, and the hashes of passwords
            with zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
                members = {name: _pack(packed, name, path) for name, path in files.items()}
                manifest = Manifest.model_validate(
                    {"dateline_backup": FORMAT, "files": members, **told}
                )
                packed.writestr(_MANIFEST, manifest.model_dump_json(indent=2) + "\n")
            opened.flush()
            os.fsync(opened.fileno())
        with reading(part) as (found, packed):
            for name in found.files:
                _copy(packed, name, found.files[name], None, target)
        part.replace(target)
    except OSError as error:
        raise StoreError(
            f"the backup {str(target)!r} cannot be written: {error.strerror or error}. Make room "
            "there, or choose another place."
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return manifest


@contextmanager
def reading(path: Path) -> Iterator[tuple[Manifest, zipfile.ZipFile]]:
    """The manifest of a backup and its open archive, which holds exactly what the manifest says.

    Raises:
        StoreError: It cannot be opened, is no backup, cut off, or of a newer Dateline.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            manifest = _manifest(packed, path)
            held = sorted(info.filename for info in packed.infolist())
            if held != sorted([_MANIFEST, *manifest.files]):
                raise damaged(path, "it holds other files than its manifest says")
            yield manifest, packed
    except FileNotFoundError as error:
        raise StoreError(f"there is no file {str(path)!r}. Check the name.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise damaged(path, str(error)) from error
    except OSError as error:
        raise StoreError(
            f"the backup {str(path)!r} cannot be read: {error.strerror or error}."
        ) from error


def unpack(
    packed: zipfile.ZipFile, manifest: Manifest, name: str, target: Path, path: Path
) -> None:
    """Writes one file of the backup `path` to `target`.

    Raises:
        StoreError: Its length or digest is not what the manifest says; `target` is of no use then.
    """
    with target.open("xb") as opened:
        target.chmod(0o600)
        _copy(packed, name, manifest.files[name], opened, path)
        opened.flush()
        os.fsync(opened.fileno())


def damaged(path: Path, reason: str) -> StoreError:
    """What to raise where a backup is not what it should be."""
    return StoreError(
        f"{str(path)!r} is damaged or no backup of Dateline ({reason}). Nothing was changed; "
        "use another backup."
    )


def _pack(packed: zipfile.ZipFile, name: str, path: Path) -> Member:
    digest, size = hashlib.sha256(), 0
    # zipfile does not know the size beforehand, and a library may be longer than 4 GB.
    with path.open("rb") as source, packed.open(name, "w", force_zip64=True) as target:
        while block := source.read(_BLOCK):
            digest.update(block)
            size += len(block)
            target.write(block)
    return Member(bytes=size, sha256=digest.hexdigest())


def _manifest(packed: zipfile.ZipFile, path: Path) -> Manifest:
    try:
        with packed.open(_MANIFEST) as opened:
            fields = json.loads(opened.read(_MAX_MANIFEST_BYTES))
        version = fields["dateline_backup"]
        if isinstance(version, int) and version > FORMAT:
            raise StoreError(
                f"the backup {str(path)!r} has format {version}, this Dateline reads up to "
                f"{FORMAT}. Update Dateline."
            )
        return Manifest.model_validate(fields)
    except (KeyError, TypeError, ValueError, RecursionError, ValidationError) as error:
        raise damaged(path, "its manifest cannot be understood") from error


def _copy(
    packed: zipfile.ZipFile, name: str, member: Member, target: IO[bytes] | None, path: Path
) -> None:
    """To `target`, or nowhere if only to be checked; never more than the manifest says."""
    digest, size = hashlib.sha256(), 0
    with packed.open(name) as source:
        while block := source.read(_BLOCK):
            size += len(block)
            if size > member.bytes:
                raise damaged(path, f"{name} is longer than its manifest says")
            digest.update(block)
            if target is not None:
                target.write(block)
    if (size, digest.hexdigest()) != (member.bytes, member.sha256):
        raise damaged(path, f"{name} is not what was written")
