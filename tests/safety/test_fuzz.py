"""Every parser on any bytes, on good files with changes, and on files made to be endless."""

import io
import json
import re
import time
from contextlib import suppress

import docx
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from rag.articles.extract import extract
from rag.errors import SourceError
from rag.reading import ConfinedReader
from rag.sources.parsers import DirectParsers
from rag.types import Failure
from tests.rag.sources.samples import TEXT, pdf_bytes, settings_in

PARSERS = DirectParsers()
FEW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
LIMIT_SECONDS = 20.0


def word_bytes():
    document, file = docx.Document(), io.BytesIO()
    document.add_heading("Bridge closes", 0)
    document.add_paragraph(TEXT)
    document.save(file)
    return file.getvalue()


def parquet_bytes():
    file = io.BytesIO()
    parquet.write_table(pa.table({"text": [TEXT, TEXT], "title": ["Bridge", "River"]}), file)
    return file.getvalue()


GOOD = {
    "pdf": pdf_bytes([["The council voted on Tuesday to close the bridge."]]),
    "docx": word_bytes(),
    "html": f"<html><title>Bridge</title><article><p>{TEXT}</p></article></html>".encode(),
    "mail": b"From: a@b.example\nTo: c@d.example\nSubject: Bridge\n\n" + TEXT.encode(),
    "markdown": b"---\ntitle: Bridge\ndate: 2026-03-02\n---\n# Bridge\n\n" + TEXT.encode(),
    "text": b"Title: Bridge\nDate: 2026-03-02\n\n" + TEXT.encode(),
    "feed": b"<rss><channel><title>Courier</title><item><title>Bridge</title><guid>1</guid>"
    b"<description>" + TEXT.encode() + b"</description></item></channel></rss>",
    "jsonl": json.dumps({"text": TEXT, "title": "Bridge"}).encode() + b"\n",
    "json": json.dumps([{"text": TEXT, "title": "Bridge"}]).encode(),
    "csv": b"title,text\nBridge," + json.dumps(TEXT).encode() + b"\n",
    "parquet": parquet_bytes(),
}
TABLES = ("jsonl", "json", "csv", "parquet")


def is_sound(made):
    """An article has text, a feed's title is one: what is half read must not pass for read."""
    return isinstance(made, str) or bool(made.body.strip())


def read(kind, content, folder):
    """Articles that were made of it, or titles of a feed; none where it cannot be read."""
    with suppress(SourceError):
        if kind in TABLES:
            path = folder / f"table.{kind}"
            path.write_bytes(content)
            found = list(PARSERS.table(path, kind, settings_in(folder)))
            assert all(one.reason for one in found if isinstance(one, Failure))
            raws = [one.read() for one in found if not isinstance(one, Failure)]
        elif kind == "feed":
            return [entry.title for entry in PARSERS.feed(content, path="fuzz").entries]
        else:
            raws = [PARSERS.document(content, kind, path="fuzz")]
        return [extract(raw) for raw in raws]
    return []


@pytest.mark.parametrize("kind", GOOD)
def test_the_file_that_is_changed_below_is_good(kind, tmp_path):
    assert read(kind, GOOD[kind], tmp_path)


@pytest.mark.parametrize("kind", GOOD)
@FEW
@given(content=st.binary(max_size=400))
def test_any_bytes_are_read_or_fail_with_a_reason(kind, content, tmp_path):
    assert all(map(is_sound, read(kind, content, tmp_path)))


@pytest.mark.parametrize("kind", GOOD)
@FEW
@given(
    changes=st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 3), st.binary(max_size=12)),
        min_size=1,
        max_size=8,
    )
)
def test_a_changed_file_is_read_or_fails_with_a_reason(kind, changes, tmp_path):
    content = GOOD[kind]
    for place, removed, added in changes:
        start = int(place * len(content))
        content = content[:start] + added + content[start + removed :]
    assert all(map(is_sound, read(kind, content, tmp_path)))


def endless_pdf():
    """A page whose contents draw the same text a million times."""
    stream = b"BT /F1 12 Tf (The council voted to close the bridge.) Tj ET\n" * 1_000_000
    body = pdf_bytes([["X"]])
    return re.sub(
        rb"stream\n.*?endstream", lambda _: b"stream\n" + stream + b"endstream", body, flags=re.S
    )


ENDLESS = {
    "deep page": ("html", b"<html><body>" + b"<div>" * 200_000 + TEXT.encode()),
    "deep tables": ("html", b"<table><tr><td>" * 50_000 + TEXT.encode()),
    "laughing page": (
        "html",
        b"<!DOCTYPE html [<!ENTITY a 'ha'>"
        + b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
        + b"]><html><p>&a11;</p>"
        + TEXT.encode(),
    ),
    "many attributes": ("html", b"<p " + b" ".join(b"a%d=1" % n for n in range(200_000)) + b">"),
    "long line": ("text", b"a" * 4_000_000),
    "deep quotes": ("markdown", b">" * 20_000 + TEXT.encode()),
    "deep lists": ("markdown", b"- " * 20_000 + TEXT.encode()),
    "many brackets": ("markdown", b"[" * 100_000 + TEXT.encode()),
    "mail in mail": (
        "mail",
        b"From: a@b.example\nSubject: x\nContent-Type: message/rfc822\n\n" * 2_000 + TEXT.encode(),
    ),
    "endless page of a pdf": ("pdf", endless_pdf()),
}


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    home = tmp_path_factory.mktemp("library")
    with ConfinedReader(
        settings_in(home, parse_seconds=LIMIT_SECONDS, parse_memory_mb=1024)
    ) as reader:
        yield reader


@pytest.mark.parametrize("name", ENDLESS)
def test_what_is_made_to_be_endless_ends(name, reader):
    kind, content = ENDLESS[name]
    reader.document(TEXT.encode(), "text", path="ready")
    started = time.monotonic()
    reason = ""
    try:
        reader.article(reader.document(content, kind, path=name))
    except SourceError as error:
        reason = error.reason
    assert "please report" not in reason  # that would be a bug of ours
    assert time.monotonic() - started < 2 * LIMIT_SECONDS + 5
    assert reader.document(TEXT.encode(), "text", path="after").content == TEXT
