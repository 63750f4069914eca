"""The deliberate failures, all that a person is ever shown.

DatelineError                 what happened and what to do next
├── SettingsError             a setting has a value that cannot be used
├── SourceError               one file, row, feed or page cannot be read; the others go on
│   └── RefusedError          it could be read, but must not (a private address, a symlink out)
├── StoreError                the library's database cannot be opened or written
│   └── LibraryFullError      no space left on the disk
├── IndexDamagedError         the vector index does not fit the store; it can be rebuilt
├── EmbedderMismatchError     the library was made with another embedder
├── NotFoundError             no such article, model or setting
├── QuestionError             a question that cannot be asked (empty, too long)
├── ExportError               a file cannot be written, or not in this format
├── AccessError               this user may not do that
├── BusyError                 more is asked than can be done now; try again a little later
└── ModelError                a model cannot be had or run
    ├── ModelMissingError     its files are not here and could not be fetched
    └── GeneratorError        the engine failed or answered nonsense

Anything else that is raised is a bug. Messages name the thing (`!r`) and the next step.
"""

from __future__ import annotations


class DatelineError(Exception):
    """Base of all failures that are shown to people as they stand."""


class SettingsError(DatelineError):
    """A setting has a value that cannot be used."""


class SourceError(DatelineError):
    """One file, row, feed or page cannot be read. Carries `path`, what it is called."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class RefusedError(SourceError):
    """It could be read, but must not be: a private address, an archive too large, a link out."""


class StoreError(DatelineError):
    """The library's database cannot be opened, read or written."""


class LibraryFullError(StoreError):
    """No space is left on the disk that holds the library."""


class IndexDamagedError(DatelineError):
    """The vector index on disk does not fit the store; it can be rebuilt from the store."""


class EmbedderMismatchError(DatelineError):
    """The library's vectors were made by another embedder than the one in use."""


class NotFoundError(DatelineError):
    """No such article, model or setting."""


class QuestionError(DatelineError):
    """A question that cannot be asked."""


class ExportError(DatelineError):
    """A document cannot be written to a file, or not in the format asked for."""


class AccessError(DatelineError):
    """The user is known, and may not do that."""


class BusyError(DatelineError):
    """More is asked than can be done now. Carries `retry_after`, seconds to wait at least."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class ModelError(DatelineError):
    """A model cannot be had or run."""


class ModelMissingError(ModelError):
    """A model's files are not on this machine and could not be fetched."""


class GeneratorError(ModelError):
    """The generating engine failed."""
