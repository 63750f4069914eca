"""Inputs become stored articles, one bad one never stopping the rest. Real files, no database."""

import threading
from pathlib import Path
from typing import Self

import pytest

import rag.ingest
from rag.articles.extract import extract
from rag.errors import ModelMissingError, StoreError
from rag.ingest import Ingest
from rag.settings import Settings
from rag.sources.parsers import DirectParsers
from rag.types import Article, IngestProgress, IngestReport, RawArticle, Sentence
from tests.fake_store import FakeStore
from tests.fakes import FakeEmbedder, split_sentences

TEXT = "The dam at {name} broke on Monday night. Nobody was hurt, the mayor said. It was old.\n" * 3


class DirectReader(DirectParsers):
    """Reads in this process, so that a test can break it."""

    def __init__(self, settings: Settings) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def article(self, raw: RawArticle) -> Article:
        return extract(raw)


class PlainSplitter:
    def split(self, body: str, language: str) -> list[Sentence]:
        return split_sentences(body)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in ("Alder", "Birch", "Cedar"):
        (folder / f"{name}.txt").write_text(f"Dam at {name} breaks\n\n{TEXT.format(name=name)}")
    return folder


class Line:
    """An ingest over fakes, and what it told."""

    def __init__(self, home: Path) -> None:
        self.store = FakeStore()
        self.embedder = FakeEmbedder()
        settings = Settings(home=home / "library", models_dir=home / "models")
        self.ingest = Ingest(self.store, self.embedder, PlainSplitter(), settings, DirectReader)

    def run(self, *inputs: Path | str, stop: threading.Event | None = None) -> IngestReport:
        events = list(self.ingest.run(inputs, stop=stop))
        assert all(isinstance(event, IngestProgress) for event in events[:-1])
        assert isinstance(events[-1], IngestReport)
        return events[-1]


@pytest.fixture
def line(tmp_path: Path) -> Line:
    return Line(tmp_path)


def test_a_folder_of_articles_is_added(line, folder):
    report = line.run(folder)
    assert (report.added, report.updated, report.unchanged, report.failed) == (3, 0, 0, ())
    assert report.articles == 3
    assert report.chunks == 3
    assert not report.stopped


def test_the_same_again_changes_nothing_and_embeds_nothing(line, folder):
    line.run(folder)
    embedded = len(line.embedder.embedded)
    report = line.run(folder)
    assert (report.added, report.unchanged) == (0, 3)
    assert len(line.embedder.embedded) == embedded


def test_the_same_text_in_other_bytes_is_unchanged_and_recognised_next_time(line, folder):
    line.run(folder)
    path = folder / "Alder.txt"
    path.write_bytes(path.read_bytes() + b"\n\n")
    assert line.run(folder).unchanged == 3
    assert line.run(folder).unchanged == 3


def test_changed_content_is_an_update(line, folder):
    line.run(folder)
    path = folder / "Alder.txt"
    path.write_text(path.read_text() + "The dam will be rebuilt in a year, he said.\n")
    report = line.run(folder)
    assert (report.added, report.updated, report.unchanged) == (0, 1, 2)
    assert report.articles == 3


def test_a_bad_file_is_listed_with_its_reason_while_the_rest_goes_on(line, folder):
    (folder / "Bad.pdf").write_bytes(b"%PDF-1.4 this is no PDF")
    report = line.run(folder)
    assert report.added == 3
    (failure,) = report.failed
    assert failure.path.endswith("Bad.pdf")
    assert failure.reason


def test_a_path_that_is_not_there_is_a_failure_with_a_reason(line, folder):
    report = line.run(folder / "nowhere.txt", folder)
    assert report.added == 3
    assert len(report.failed) == 1


def test_a_bug_in_one_article_fails_that_article_only(line, folder, monkeypatch):
    def breaks_on_birch(reader, raw):
        if "Birch" in raw.path:
            raise ZeroDivisionError("oops")
        return extract(raw)

    monkeypatch.setattr(DirectReader, "article", breaks_on_birch)
    report = line.run(folder)
    assert report.added == 2
    assert "ZeroDivisionError" in report.failed[0].reason


def test_a_store_that_fails_ends_the_run(line, folder, monkeypatch):
    def full(*given, **named):
        raise StoreError("the disk is full: free some space")

    monkeypatch.setattr(line.store, "holds", full)
    with pytest.raises(StoreError, match="disk is full"):
        line.run(folder)


def test_a_missing_embedder_ends_the_run_and_blames_no_article(line, folder, monkeypatch):
    def missing(texts):
        raise ModelMissingError("the embedder is not here: run `models fetch`")

    monkeypatch.setattr(line.embedder, "count_tokens", missing)
    with pytest.raises(ModelMissingError):
        line.run(folder)


def test_a_stop_before_the_first_article_stores_nothing(line, folder):
    stop = threading.Event()
    stop.set()
    report = line.run(folder, stop=stop)
    assert report.stopped
    assert report.articles == 0


def test_after_a_stop_the_next_run_takes_up_where_it_ended(line, folder, monkeypatch):
    monkeypatch.setattr(rag.ingest, "BATCH_CHUNKS", 1)
    stop = threading.Event()
    events = line.ingest.run([folder], stop=stop)
    for event in events:
        if isinstance(event, IngestProgress) and event.stage == "saving":
            stop.set()
    assert isinstance(event, IngestReport)
    assert event.stopped
    assert event.added == 1
    report = line.run(folder)
    assert (report.added, report.unchanged) == (2, 1)


def test_progress_counts_up_to_the_total(line, folder, monkeypatch):
    monkeypatch.setattr(rag.ingest, "TELL_SECONDS", -1.0)
    events = [one for one in line.ingest.run([folder]) if isinstance(one, IngestProgress)]
    assert events[0].stage == "finding"
    assert events[-1].stage == "saving"
    assert events[-1].done == 3
    assert {one.total for one in events[1:]} == {3}
    done = [one.done for one in events]
    assert done == sorted(done)


def test_each_vector_belongs_to_its_own_chunk(line, folder):
    line.run(folder)
    for row, chunk in line.store.chunk.items():
        passage = f"{chunk.article.title}. {chunk.text}"
        (expected,) = line.embedder.embed_queries([passage])
        assert line.store.stored_vectors[row] == pytest.approx(expected)


def test_the_next_articles_are_read_while_the_first_are_embedded(line, folder, monkeypatch):
    monkeypatch.setattr(rag.ingest, "BATCH_CHUNKS", 1)
    others_read = threading.Event()
    read = []

    def article(reader, raw):
        read.append(raw.path)
        if len(read) == 2:
            others_read.set()
        return extract(raw)

    embed = line.embedder.embed_passages

    def embed_then(texts):
        assert others_read.wait(10)
        return embed(texts)

    monkeypatch.setattr(DirectReader, "article", article)
    monkeypatch.setattr(line.embedder, "embed_passages", embed_then)
    report = line.run(folder)
    assert (report.added, report.failed) == (3, ())


def test_an_embedder_that_fails_ends_the_run_and_keeps_what_was_stored(line, folder, monkeypatch):
    monkeypatch.setattr(rag.ingest, "BATCH_CHUNKS", 1)
    embed = line.embedder.embed_passages

    def breaks_on_birch(texts):
        if "Birch" in texts[0]:
            raise ModelMissingError("the embedder is gone")
        return embed(texts)

    monkeypatch.setattr(line.embedder, "embed_passages", breaks_on_birch)
    with pytest.raises(ModelMissingError):
        line.run(folder)
    assert {chunk.article.title for chunk in line.store.chunk.values()} == {"Dam at Alder breaks"}
