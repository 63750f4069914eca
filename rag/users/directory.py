"""All users there are, from settings and users file, and how they prove who they are.

Once there was a user, nobody gets in without being one, even if all are removed meanwhile.
"""

from __future__ import annotations

import threading
from functools import cache
from pathlib import Path

from rag.errors import SettingsError
from rag.users.file import UsersFile, is_name
from rag.users.passwords import hashed_key, hashed_password, is_password
from rag.users.roles import ROLES, Role, User

FORM = 'Write DATELINE_USERS as "name:password" or "name:password:reader", commas between users.'


class Users:
    """Safe to use from several threads."""

    def __init__(self, configured: str, home: Path) -> None:
        """Takes both sources.

        Args:
            configured: The setting `users`.
            home: The library's folder, for its users file.

        Raises:
            SettingsError: `configured` cannot be understood.
        """
        self._configured = _parsed(configured)
        self._file = UsersFile(home)
        self._lock = threading.Lock()
        self._had_any = False

    def any(self) -> bool:
        """Whether there are users, or were: if not, whoever reaches Dateline may use it.

        Raises:
            SettingsError: The users file cannot be read.
        """
        stored = self._file.read()
        with self._lock:
            self._had_any = bool(self._had_any or self._configured or stored.users)
            return self._had_any

    def with_password(self, name: str, password: str) -> User | None:
        """The user of this name and password; slow, on purpose, also for names that are none's."""
        user = self.named(name)
        stored = self.secret_of(name) if user else None
        right = is_password(password, stored or _nobodys())
        return user if right and stored else None

    def with_key(self, key: str) -> User | None:
        """The user to whom an API key belongs."""
        sha256 = hashed_key(key)
        owner = next((one.user for one in self._file.read().keys if one.sha256 == sha256), None)
        return self.named(owner) if owner is not None else None

    def named(self, name: str) -> User | None:
        """The user of this name, as long as there is one."""
        if name in self._configured:
            return self._configured[name][0]
        found = next((one for one in self._file.read().users if one.name == name), None)
        return User(found.name, found.role) if found else None

    def secret_of(self, name: str) -> str | None:
        """The hash of a user's password: it changes with the password, and ends what hung on it."""
        if name in self._configured:
            return self._configured[name][1]
        return next((one.password for one in self._file.read().users if one.name == name), None)


@cache
def _nobodys() -> str:
    """What a name that is none's is checked against, to take as long as one that is."""
    return hashed_password("")


def _parsed(configured: str) -> dict[str, tuple[User, str]]:
    """Example: "ana:s3cret:reader, ben:p:w" -> ana, a reader; ben, an editor, password "p:w"."""
    users: dict[str, tuple[User, str]] = {}
    for number, part in enumerate(filter(str.strip, configured.split(",")), start=1):
        name, _, rest = part.strip().partition(":")
        password, _, last = rest.rpartition(":")
        role: Role = next((one for one in ROLES if one == last and password), "editor")
        if not (password and last in ROLES):
            password = rest
        if not is_name(name) or not password or name in users:
            # The part itself may hold a password, and stays out of the message.
            raise SettingsError(f"user {number} of the setting 'users' is no user. {FORM}")
        users[name] = User(name, role), hashed_password(password)
    return users
