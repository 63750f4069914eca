import gzip
import ipaddress
import socket
import time
import zlib
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import httpcore
import pytest

from rag.errors import RefusedError, SourceError
from rag.settings import Settings
from rag.sources import address, url
from rag.sources.address import check_url, is_public
from rag.sources.url import UnreachableError, fetch
from rag.types import Failure
from tests.rag.sources.samples import TEXT, find_all, pdf_bytes, settings_in
from tests.rag.sources.server import Page, serving

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


def reason(target: str, settings: Settings) -> str:
    with pytest.raises(SourceError) as raised:
        fetch(target, settings)
    assert raised.value.path == target
    return raised.value.reason


# What is refused without a word to anybody


@pytest.mark.parametrize(
    "target",
    [
        "ftp://a.example/x",
        "file:///etc/passwd",
        "gopher://a.example",
        "data:text/html,x",
        "javascript:alert(1)",
        "http://user:secret@a.example/",
        "http://user@a.example/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://printer.local/",
        "http://metadata.google.internal/",
        "http://127.0.0.1/",
        "http://127.8.8.8/",
        "http://0.0.0.0/",
        "http://10.0.0.1/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://168.63.129.16/",
        "http://100.100.100.200/",
        "http://224.0.0.1/",
        "http://240.0.0.1/",
        "http://255.255.255.255/",
        "http://192.0.2.1/",
        "http://198.18.0.1/",
        "http://[::1]/",
        "http://[::]/",
        "http://[fe80::1]/",
        "http://[fe80::1%25eth0]/",
        "http://[fc00::1]/",
        "http://[fd00:ec2::254]/",
        "http://[ff02::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[2001:db8::1]/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://017700000001/",
    ],
)
def test_an_address_that_must_not_be_fetched_is_refused(target: str) -> None:
    with pytest.raises(RefusedError):
        check_url(target, allow_private=False)


@pytest.mark.parametrize(
    "target", ["http://", "http:///x", "http://a b/", "http://a.example:99999/", "http://[::1",
               "http://a.example\\@127.0.0.1/", "http://a.example/\r\nHost: b", "//a.example/"]
)  # fmt: skip
def test_what_is_no_address_is_a_failure(target: str) -> None:
    with pytest.raises(SourceError):
        check_url(target, allow_private=False)


@pytest.mark.parametrize(
    "target", ["https://a.example/x?q=1", "http://8.8.8.8/", "http://[2606:4700::1111]/"]
)
def test_a_public_address_is_let_through(target: str) -> None:
    assert check_url(target, allow_private=False) == target


def test_the_fragment_of_an_address_is_not_sent() -> None:
    assert check_url("https://a.example/x#part", allow_private=False) == "https://a.example/x"


def test_a_mapped_public_address_is_public() -> None:
    assert is_public(ipaddress.ip_address("::ffff:8.8.8.8"))


def test_a_name_that_leads_to_a_private_address_is_refused(
    resolver: Resolver, strict_settings: Settings
) -> None:
    resolver({"news.example": ["10.1.2.3"]})
    assert reason("http://news.example/", strict_settings).startswith(
        "leads to 10.1.2.3, inside a private network"
    )


def test_one_private_address_among_several_is_enough(
    resolver: Resolver, strict_settings: Settings
) -> None:
    resolver({"news.example": ["93.184.216.34", "::1"]})
    assert "leads to ::1" in reason("http://news.example/", strict_settings)


@pytest.mark.usefixtures("loopback_is_public")
def test_a_name_is_resolved_once_and_the_checked_address_is_connected_to(
    resolver: Resolver, strict_settings: Settings
) -> None:
    asked = resolver({"news.example": ["127.0.0.1"]})
    with serving({"/a": Page(b"<p>x</p>")}) as served:
        fetch(served.url("/a", "news.example"), strict_settings)
        assert asked == ["news.example"]
        assert served.requests == [("/a", f"news.example:{served.port}")]


