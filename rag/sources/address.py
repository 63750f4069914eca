"""Which addresses may be connected to, and connecting to exactly those.

Knows nothing of pages or feeds. A host name is resolved once, every address that it has is
checked, and the connection goes to a checked address: a name that resolves to something else a
moment later gains nothing.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import httpcore

from rag.errors import RefusedError, SourceError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_METADATA = frozenset(
    map(ipaddress.ip_address, ("168.63.129.16", "169.254.169.254", "100.100.100.200"))
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LOCAL_NAMES = (".localhost", ".local", ".internal", ".lan", ".home.arpa")
_NUMERIC_HOST = re.compile(r"(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+))*\.?", re.IGNORECASE)
_HINT = "; set allow_private_urls if you mean to read from your own network"


def check_url(url: str, *, allow_private: bool) -> str:
    """The URL as it may be fetched, without its fragment.

    Raises:
        RefusedError: Another scheme than http or https, credentials, or a host that is local by
            its name or written as a number.
        SourceError: It is no URL.
    """
    url = url.strip()
    if re.search(r"[\x00-\x20\x7f\\]", url):
        raise SourceError(url, "is not a web address: it holds blanks or control characters")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise SourceError(url, f"is not a web address ({error})") from error
    if parts.scheme not in ("http", "https"):
        raise RefusedError(url, "only http and https addresses are fetched")
    if not host:
        raise SourceError(url, "is not a web address: it names no host")
    if "@" in parts.netloc:
        raise RefusedError(url, "addresses with a user name or password in them are not fetched")
    if not allow_private:
        _check_host(host, url)
    return parts._replace(fragment="").geturl()


def _check_host(host: str, url: str) -> None:
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(_LOCAL_NAMES):
        raise RefusedError(url, f"{host!r} is a name of this machine or its network{_HINT}")
    if _NUMERIC_HOST.fullmatch(host):
        try:
            ipaddress.IPv4Address(host)
        except ValueError as error:  # "2130706433", "0177.0.0.1", "127.1"
            reason = f"{host!r} is an address in disguise; write it as four decimal numbers"
            raise RefusedError(url, reason) from error
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return  # a name: its addresses are checked when it is resolved
    if not is_public(address):
        raise RefusedError(url, f"{host} is an address inside a private network{_HINT}")


def is_public(address: Address) -> bool:
    """Whether the address belongs to the public internet, in whatever form it is wrapped."""
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _NAT64:
            wrapped.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if any(inner is not None and not is_public(inner) for inner in wrapped):
            return False
        if address.ipv4_mapped is not None:
            return True
        if int(address) < 1 << 32 or address.is_site_local:  # "::127.0.0.1", and the old fec0::
            return False
    special = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not special and address not in _METADATA


class CheckedBackend(httpcore.NetworkBackend):
    """Connects to public addresses only, and lets everything together last until a deadline.

    Attributes:
        deadline: `time.monotonic()` value after which every operation times out.
    """

    def __init__(self, *, deadline: float, allow_private: bool) -> None:
        self.deadline = deadline
        self._allow_private = allow_private
        self._inner = httpcore.SyncBackend()

    def seconds_left(self, timeout: float | None = None) -> float:
        """What is left of the time, at most `timeout`.

        Raises:
            httpcore.ReadTimeout: Nothing is left.
        """
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("time is up")
        return left if timeout is None else min(left, timeout)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolves, checks all addresses, and connects to the first that answers.

        Raises:
            RefusedError: One of the addresses is not public.
        """
        addresses = _resolve(host, port, self.seconds_left(timeout))
        if not self._allow_private:
            for address in addresses:
                if not is_public(ipaddress.ip_address(address.partition("%")[0])):
                    raise RefusedError(host, f"leads to {address}, inside a private network{_HINT}")
        failed: Exception = httpcore.ConnectError("no address")
        for address in addresses:
            try:
                stream = self._inner.connect_tcp(
                    address, port, self.seconds_left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return _TimedStream(stream, self)
        raise failed


class _TimedStream(httpcore.NetworkStream):
    """A stream whose every operation ends at the backend's deadline, however slowly bytes drip."""

    def __init__(self, inner: httpcore.NetworkStream, backend: CheckedBackend) -> None:
        self._inner = inner
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._backend.seconds_left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._backend.seconds_left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._backend.seconds_left(timeout)
        inner = self._inner.start_tls(ssl_context, server_hostname, left)
        return _TimedStream(inner, self._backend)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _resolve(host: str, port: int, timeout: float) -> list[str]:
    """All addresses of a host, without doubles, in the system's order.

    The system's resolver takes no time limit, so it is asked in a thread that may be left behind.
    """
    answers: list[str] = []
    errors: list[OSError | UnicodeError] = []

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.extend(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))
        except (OSError, UnicodeError) as error:
            errors.append(error)

    thread = threading.Thread(target=ask, daemon=True, name=f"resolve {host}")
    thread.start()
    thread.join(timeout)
    if thread.is_alive():
        raise httpcore.ConnectTimeout(f"looking up {host!r} took too long")
    if errors or not answers:
        raise httpcore.ConnectError(f"no address is known for {host!r}")
    return answers
