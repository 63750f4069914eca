"""What comes back from an address: limits, packings, pages as articles."""

import gzip
import socket
import time
import zlib
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from rag.settings import Settings
from rag.sources import url
from rag.sources.url import UnreachableError, fetch
from rag.types import Failure
from tests.rag.sources.samples import TEXT, find_all, pdf_bytes, refusal_of, settings_in
from tests.rag.sources.server import Page, redirect, serving

# What comes back


def test_the_media_type_and_charset_are_those_of_the_server(open_settings: Settings) -> None:
    page = Page(b"x", {"Content-Type": "Text/HTML; charset=iso-8859-2"})
    with serving({"/": page}) as served:
        fetched = fetch(served.url(), open_settings)
    assert (fetched.media_type, fetched.charset) == ("text/html", "iso-8859-2")


@pytest.mark.parametrize("kind", ["image/png", "application/octet-stream", "video/mp4"])
def test_what_is_no_text_is_not_fetched(kind: str, open_settings: Settings) -> None:
    with serving({"/": Page(b"x", {"Content-Type": kind})}) as served:
        assert refusal_of(served.url(), open_settings) == (
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
        assert words in refusal_of(served.url(), open_settings)


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
    assert "no address is known for 'none.example'" in refusal_of(
        "http://none.example/", open_settings
    )


# Limits


def test_a_page_larger_than_the_limit_is_given_up(tmp_path: Path) -> None:
    settings = settings_in(tmp_path, allow_private_urls=True, max_file_mb=1)
    with serving({"/": Page(b"a" * 1_000_001)}) as served:
        assert refusal_of(served.url(), settings).startswith("is larger than 1 MB")


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
        assert refusal_of(served.url(), settings).startswith("is larger than 1 MB")
    assert sum(unpacked) <= 2 << 20


def test_a_packing_that_was_not_asked_for_is_refused(open_settings: Settings) -> None:
    headers = {"Content-Type": "text/html", "Content-Encoding": "br"}
    with serving({"/": Page(b"x", headers)}) as served:
        assert "'br'" in refusal_of(served.url(), open_settings)


def test_a_damaged_packing_is_a_failure(open_settings: Settings) -> None:
    headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    with serving({"/": Page(b"not gzip", headers)}) as served:
        assert refusal_of(served.url(), open_settings) == "arrived damaged; try again"


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
        assert refusal_of(served.url(), settings) == "did not answer within 0.3 s; try again later"
        assert time.monotonic() - started < 1.5


def test_a_look_up_that_hangs_is_given_up_when_the_time_is_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(0.5) or [])
    settings = settings_in(tmp_path, fetch_seconds=0.1)
    assert "did not answer within 0.1 s" in refusal_of("http://slow.example/", settings)


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