def test_tls_asks_for_the_name_and_connects_to_the_checked_address(
    resolver: Resolver, strict_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolver({"news.example": ["93.184.216.34"]})
    seen: list[object] = []

    class Stream(httpcore.NetworkStream):
        def start_tls(
            self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
        ) -> httpcore.NetworkStream:
            seen.append(server_hostname)
            raise httpcore.ConnectError("enough seen")

        def close(self) -> None:
            pass

    def connect(_: object, host: str, port: int, *rest: object) -> Stream:
        seen.append((host, port))
        return Stream()

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    reason("https://news.example/", strict_settings)
    assert seen == [("93.184.216.34", 443), "news.example"]


# Redirects


def redirect(target: str) -> Page:
    return Page(status=302, headers={"Location": target})


def test_a_redirect_is_followed_and_its_end_is_the_url(open_settings: Settings) -> None:
    with serving({"/a": redirect("/b"), "/b": Page(b"<p>x</p>")}) as served:
        assert fetch(served.url("/a"), open_settings).url == served.url("/b")


@pytest.mark.usefixtures("loopback_is_public")
@pytest.mark.parametrize(
    "target",
    ["http://10.0.0.1/", "http://169.254.169.254/latest", "http://inside.example/", "file:///etc"],
)
def test_a_redirect_to_a_private_address_is_refused(
    target: str, resolver: Resolver, strict_settings: Settings
) -> None:
    resolver({"news.example": ["127.0.0.1"], "inside.example": ["192.168.0.7"]})
    with serving({"/a": redirect(target)}) as served, pytest.raises(RefusedError):
        fetch(served.url("/a", "news.example"), strict_settings)


def test_five_redirects_are_followed(open_settings: Settings) -> None:
    pages = {f"/{number}": redirect(f"/{number + 1}") for number in range(5)}
    with serving({**pages, "/5": Page(b"x")}) as served:
        assert fetch(served.url("/0"), open_settings).content == b"x"


def test_a_circle_of_redirects_ends(open_settings: Settings) -> None:
    with serving({"/a": redirect("/a")}) as served:
        assert reason(served.url("/a"), open_settings).startswith("redirects more than 5 times")
        assert len(served.requests) == 6


# What comes back


def test_the_media_type_and_charset_are_those_of_the_server(open_settings: Settings) -> None:
    page = Page(b"x", {"Content-Type": "Text/HTML; charset=iso-8859-2"})
    with serving({"/": page}) as served:
        fetched = fetch(served.url(), open_settings)
    assert (fetched.media_type, fetched.charset) == ("text/html", "iso-8859-2")


@pytest.mark.parametrize("kind", ["image/png", "application/octet-stream", "video/mp4"])
def test_what_is_no_text_is_not_fetched(kind: str, open_settings: Settings) -> None:
    with serving({"/": Page(b"x", {"Content-Type": kind})}) as served:
        assert reason(served.url(), open_settings) == (
            f"is '{kind}', not a page, feed, text or PDF"
        )


@pytest.mark.parametrize("kind", ["application/rss+xml", "application/pdf", "text/plain", ""])
def test_pages_feeds_texts_and_pdfs_are_fetched(kind: str, open_settings: Settings) -> None:
    with serving({"/": Page(b"x", {"Content-Type": kind})}) as served:
        assert fetch(served.url(), open_settings).content == b"x"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (404, "is not there (404 Not Found); check the link"),
        (410, "is not there (410 Gone); check the link"),
        (403, "save the page in a browser and add the file"),
        (429, "try again later"),
        (503, "try again later"),
        (204, "answered 204 No Content instead of a page"),
    ],
)
def test_a_dead_link_says_what_to_do(status: int, words: str, open_settings: Settings) -> None:
    with serving({"/": Page(status=status)}) as served:
        assert words in reason(served.url(), open_settings)


def test_a_host_that_does_not_listen_cannot_be_reached(open_settings: Settings) -> None:
    with serving({}) as served:
        target = served.url()
    with pytest.raises(UnreachableError, match="cannot be reached"):
        fetch(target, open_settings)


