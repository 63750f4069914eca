"""Who may do what: roles, and what each may do. Knows nothing of HTTP, passwords or files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from rag.errors import AccessError

Role = Literal["reader", "editor"]
"""A reader searches and asks; an editor adds and removes articles, too."""

ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who asks. `name` is "" where there are no users: everybody is the same then."""

    name: str
    role: Role

    @property
    def edits(self) -> bool:
        """Whether the user may change the library."""
        return self.role == "editor"

    def must_be(self, role: Role) -> None:
        """Raises AccessError unless the user may do what this role may."""
        if role == "editor" and not self.edits:
            raise AccessError(
                f"{self.name!r} may read and ask, not change the library. Ask an editor."
            )


ANYBODY = User("", "editor")
"""Who asks where Dateline has no users: whoever reaches it."""
