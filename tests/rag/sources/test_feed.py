from pathlib import Path

import pytest

from rag.errors import RefusedError, SourceError
from rag.settings import Settings
from rag.sources.feed import find_in_feed, parse_feed
from rag.sources.url import UnreachableError
from rag.types import Failure, Found, RawArticle
from tests.rag.sources.samples import TEXT, find_all, settings_in
from tests.rag.sources.server import Page, serving

SUMMARY = "The council voted to close the old bridge for two years, and more was said. " * 4


def rss(*items: str, head: str = "") -> bytes:
    listed = "".join(f"<item>{item}</item>" for item in items)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{head}<rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Courier'
        f"</title><language>en-gb</language>{listed}</channel></rss>"
    ).encode()


ITEM = (
    "<title>Bridge to close</title><link>https://c.example/b</link><author>Ada</author>"
    f"<pubDate>Thu, 16 Jun 2022 10:00:00 GMT</pubDate><description>{SUMMARY}</description>"
)
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title><entry>
<title>Bridge to close</title><id>urn:1</id><link href="https://c.example/b"/>
<updated>2022-06-16T10:00:00Z</updated><author><name>Ada</name></author>
<content type="html">&lt;p&gt;{SUMMARY}&lt;/p&gt;</content></entry></feed>""".encode()


def page(url: str) -> RawArticle:
    return RawArticle(kind="html", content=f"<p>{TEXT}</p>", url=url, path=url)


def gone(url: str) -> RawArticle:
    raise SourceError(url, "is not there")


def read_all(content: bytes, read_page=page, *, prefer_own: bool = False) -> list[RawArticle]:  # type: ignore[no-untyped-def]
    feed = parse_feed(content, path="f.xml")
    found = find_in_feed(feed, path="f.xml", read_page=read_page, prefer_own=prefer_own)
    return [item.read() for item in found if isinstance(item, Found)]


@pytest.mark.parametrize("content", [rss(ITEM), ATOM])
def test_an_entry_has_title_link_date_author_and_text(content: bytes) -> None:
    [entry] = parse_feed(content, path="f.xml").entries
    assert (entry.title, entry.url, entry.author) == (
        "Bridge to close",
        "https://c.example/b",
        "Ada",
    )
    assert "2022" in entry.published
    assert SUMMARY.strip() in entry.text


def test_an_entry_is_its_page_with_the_date_of_the_feed() -> None:
    [raw] = read_all(rss(ITEM))
    assert (raw.content, raw.title, raw.published, raw.url) == (
        f"<p>{TEXT}</p>",
        "Bridge to close",
        "Thu, 16 Jun 2022 10:00:00 GMT",
        "https://c.example/b",
    )


def test_an_entry_whose_page_is_gone_is_its_own_text() -> None:
    [raw] = read_all(rss(ITEM), gone)
    assert SUMMARY.strip() in raw.content
    assert (raw.url, raw.source) == ("https://c.example/b", "The Courier")


def test_an_entry_whose_page_is_gone_and_whose_text_is_short_fails() -> None:
    item = ITEM.replace(SUMMARY, "Short.")
    with pytest.raises(SourceError, match="is not there"):
        read_all(rss(item), gone)


def test_a_page_that_must_not_be_fetched_is_not_made_up_for() -> None:
    def refuse(url: str) -> RawArticle:
        raise RefusedError(url, "private")

    with pytest.raises(RefusedError):
        read_all(rss(ITEM), refuse)


def test_a_host_that_does_not_answer_is_asked_once() -> None:
    asked: list[str] = []

    def silent(url: str) -> RawArticle:
        asked.append(url)
        raise UnreachableError(url, "did not answer")

    read_all(rss(ITEM, ITEM.replace("/b", "/c")), silent)
    assert asked == ["https://c.example/b"]


def test_full_text_in_a_feed_on_disk_asks_no_page() -> None:
    full = f"<content:encoded><![CDATA[<p>{SUMMARY * 6}</p>]]></content:encoded>"
    [raw] = read_all(rss(ITEM + full), gone, prefer_own=True)
    assert len(raw.content) > 1200


def test_an_entry_without_link_is_its_own_text_from_the_feed() -> None:
    item = f"<title>Bridge</title><description>{SUMMARY}</description>"
    [raw] = read_all(rss(item), gone)
    assert (raw.source, raw.title, raw.url, raw.language) == ("The Courier", "Bridge", "", "en-gb")


def test_an_entry_with_neither_link_nor_text_is_a_failure() -> None:
    feed = parse_feed(rss("<title>Bridge</title>"), path="f.xml")
    [found] = find_in_feed(feed, path="f.xml", read_page=page, prefer_own=False)
    assert found == Failure("f.xml#entry-1", "the entry has neither a link nor enough text")


def test_a_link_of_another_scheme_is_no_link() -> None:
    item = ITEM.replace("https://c.example/b", "javascript:alert(1)")
    assert parse_feed(rss(item), path="f.xml").entries[0].url == ""


def test_relative_links_are_completed_from_the_feed() -> None:
    content = ATOM.replace(b"https://c.example/b", b"/b")
    feed = parse_feed(content, path="f", url="https://c.example/feed.xml")
    assert feed.entries[0].url == "https://c.example/b"


def test_a_broken_feed_gives_what_can_be_understood() -> None:
    content = rss(ITEM).replace(b"</channel></rss>", b"<item><title>cut & off")
    assert parse_feed(content, path="f.xml").entries[0].title == "Bridge to close"


def test_a_feed_without_entries_says_so() -> None:
    with pytest.raises(SourceError, match="the feed has no entries"):
        parse_feed(rss(), path="f.xml")


# Entities

EXTERNAL = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'


@pytest.mark.parametrize("head", [EXTERNAL, LAUGHS])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32"])
def test_entities_are_refused_in_every_encoding(head: str, encoding: str) -> None:
    content = rss(ITEM, head=head).decode().replace('encoding="utf-8"', "").encode(encoding)
    with pytest.raises(RefusedError, match="XML entities"):
        parse_feed(content, path="f.xml")


def test_entities_are_refused_when_hidden_in_utf7() -> None:
    content = rss(ITEM, head=EXTERNAL).decode().replace("utf-8", "utf-7").encode("utf-7")
    try:
        titles = [entry.title for entry in parse_feed(content, path="f.xml").entries]
    except SourceError:
        titles = []
    assert not any("root:" in title for title in titles)


def test_an_external_document_type_is_never_opened(tmp_path: Path) -> None:
    with serving({}) as served:
        head = f'<!DOCTYPE rss SYSTEM "{served.url("/rss.dtd")}">'
        assert parse_feed(rss(ITEM, head=head), path="f.xml").entries[0].title == "Bridge to close"
        assert served.requests == []


def test_a_feed_that_is_a_file_name_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        parse_feed(b"/etc/passwd", path="f.xml")


# Found end to end


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path, allow_private_urls=True, fetch_seconds=5)


def test_a_feed_at_an_address_gives_the_pages_of_its_entries(settings: Settings) -> None:
    pages: dict[str, Page] = {"/b": Page(f"<html><p>{TEXT}</p></html>".encode())}
    with serving(pages) as served:
        items = [ITEM.replace("https://c.example/b", served.url(path)) for path in ("/b", "/gone")]
        pages["/feed"] = Page(rss(*items), {"Content-Type": "text/html"})
        found = find_all([served.url("/feed")], settings)
        read = [item.read() for item in found if isinstance(item, Found)]
    assert [item.key for item in found if isinstance(item, Found)] == [
        served.url("/b"),
        served.url("/gone"),
    ]
    assert TEXT in read[0].content
    assert SUMMARY.strip() in read[1].content


def test_a_feed_on_disk_is_recognised_by_its_content(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "feed.txt").write_bytes(ATOM)
    [found] = find_all([tmp_path / "feed.txt"], settings)
    assert isinstance(found, Found)
    assert found.key == "https://c.example/b"


def test_a_refused_feed_on_disk_is_a_failure(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "feed.xml").write_bytes(rss(ITEM, head=LAUGHS))
    [found] = find_all([tmp_path / "feed.xml"], settings)
    assert isinstance(found, Failure)
    assert "entities" in found.reason