def test_a_name_without_address_cannot_be_reached(
    open_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror("unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert "no address is known for 'none.example'" in reason("http://none.example/", open_settings)


# Limits


def test_a_page_larger_than_the_limit_is_given_up(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, allow_private_urls=True, max_file_mb=1)
    with serving({"/": Page(b"a" * 1_000_001)}) as served:
        assert reason(served.url(), settings).startswith("is larger than 1 MB")


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_packed_page_is_unpacked(coding: str, open_settings: Settings) -> None:
    packed = gzip.compress(b"text") if coding == "gzip" else zlib.compress(b"text")
    headers = {"Content-Type": "text/html", "Content-Encoding": coding}
    with serving({"/": Page(packed, headers)}) as served:
        assert fetch(served.url(), open_settings).content == b"text"


def test_deflate_without_its_wrapping_is_unpacked(open_settings: Settings) -> None:
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(b"text") + packer.flush()
    headers = {"Content-Type": "text/html", "Content-Encoding": "deflate"}
    with serving({"/": Page(packed, headers)}) as served:
        assert fetch(served.url(), open_settings).content == b"text"


def test_a_packed_bomb_is_given_up_while_it_unpacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_in(tmp_path, allow_private_urls=True, max_file_mb=1)
    unpacked: list[int] = []
    real = url._unpacked

    def counting(response: Any, limit: int) -> Any:
        for block in real(response, limit):
            unpacked.append(len(block))
            yield block

    monkeypatch.setattr(url, "_unpacked", counting)
    headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    with serving({"/": Page(gzip.compress(b"0" * 50_000_000), headers)}) as served:
        assert reason(served.url(), settings).startswith("is larger than 1 MB")
    assert sum(unpacked) <= 2 << 20


def test_a_packing_that_was_not_asked_for_is_refused(open_settings: Settings) -> None:
    headers = {"Content-Type": "text/html", "Content-Encoding": "br"}
    with serving({"/": Page(b"x", headers)}) as served:
        assert "'br'" in reason(served.url(), open_settings)


def test_a_damaged_packing_is_a_failure(open_settings: Settings) -> None:
    headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    with serving({"/": Page(b"not gzip", headers)}) as served:
        assert reason(served.url(), open_settings) == "arrived damaged; try again"


def drip(handler: BaseHTTPRequestHandler, head: bytes) -> None:
    """A byte every 20 ms for 2 s: each read is quick, all of them never end."""
    try:
        handler.wfile.write(head)
        for _ in range(100):
            handler.wfile.write(b"a")
            handler.wfile.flush()
            time.sleep(0.02)
    except OSError:
        pass


@pytest.mark.parametrize(
    "head", [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Slow: "]
)
def test_a_page_that_drips_is_given_up_when_the_time_is_over(head: bytes, tmp_path: Path) -> None:
    settings = settings_in(tmp_path, allow_private_urls=True, fetch_seconds=0.3)
    with serving({"/": Page(write=lambda handler: drip(handler, head))}) as served:
        started = time.monotonic()
        assert reason(served.url(), settings) == "did not answer within 0.3 s; try again later"
        assert time.monotonic() - started < 1.5


def test_a_look_up_that_hangs_is_given_up_when_the_time_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(0.5) or [])
    settings = settings_in(tmp_path, fetch_seconds=0.1)
    assert "did not answer within 0.1 s" in reason("http://slow.example/", settings)


# Pages as articles


def test_a_page_at_an_address_becomes_a_raw_article(open_settings: Settings) -> None:
    page = Page(
        "<html><p>Brücke</p></html>".encode("latin-1"),
        {"Content-Type": "text/html; charset=iso-8859-1"},
    )
    with serving({"/a": page}) as served:
        [found] = find_all([served.url("/a")], open_settings)
        raw = found.read()  # type: ignore[union-attr]
    assert (raw.kind, raw.content, raw.url, raw.path) == (
        "html",
        "<html><p>Brücke</p></html>",
        served.url("/a"),
        served.url("/a"),
    )


def test_the_key_of_a_page_is_the_address_that_was_given(open_settings: Settings) -> None:
    with serving({"/a": redirect("/b"), "/b": Page(b"<html><p>x</p></html>")}) as served:
        [found] = find_all([served.url("/a")], open_settings)
        assert found.key == served.url("/a")  # type: ignore[union-attr]
        assert found.read().url == served.url("/b")  # type: ignore[union-attr]


def test_a_pdf_at_an_address_is_read(open_settings: Settings) -> None:
    content = pdf_bytes([["The council voted to close the bridge."]])
    with serving({"/a": Page(content, {"Content-Type": "application/pdf"})}) as served:
        [found] = find_all([served.url("/a")], open_settings)
    assert found.read().content == "The council voted to close the bridge."  # type: ignore[union-attr]


def test_a_text_at_an_address_is_read(open_settings: Settings) -> None:
    with serving({"/a": Page(TEXT.encode(), {"Content-Type": "text/plain"})}) as served:
        [found] = find_all([served.url("/a")], open_settings)
    assert found.read().content == TEXT  # type: ignore[union-attr]


def test_a_dead_link_is_a_failure_and_the_rest_go_on(open_settings: Settings) -> None:
    with serving({"/b": Page(b"<html><p>x</p></html>")}) as served:
        found = find_all([served.url("/a"), served.url("/b")], open_settings)
    assert [isinstance(item, Failure) for item in found] == [True, False]
