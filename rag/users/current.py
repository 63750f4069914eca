"""Who is asking just now, wherever a call goes: set at the door, read where it matters.

A context variable, because the web app's handlers call the desk without naming anybody, from
threads that Gradio chooses; it carries the context along.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from rag.users.roles import User

USER_KEY = "dateline.user"
"""Under which the gate leaves the user in a request's scope."""

_user: ContextVar[User | None] = ContextVar("dateline_user", default=None)


def current_user() -> User:
    """Who asks. That nobody does is a bug, and must not let anybody in."""
    user = _user.get()
    if user is None:
        raise TypeError("a call came past the gate; see rag.api.gate")
    return user


@contextmanager
def acting_as(user: User) -> Iterator[None]:
    """While open, this user is the one who asks."""
    token = _user.set(user)
    try:
        yield
    finally:
        _user.reset(token)
