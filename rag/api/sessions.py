"""Who has signed in: drawn tokens, kept as hashes in memory, gone when Dateline ends.

A session ends with its time, with signing out, with its user, and with its user's password.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from rag.users import User, Users
from rag.users.passwords import hashed_key

SESSION_SECONDS = 7 * 24 * 3600
"""After which signing in is asked for again."""

KEPT = 10_000
"""Sessions at most; the oldest goes first."""


@dataclass(frozen=True, slots=True)
class _Session:
    name: str
    secret: str | None  # of the user when it began
    ends: float


class Sessions:
    """Safe to use from several threads."""

    def __init__(self, users: Users, clock: Callable[[], float] = monotonic) -> None:
        self._users = users
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: dict[str, _Session] = {}

    def begin(self, user: User) -> str:
        """The token of a new session."""
        token = secrets.token_urlsafe(32)
        secret = self._users.secret_of(user.name)
        session = _Session(user.name, secret, self._clock() + SESSION_SECONDS)
        with self._lock:
            self._kept[hashed_key(token)] = session
            while len(self._kept) > KEPT:
                del self._kept[next(iter(self._kept))]
        return token

    def user(self, token: str) -> User | None:
        """Whose session it is, as long as it lasts."""
        with self._lock:
            session = self._kept.get(hashed_key(token))
        if session is None:
            return None
        user = self._users.named(session.name)
        lasts = self._clock() < session.ends
        if user and lasts and self._users.secret_of(user.name) == session.secret:
            return user
        self.end(token)
        return None

    def end(self, token: str) -> None:
        """Signs out; a token that is none's does nothing."""
        with self._lock:
            self._kept.pop(hashed_key(token), None)
