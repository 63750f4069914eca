"""Who uses Dateline: roles, passwords, API keys, and who is asking just now."""

from rag.users.current import USER_KEY, acting_as, current_user
from rag.users.directory import Users
from rag.users.file import ApiKey, UsersFile
from rag.users.roles import ANYBODY, ROLES, Role, User

__all__ = [
    "ANYBODY",
    "ROLES",
    "USER_KEY",
    "ApiKey",
    "Role",
    "User",
    "Users",
    "UsersFile",
    "acting_as",
    "current_user",
]
