"""Which jobs are not over, in a file: those that a start finds there were cut off by an end.

A file for each port, because several programs may serve one library. It holds neither what was
asked for nor what came of it. A disk that is full or barred is logged: jobs go on without.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Noted:
    """A job, as far as it is worth noting; `created` is ISO 8601."""

    id: str
    kind: str
    user: str
    created: str


class Journal:
    """Used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        """Reads and writes nothing yet."""
        self._path = path

    @classmethod
    def of(cls, home: Path, port: int) -> Journal | None:
        """That of a library's server; None if its port is another at each start.

        Nobody can come back to such a server and ask.
        """
        return cls(home / f"jobs-{port}.json") if port else None

    def read(self) -> list[Noted]:
        """What was written last; nothing if that cannot be read."""
        try:
            return [Noted(**one) for one in json.loads(self._path.read_text(encoding="utf-8"))]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, TypeError) as error:
            _log.warning("jobs that were cut off cannot be told: %s: %s", self._path, error)
            return []

    def write(self, jobs: Sequence[Noted]) -> None:
        """Puts these in place of what was there."""
        beside = self._path.with_suffix(".new")
        try:
            beside.write_text(json.dumps([asdict(job) for job in jobs]), encoding="utf-8")
            beside.replace(self._path)
        except OSError as error:
            _log.warning("jobs under way cannot be noted (%s); an end would lose them", error)
