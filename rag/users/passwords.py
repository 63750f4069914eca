"""Passwords and keys as they are stored: argon2 for what people choose, SHA-256 for what we draw.

A key has 256 random bits: nobody guesses those, however fast the hash. Passwords are guessed.
"""

from __future__ import annotations

import hashlib
import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from rag.errors import QuestionError

MIN_PASSWORD = 8
"""Characters of a password that is set with the command line."""

KEY_PREFIX = "dateline-"
"""By which a leaked key is recognised, by people and by scanners."""

_hasher = PasswordHasher()


def hashed_password(password: str) -> str:
    """The password as it is stored."""
    return _hasher.hash(password)


def checked_password(password: str) -> str:
    """The same password; raises QuestionError if it is too short to protect anything."""
    if len(password) < MIN_PASSWORD:
        raise QuestionError(
            f"a password of {len(password)} characters is guessed too soon: take at least "
            f"{MIN_PASSWORD}."
        )
    return password


def is_password(password: str, stored: str) -> bool:
    """Whether the stored hash is this password's. Slow, on purpose."""
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def new_key() -> str:
    """A key that nobody had before."""
    return KEY_PREFIX + secrets.token_urlsafe(32)


def hashed_key(key: str) -> str:
    """The key as it is stored, and looked up by."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
