"""From the name of a model, as written in the settings, to files that an engine can open.

A name is one of the catalogue, a folder, a .gguf file, a hub id ("owner/name"), or a file of the
hub ("owner/name/file.gguf"). Knows nothing of engines.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from models.catalog import Entry, Task, find
from models.fetch import fetch
from models.sources import UnavailableError, hub_headers, hub_url, reach
from rag.errors import ModelMissingError, NotFoundError
from rag.settings import Settings
from rag.types import ModelState

HUB_FILES = ("*.json", "*.safetensors", "*.txt", "*.model", "*.jinja")  # no pickle, no code


@dataclass(frozen=True, slots=True)
class Reference:
    """What a name stands for: exactly one of `entry`, `path` and `hub_id` is given.

    `file` is the path of one file inside the hub's repository, "" for all that is needed.
    """

    name: str
    entry: Entry | None = None
    path: Path | None = None
    hub_id: str = ""
    file: str = ""

    @property
    def is_gguf(self) -> bool:
        """Whether it is a model for llama.cpp."""
        if self.entry is not None:
            return self.entry.load.endswith(".gguf")
        return (self.path.name if self.path is not None else self.file).endswith(".gguf")


def resolve(name: str, task: Task) -> Reference:
    """Finds out what `name` means, without asking the network.

    Raises:
        NotFoundError: It is none of the forms above, or the catalogue's model has another task.
    """
    entry = find(name)
    if entry is not None:
        if entry.task != task:
            raise NotFoundError(f"the model {name!r} cannot {task}: its task is {entry.task!r}")
        return Reference(entry.name, entry=entry)

    path = Path(name).expanduser()
    if name and path.exists():
        return Reference(path.name, path=path.absolute())

    parts = name.split("/")
    relative = len(parts) >= 2 and all(parts) and parts[0] not in {".", "..", "~"}
    if relative and len(parts) == 2 and not name.endswith(".gguf"):
        return Reference(name, hub_id=name)
    if relative and len(parts) > 2 and name.endswith(".gguf"):
        return Reference(name, hub_id="/".join(parts[:2]), file="/".join(parts[2:]))
    raise NotFoundError(
        f"there is no model {name!r}: it is no name of the catalogue (`python -m rag models` lists "
        "them), no folder or .gguf file on this machine, and no hub id such as 'owner/name'"
    )


def locate(
    reference: Reference,
    settings: Settings,
    progress: Callable[[ModelState], None] | None = None,
) -> Path:
    """Returns the folder or file, fetching it if need be.

    Raises:
        ModelMissingError: It is not here and cannot be fetched.
    """
    if reference.entry is not None:
        return fetch(reference.entry, settings, progress)
    if reference.path is not None:
        return reference.path
    if progress is not None:
        progress(ModelState(reference.name, "fetching", "asking the model hub"))
    return _from_hub(reference, settings)


def _from_hub(reference: Reference, settings: Settings) -> Path:
    import huggingface_hub
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    cache = settings.models_dir / "hub"
    offline = settings.offline or huggingface_hub.constants.HF_HUB_OFFLINE
    try:
        return _cached(reference, cache)
    except (LocalEntryNotFoundError, HFValidationError) as error:
        reason = "not asked, because offline is set" if offline else str(error)
    if not offline:
        try:
            return _download(reference, cache)
        except UnavailableError as error:
            reason = str(error)
    raise ModelMissingError(
        f"The model {reference.name!r} is not in {cache} and could not be fetched. Model hub: "
        f"{reason}. Either connect and start again, or name a folder or file on this machine, or "
        "use a model of the catalogue (`python -m rag models` lists them)."
    )


def _cached(reference: Reference, cache: Path) -> Path:
    return _snapshot(reference, cache, local_files_only=True)


def _download(reference: Reference, cache: Path) -> Path:
    import httpx
    from huggingface_hub.errors import HfHubHTTPError

    reach(hub_url(reference.hub_id, reference.file or "config.json", "main"), hub_headers())
    try:
        return _snapshot(reference, cache, local_files_only=False)
    except (HfHubHTTPError, httpx.HTTPError, OSError, ValueError) as error:
        raise UnavailableError(str(error) or type(error).__name__) from error


def _snapshot(reference: Reference, cache: Path, *, local_files_only: bool) -> Path:
    import huggingface_hub
    from huggingface_hub.utils.tqdm import disable_progress_bars

    disable_progress_bars()
    if reference.file:
        found = huggingface_hub.hf_hub_download(
            reference.hub_id, reference.file, cache_dir=cache, local_files_only=local_files_only
        )
    else:
        found = huggingface_hub.snapshot_download(
            reference.hub_id,
            cache_dir=cache,
            local_files_only=local_files_only,
            allow_patterns=list(HUB_FILES),
        )
    return Path(found)
