"""Which addresses are asked at all, and where redirects may lead."""

import ipaddress
from typing import Any

import httpcore
import pytest

from rag.errors import RefusedError, SourceError
from rag.settings import Settings
from rag.sources.address import check_url, is_public
from rag.sources.url import fetch
from tests.rag.sources.conftest import Resolver
from tests.rag.sources.samples import refusal_of
from tests.rag.sources.server import Page, redirect, serving

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
    assert refusal_of("http://news.example/", strict_settings).startswith(
        "leads to 10.1.2.3, inside a private network"
    )


def test_one_private_address_among_several_is_enough(
    resolver: Resolver, strict_settings: Settings
) -> None:
    resolver({"news.example": ["93.184.216.34", "::1"]})
    assert "leads to ::1" in refusal_of("http://news.example/", strict_settings)


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
    refusal_of("https://news.example/", strict_settings)
    assert seen == [("93.184.216.34", 443), "news.example"]


# Redirects


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
        assert refusal_of(served.url("/a"), open_settings).startswith("redirects more than 5 times")
        assert len(served.requests) == 6
