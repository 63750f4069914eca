"""Who may do what: users, their roles, and how they prove who they are.

Passwords are kept as argon2id hashes; API keys, which are random and long, as SHA-256. Knows
nothing of HTTP.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rag.errors import AccessError

Role = Literal["reader", "editor"]
"""A reader searches and asks; an editor adds and removes articles, too."""


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who asks. `name` is "" where there are no users: everybody is the same then."""

    name: str
    role: Role

    def must_be(self, role: Role) -> None:
        """Raises AccessError unless the user may do what this role may."""
        if role == "editor" and self.role != "editor":
            raise AccessError(
                f"{self.name!r} may read and ask, not change the library. Ask an editor."
            )


ANYBODY = User("", "editor")
"""Who asks where Dateline has no users: whoever reaches it."""
