"""Files that are whole or not there, the same for the same document."""

import json
from dataclasses import replace

import pytest

from rag.contract_documents import document_json
from rag.errors import ExportError
from rag.export import files
from rag.export.files import FORMATS, format_of, render, write
from tests.rag.export.samples import (
    ANSWER,
    DOCUMENTS,
    NASTY,
    UNCLEAN,
    all_of,
    answer_of,
)


def names_in(folder):
    return [path.name for path in folder.iterdir()]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_same_document_gives_the_same_bytes(name, format):
    document = DOCUMENTS[name]
    assert render(document, format) == render(replace(document), format)


@pytest.mark.parametrize("format", FORMATS)
def test_any_text_can_be_written(format):
    assert render(answer_of(all_of(NASTY), all_of(UNCLEAN, 2)), format)


@pytest.mark.parametrize("document", [NASTY, UNCLEAN])
def test_json_has_every_quote_as_it_is(document):
    answer = answer_of(all_of(document))
    written = json.loads(render(answer, "json"))
    assert written["citations"][0]["quote"] == document.body


@pytest.mark.parametrize("name", DOCUMENTS)
def test_json_is_that_of_the_contract(name):
    assert json.loads(render(DOCUMENTS[name], "json")) == document_json(DOCUMENTS[name])


def test_a_document_is_written_to_its_place(tmp_path):
    path = write(ANSWER, "md", tmp_path / "answer.md")
    assert path.read_bytes() == render(ANSWER, "md")
    assert names_in(tmp_path) == ["answer.md"]


def test_a_file_that_was_there_is_replaced(tmp_path):
    path = tmp_path / "answer.md"
    path.write_text("before")
    write(ANSWER, "md", path)
    assert path.read_bytes() == render(ANSWER, "md")


@pytest.mark.parametrize(
    ("part", "failing"),
    [("render", ExportError("no")), ("write", OSError(28, "No space left on device"))],
    ids=["while it is set", "while it is written"],
)
def test_a_failed_export_leaves_what_was_there_and_nothing_else(
    tmp_path, monkeypatch, part, failing
):
    path = tmp_path / "answer.md"
    path.write_text("before")

    def fail(*_, **__):
        raise failing

    if part == "render":
        monkeypatch.setattr(files, "render", fail)
    else:
        monkeypatch.setattr(type(path), "replace", fail)
    with pytest.raises(ExportError):
        write(ANSWER, "md", path)
    assert (path.read_text(), names_in(tmp_path)) == ("before", ["answer.md"])


def test_a_full_disk_is_told_with_the_path_and_the_next_step(tmp_path, monkeypatch):
    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(tmp_path), "replace", fail)
    with pytest.raises(ExportError, match=r"answer\.md' cannot be written: No space.*Make room"):
        write(ANSWER, "md", tmp_path / "answer.md")


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(ExportError, match="there is no folder"):
        write(ANSWER, "md", tmp_path / "none" / "answer.md")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(ExportError, match="is a folder"):
        write(ANSWER, "md", tmp_path)


def test_a_file_name_tells_its_format(tmp_path):
    assert [
        format_of(tmp_path / f"a.b.{name}") for name in ("md", "HTML", "docx", "pdf", "json")
    ] == (list(FORMATS))


@pytest.mark.parametrize("name", ["answer", "answer.txt", ".md", "answer.jsonl"])
def test_a_file_name_that_tells_no_format_is_told(tmp_path, name):
    with pytest.raises(ExportError, match=r"let it end in \.md, \.html, \.docx, \.pdf, \.json"):
        format_of(tmp_path / name)
