"""A web address -> its bytes, fetched within limits. Knows nothing of articles.

Proxies named in the environment are not used: the check of addresses would be theirs.
"""

from __future__ import annotations

import ssl
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpcore
import httpx

from rag.errors import SourceError
from rag.settings import Settings
from rag.sources.address import CheckedBackend, check_url

MAX_REDIRECTS = 5
MAX_PAGE_BYTES = 30_000_000  # after unpacking; no page or feed is longer, some PDFs are
_ACCEPTED = ("text/", "application/xhtml+xml", "application/xml", "application/pdf")
_HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; Dateline/1.0; reads single articles for one person)",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,application/pdf,text/*;q=0.8",
    "Accept-Language": "en,*;q=0.5",
    # Only what can be unpacked piece by piece, so that a bomb is noticed before it goes off.
    "Accept-Encoding": "gzip, deflate",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave.

    Attributes:
        url: The address after all redirects.
        content: Unpacked bytes.
        media_type: In lower case without parameters; "" if the server names none.
        charset: As the server names it; "" if it does not.
    """

    url: str
    content: bytes
    media_type: str
    charset: str


class UnreachableError(SourceError):
    """The host did not answer at all: another page of it is not worth the wait."""


def fetch(url: str, settings: Settings) -> Fetched:
    """Fetches a page, feed or PDF.

    Args:
        url: http or https; redirects are followed, each checked like the first.
        settings: `fetch_seconds` for everything together, `max_file_mb`, `allow_private_urls`.

    Raises:
        RefusedError: The address, or one that it redirects to, may not be fetched.
        UnreachableError: The host cannot be found or does not answer.
        SourceError: It cannot be had, is too large, too slow, or not text.
    """
    backend = CheckedBackend(
        deadline=time.monotonic() + settings.fetch_seconds,
        allow_private=settings.allow_private_urls,
    )
    limit = min(settings.max_file_mb * 1_000_000, MAX_PAGE_BYTES)
    # A URL may be told apart from where it led: failures name the one that was asked for.
    try:
        with httpx.Client(
            transport=_Transport(backend), trust_env=False, headers=_HEADERS,
            timeout=settings.fetch_seconds,
        ) as client:  # fmt: skip
            return _follow(client, url, limit, allow_private=settings.allow_private_urls)
    except SourceError as error:
        raise type(error)(url, error.reason) from error
    except (httpx.TimeoutException, httpcore.TimeoutException) as error:
        reason = f"did not answer within {settings.fetch_seconds:g} s; try again later"
        raise UnreachableError(url, reason) from error
    except (httpx.TransportError, httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise UnreachableError(url, _unreachable(error)) from error
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise SourceError(url, f"cannot be fetched ({error})") from error


def _follow(client: httpx.Client, url: str, limit: int, *, allow_private: bool) -> Fetched:
    target = check_url(url, allow_private=allow_private)
    for _ in range(MAX_REDIRECTS + 1):
        with client.stream("GET", target, follow_redirects=False) as response:
            location = response.headers.get("location")
            if not (response.is_redirect and location):
                return _content(response, limit)
            target = check_url(str(response.url.join(location)), allow_private=allow_private)
    raise SourceError(url, f"redirects more than {MAX_REDIRECTS} times; open it in a browser and "
                           "give the address where it ends")  # fmt: skip


def _content(response: httpx.Response, limit: int) -> Fetched:
    url = str(response.url)
    if response.status_code != HTTPStatus.OK:
        raise SourceError(url, _status(response.status_code))
    kind = response.headers.get("content-type", "")
    media_type = kind.partition(";")[0].strip().lower()
    if media_type and not media_type.startswith(_ACCEPTED) and not media_type.endswith("+xml"):
        raise SourceError(url, f"is {media_type!r}, not a page, feed, text or PDF")
    length = response.headers.get("content-length", "")
    if length.isdigit() and int(length) > limit:
        raise SourceError(url, _too_large(limit))
    content = bytearray()
    for block in _unpacked(response, limit):
        content += block
        if len(content) > limit:
            raise SourceError(url, _too_large(limit))
    return Fetched(url, bytes(content), media_type, response.charset_encoding or "")


def _unpacked(response: httpx.Response, limit: int) -> Iterator[bytes]:
    """The body, unpacked in pieces of at most a megabyte."""
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding in ("", "identity"):
        yield from response.iter_raw()
        return
    if coding not in ("gzip", "x-gzip", "deflate"):
        raise SourceError(
            str(response.url), f"is packed in a way that was not asked for: {coding!r}"
        )
    unpacker, first = zlib.decompressobj(wbits=47), True
    total = 0
    for packed in response.iter_raw():
        while packed:
            try:
                block = unpacker.decompress(packed, 1 << 20)
            except zlib.error as error:
                if not first or coding != "deflate":
                    raise SourceError(str(response.url), "arrived damaged; try again") from error
                unpacker = zlib.decompressobj(wbits=-15)  # "deflate" without its wrapping
                block = unpacker.decompress(packed, 1 << 20)
            first = False
            total += len(block)
            yield block
            packed = unpacker.unconsumed_tail
            if total > limit or unpacker.eof:
                return


class _Transport(httpx.BaseTransport):
    """httpx over a connection pool whose network is checked."""

    def __init__(self, backend: CheckedBackend) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl_context(), network_backend=backend, max_keepalive_connections=0
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Stream(response.stream),
            extensions=response.extensions,
        )

    def close(self) -> None:
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __iter__(self) -> Iterator[bytes]:
        yield from self._inner

    def close(self) -> None:
        self._inner.close()


def ssl_context() -> ssl.SSLContext:
    """Certificates as httpx checks them."""
    return httpx.create_ssl_context()


def _unreachable(error: Exception) -> str:
    if "CERTIFICATE" in str(error).upper():
        return f"its certificate cannot be trusted ({error})"
    if isinstance(error, httpcore.ConnectError | httpx.ConnectError):
        return f"cannot be reached ({error}); check the address and your connection"
    return f"broke off ({error or type(error).__name__}); try again"


def _status(code: int) -> str:
    try:
        phrase = f"{code} {HTTPStatus(code).phrase}"
    except ValueError:
        phrase = str(code)
    if code in (404, 410):
        return f"is not there ({phrase}); check the link"
    if code in (401, 402, 403, 451):
        return f"is not given to programs ({phrase}); save the page in a browser and add the file"
    if code == 429 or code >= 500:
        return f"cannot be had now ({phrase}); try again later"
    return f"the server answered {phrase} instead of a page"


def _too_large(limit: int) -> str:
    return f"is larger than {limit // 1_000_000} MB; save the part that you need and add the file"
