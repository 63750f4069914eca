"""The users file of a library, `users.json`: names, roles, hashes of passwords and of keys.

Written whole or not at all, readable by its owner alone. Read anew when it has changed, so that
who is removed is out at once. Holds no password and no key.
"""

from __future__ import annotations

import json
import os
import secrets
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock
from pydantic import BaseModel, ConfigDict, ValidationError

from rag.errors import NotFoundError, QuestionError, SettingsError
from rag.users.passwords import checked_password, hashed_key, hashed_password, new_key
from rag.users.roles import Role

FILE_NAME = "users.json"

MAX_NAME = 64
"""Characters of a name."""


class StoredUser(BaseModel):
    """A user as the file has it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    role: Role
    password: str  # its argon2 hash


class ApiKey(BaseModel):
    """A key as the file has it: enough to recognise it, not enough to use it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str  # by which it is removed
    user: str
    label: str
    sha256: str
    created: datetime


class Stored(BaseModel):
    """What is in the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    users: tuple[StoredUser, ...] = ()
    keys: tuple[ApiKey, ...] = ()


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was read, and what the file looked like then."""

    stamp: tuple[int, int, int] | None
    stored: Stored


class UsersFile:
    """Safe to use from several threads and processes."""

    def __init__(self, home: Path) -> None:
        self.path = home / FILE_NAME
        self._lock = threading.Lock()
        self._seen: _Seen | None = None

    def read(self) -> Stored:
        """What is in the file now; nobody if there is none.

        Raises:
            SettingsError: It is there and cannot be understood.
        """
        with self._lock:
            stamp = self._stamp()
            if self._seen is None or self._seen.stamp != stamp:
                self._seen = _Seen(stamp, self._read() if stamp else Stored())
            return self._seen.stored

    def put_user(self, name: str, role: Role, password: str) -> None:
        """Adds a user, or gives one another role and password.

        Raises:
            QuestionError: A name that cannot be one, or a password too short.
        """
        if not is_name(name):
            raise QuestionError(
                f"{name!r} cannot be a name: take 1 to {MAX_NAME} letters, digits, or . _ @ -"
            )
        user = StoredUser(
            name=name, role=role, password=hashed_password(checked_password(password))
        )
        with self._changing() as stored:
            others = tuple(one for one in stored.users if one.name != name)
            self._write(Stored(users=(*others, user), keys=stored.keys))

    def remove_user(self, name: str) -> None:
        """Removes a user with all keys; raises NotFoundError."""
        with self._changing() as stored:
            users = tuple(one for one in stored.users if one.name != name)
            if len(users) == len(stored.users):
                raise NotFoundError(f"there is no user {name!r}. `users list` shows who there is.")
            self._write(Stored(users=users, keys=_keys_but(stored, user=name)))

    def add_key(self, user: str, label: str) -> tuple[str, ApiKey]:
        """A new key of a user: the key itself, which is told only here, and what is kept of it."""
        key = new_key()
        made = ApiKey(
            id=secrets.token_hex(4),
            user=user,
            label=label,
            sha256=hashed_key(key),
            created=datetime.now(UTC),
        )
        with self._changing() as stored:
            self._write(Stored(users=stored.users, keys=(*stored.keys, made)))
        return key, made

    def remove_key(self, key_id: str) -> None:
        """Ends a key; raises NotFoundError."""
        with self._changing() as stored:
            keys = tuple(key for key in stored.keys if key.id != key_id)
            if len(keys) == len(stored.keys):
                raise NotFoundError(f"there is no key {key_id!r}. `users list` shows the keys.")
            self._write(Stored(users=stored.users, keys=keys))

    def _changing(self) -> _Changing:
        return _Changing(self)

    def _stamp(self) -> tuple[int, int, int] | None:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _read(self) -> Stored:
        try:
            return Stored.model_validate_json(self.path.read_bytes())
        except (OSError, ValidationError) as error:
            raise SettingsError(
                f"{self.path} cannot be read as a users file: {type(error).__name__}. Nobody is "
                "let in until it is mended: restore it, or remove it and add the users again."
            ) from error

    def _write(self, stored: Stored) -> None:
        partial = self.path.with_name(f".{FILE_NAME}.{secrets.token_hex(8)}.part")
        content = json.dumps(stored.model_dump(mode="json"), indent=1).encode()
        try:
            descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(self.path)
        except OSError as error:
            raise SettingsError(
                f"{self.path} cannot be written: {error.strerror or error}. Make room there, or "
                "let this user of the machine write to it."
            ) from error
        finally:
            partial.unlink(missing_ok=True)


class _Changing:
    """One process at a time reads, changes and writes the file."""

    def __init__(self, file: UsersFile) -> None:
        file.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = file
        self._lock = FileLock(file.path.with_name(f".{FILE_NAME}.lock"), timeout=10)

    def __enter__(self) -> Stored:
        self._lock.acquire()
        try:
            return self._file.read()
        except BaseException:
            self._lock.release()
            raise

    def __exit__(self, *_error: object) -> None:
        self._lock.release()


def is_name(name: str) -> bool:
    """Whether it can be a user's: plain, so that it fits headers, logs and `name:password`."""
    plain = name.isascii() and all(one.isalnum() or one in "._@-" for one in name)
    return plain and 0 < len(name) <= MAX_NAME


def _keys_but(stored: Stored, *, user: str) -> tuple[ApiKey, ...]:
    return tuple(key for key in stored.keys if key.user != user)
