"""The real parsing process, on files that are good and on files that would take Dateline down."""

import os
import signal
import threading

import pyarrow as pa
import pytest
from pyarrow import parquet

from rag.articles.extract import extract
from rag.errors import RefusedError, SourceError
from rag.reading import ConfinedReader
from rag.sources.parsers import DirectParsers
from rag.types import Failure, RawArticle
from tests.rag.sources.samples import TEXT, pdf_bytes, settings_in

PAGE = f"<html><head><title>Bridge closes</title></head><body><article><p>{TEXT}</p></article>"
FEED = (
    b"<rss version='2.0'><channel><title>Courier</title><item><title>Bridge</title>"
    b"<guid>1</guid><description>" + TEXT.encode() + b"</description></item></channel></rss>"
)


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    with ConfinedReader(settings_in(tmp_path_factory.mktemp("library"))) as reader:
        yield reader


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("html", PAGE.encode()),
        ("text", TEXT.encode("utf-16")),
        ("markdown", b"# Bridge\n\n" + TEXT.encode()),
        ("mail", b"From: a@b.example\nTo: c@d.example\nSubject: Bridge\n\n" + TEXT.encode()),
        ("pdf", pdf_bytes([["The council voted on Tuesday to close the bridge."]])),
    ],
)
def test_a_document_is_read_as_it_would_be_here(reader, kind, content):
    raw = reader.document(content, kind, path="bridge")
    assert raw == DirectParsers().document(content, kind, path="bridge")
    assert reader.article(raw) == extract(raw)


def test_a_feed_is_read_as_it_would_be_here(reader):
    assert reader.feed(FEED, path="feed") == DirectParsers().feed(FEED, path="feed")


def test_a_table_is_read_as_it_would_be_here_while_other_things_are_read(reader, tmp_path):
    path = tmp_path / "t.parquet"
    rows = {"text": [f"{n} {TEXT}" for n in range(300)] + [""], "title": ["Bridge"] * 301}
    parquet.write_table(pa.table(rows), path)
    settings = settings_in(tmp_path)
    here = list(DirectParsers().table(path, "parquet", settings))
    there = []
    for found in reader.table(path, "parquet", settings):
        there.append(found)
        if not isinstance(found, Failure) and len(there) < 3:
            assert reader.article(found.read()).title == "Bridge"
    assert [type(one) for one in there] == [type(one) for one in here]
    assert there[-1] == here[-1]
    assert [(one.key, one.path, one.digest, one.read()) for one in there[:-1]] == [
        (one.key, one.path, one.digest, one.read()) for one in here[:-1]
    ]


def test_a_reason_and_a_refusal_come_across(reader):
    with pytest.raises(SourceError, match="the PDF is damaged"):
        reader.document(b"%PDF-1.7 nothing", "pdf", path="broken.pdf")
    entities = FEED.replace(b"<rss", b"<!DOCTYPE x [<!ENTITY a 'b'>]><rss")
    with pytest.raises(RefusedError, match="entities"):
        reader.feed(entities, path="feed")


def test_a_process_that_dies_over_a_file_fails_that_file_alone(reader):
    reader.document(TEXT.encode(), "text", path="before")
    pid = reader.pid
    os.kill(pid, signal.SIGSTOP)  # so that it is certainly killed in the middle
    threading.Timer(0.2, os.kill, (pid, signal.SIGKILL)).start()
    with pytest.raises(SourceError, match="crashed over it"):
        reader.document(TEXT.encode(), "text", path="deadly")
    assert reader.document(TEXT.encode(), "text", path="after").content == TEXT


def test_a_file_that_takes_too_long_fails_with_the_limit_named(tmp_path):
    with ConfinedReader(settings_in(tmp_path, parse_seconds=3)) as reader:
        reader.document(TEXT.encode(), "text", path="before")
        os.kill(reader.pid, signal.SIGSTOP)  # as if it counted for ever
        with pytest.raises(SourceError, match="longer than 3 s"):
            reader.document(TEXT.encode(), "text", path="slow")
        assert reader.document(TEXT.encode(), "text", path="after").content == TEXT


def test_a_file_that_needs_too_much_memory_fails_with_the_limit_named(tmp_path):
    settings = settings_in(tmp_path, parse_memory_mb=256)
    with ConfinedReader(settings) as reader:
        with pytest.raises(SourceError, match="more than 256 MB"):
            reader.document(b"bomb " * 60_000_000, "html", path="large")
        assert reader.document(TEXT.encode(), "text", path="after").content == TEXT


def test_the_process_knows_no_secret_and_ends_with_its_reader(tmp_path, monkeypatch):
    monkeypatch.setenv("DATELINE_GENERATOR_KEY", "secret")
    with ConfinedReader(settings_in(tmp_path)) as reader:
        reader.document(TEXT.encode(), "text", path="any")
        child = reader._process._child
        with open(f"/proc/{child.pid}/environ", "rb") as opened:  # noqa: PTH123 - no real file
            assert b"DATELINE" not in opened.read()
    assert child.returncode is not None


def test_a_raw_article_of_whatever_characters_comes_across(reader):
    odd = RawArticle(kind="text", content=TEXT + "\x00\ufffe\U000e0041\u202e", title="\x1b[31m")
    assert reader.article(odd) == extract(odd)


def test_a_table_gets_both_processes_ready_and_a_page_among_its_rows_is_read(tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_text('{"title": "Bridge", "text": "' + TEXT.replace("\n", "\\n") + '"}\n')
    with ConfinedReader(settings_in(tmp_path, parse_memory_mb=256)) as reader:
        rows = reader.table(path, "jsonl", settings_in(tmp_path))
        next(rows)
        assert reader.pid is not None
        page = RawArticle(kind="html", content=PAGE)
        assert reader.article(page) == extract(page)
