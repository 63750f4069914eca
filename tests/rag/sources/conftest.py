"""Settings with and without the check of addresses, and names that resolve as told."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rag.settings import Settings
from rag.sources import address
from tests.rag.sources.samples import settings_in

Resolver = Callable[[dict[str, list[str]]], list[str]]


@pytest.fixture
def open_settings(tmp_path: Path) -> Settings:
    """May fetch from the loopback address, where the tests' server is."""
    return settings_in(tmp_path, allow_private_urls=True, fetch_seconds=5)


@pytest.fixture
def strict_settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path, fetch_seconds=5)


@pytest.fixture
def resolver(monkeypatch: pytest.MonkeyPatch) -> Resolver:
    """Makes names resolve as given; returns the list of names that are asked for."""
    real = socket.getaddrinfo

    def install(known: dict[str, list[str]]) -> list[str]:
        asked: list[str] = []

        def answer(host: str, port: int, *rest: Any, **more: Any) -> Any:
            if host not in known:
                return real(host, port, *rest, **more)
            asked.append(host)
            return [
                (socket.AF_INET6 if ":" in found else socket.AF_INET, 1, 6, "", (found, port))
                for found in known[host]
            ]

        monkeypatch.setattr(socket, "getaddrinfo", answer)
        return asked

    return install


@pytest.fixture
def loopback_is_public(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the check can be on while the tests' server is reached; all else is private."""
    monkeypatch.setattr(address, "is_public", lambda found: str(found) == "127.0.0.1")
