import json
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from rag.types import Failure, Found, RawArticle
from tests.rag.sources.samples import find_all, settings_in


def found_in(path: Path, **changes: object) -> list[Found | Failure]:
    return find_all([path], settings_in(path.parent, **changes))


def rows_of(path: Path) -> list[RawArticle]:
    return [found.read() for found in found_in(path) if isinstance(found, Found)]


def failures_of(path: Path, **changes: object) -> list[tuple[str, str]]:
    found = found_in(path, **changes)
    return [
        (item.path.removeprefix(f"{path}"), item.reason)
        for item in found
        if isinstance(item, Failure)
    ]


def jsonl(folder: Path, *rows: object) -> Path:
    path = folder / "t.jsonl"
    path.write_text(
        "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)
    )
    return path


FULL = {
    "Headline": "Bridge",
    "BODY": "Text of it.",
    "Outlet": "Courier",
    "published_at": "2022-06-16",
    "URL": "https://c.example/b",
    "byline": "Ada",
    "lang": "en",
    "doc_id": "7",
}


def test_columns_are_recognised_without_regard_to_case(tmp_path: Path) -> None:
    [raw] = rows_of(jsonl(tmp_path, FULL))
    assert raw == RawArticle(
        kind="text",
        content="Text of it.",
        title="Bridge",
        source="Courier",
        published="2022-06-16",
        author="Ada",
        url="https://c.example/b",
        language="en",
        path=f"{tmp_path / 't.jsonl'}#line-1",
    )


@pytest.mark.parametrize("name", ["text", "Body", "CONTENT", "article"])
def test_the_text_has_several_names(tmp_path: Path, name: str) -> None:
    assert rows_of(jsonl(tmp_path, {name: "Text."}))[0].content == "Text."


@pytest.mark.parametrize("name", ["published", "date", "publishedAt", "datetime", "Time"])
def test_the_date_has_several_names(tmp_path: Path, name: str) -> None:
    assert rows_of(jsonl(tmp_path, {"text": "T", name: "2022-06-16"}))[0].published == "2022-06-16"


def test_a_row_with_a_url_is_known_by_it(tmp_path: Path) -> None:
    [found] = found_in(jsonl(tmp_path, FULL))
    assert isinstance(found, Found)
    assert found.key == "https://c.example/b"


def test_a_url_that_repeats_is_numbered(tmp_path: Path) -> None:
    row = {"text": "T", "url": "https://c.example/b"}
    keys = [found.key for found in found_in(jsonl(tmp_path, row, row, row))]  # type: ignore[union-attr]
    assert keys == ["https://c.example/b", "https://c.example/b#2", "https://c.example/b#3"]


@pytest.mark.parametrize(
    ("row", "record"),
    [({"text": "T", "id": 7, "title": "X"}, "7"), ({"text": "T", "title": "X"}, "X")],
)
def test_a_row_without_url_is_known_by_path_and_record(
    tmp_path: Path, row: dict[str, object], record: str
) -> None:
    [found] = found_in(jsonl(tmp_path, row))
    assert isinstance(found, Found)
    assert found.key == f"{tmp_path / 't.jsonl'}#{record}"


def test_the_digest_of_a_row_changes_with_its_text_only(tmp_path: Path) -> None:
    one, same, other = found_in(
        jsonl(tmp_path, {"text": "T"}, {"text": "T", "extra": 1}, {"text": "U"})
    )
    assert one.digest == same.digest != other.digest  # type: ignore[union-attr]


def test_a_bad_line_is_a_failure_with_its_number_and_the_rest_go_on(tmp_path: Path) -> None:
    path = jsonl(tmp_path, {"text": "One."}, "{broken", "[1]", "", {"text": " "}, {"text": "Two."})
    assert [raw.content for raw in rows_of(path)] == ["One.", "Two."]
    assert [(where, reason[:18]) for where, reason in failures_of(path)] == [
        ("#line-2", "line 2 is not JSON"),
        ("#line-3", "line 3 is not a JS"),
        ("#line-5", "line 5 has no text"),
    ]


def test_a_line_longer_than_the_limit_is_skipped(tmp_path: Path) -> None:
    path = jsonl(tmp_path, {"text": "One."}, {"text": "a" * 2_500_000}, {"text": "Two."})
    found = found_in(path, max_file_mb=1)
    assert [isinstance(item, Failure) for item in found] == [False, True, False]
    assert failures_of(path, max_file_mb=1) == [("#line-2", "line 2 is longer than 1 MB")]


def test_a_deeply_nested_line_is_a_failure(tmp_path: Path) -> None:
    path = jsonl(tmp_path, {"text": "One."}, '{"text":' + "[" * 100_000, {"text": "Two."})
    assert [raw.content for raw in rows_of(path)] == ["One.", "Two."]


def test_without_a_text_column_the_columns_are_named_once(tmp_path: Path) -> None:
    path = jsonl(tmp_path, {"name": 1, "price": 2}, {"name": 3, "price": 4})
    assert failures_of(path) == [
        (
            "",
            "has no column named text, body, content or article; its columns are 'name', 'price'",
        )
    ]


def test_rows_before_the_first_with_text_fail_one_by_one(tmp_path: Path) -> None:
    path = jsonl(tmp_path, {"name": 1}, {"text": "One."}, {"name": 2})
    assert failures_of(path) == [
        ("#line-1", "line 1 has no text"),
        ("#line-3", "line 3 has no text"),
    ]


def test_markup_in_a_text_column_is_read_as_html(tmp_path: Path) -> None:
    assert rows_of(jsonl(tmp_path, {"content": "<p>One.</p><p>Two.</p>"}))[0].kind == "html"


def test_objects_with_names_and_lists_of_authors_are_understood(tmp_path: Path) -> None:
    row = {"text": "T", "source": {"id": None, "name": "Courier"}, "authors": ["Ada", "Eve"]}
    [raw] = rows_of(jsonl(tmp_path, row))
    assert (raw.source, raw.author) == ("Courier", "Ada, Eve")


def test_numbers_as_dates_are_kept_as_written(tmp_path: Path) -> None:
    assert rows_of(jsonl(tmp_path, {"text": "T", "time": 1655373600}))[0].published == "1655373600"


def test_jsonl_under_another_name_is_recognised(tmp_path: Path) -> None:
    path = jsonl(tmp_path, {"text": "One."}, {"text": "Two."}).rename(tmp_path / "t.txt")
    assert len(rows_of(path)) == 2


def test_jsonl_named_json_is_read_line_by_line(tmp_path: Path) -> None:
    path = jsonl(tmp_path, {"text": "One."}, {"text": "Two."}).rename(tmp_path / "t.json")
    assert len(rows_of(path)) == 2


# JSON


@pytest.mark.parametrize(
    "content",
    [
        [{"text": "One."}, {"text": "Two."}],
        {"articles": [{"text": "One."}, {"text": "Two."}]},
        {"status": "ok", "results": [{"text": "One."}, {"text": "Two."}]},
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_a_json_list_is_read_row_by_row(
    tmp_path: Path, content: object, indent: int | None
) -> None:
    path = tmp_path / "t.json"
    path.write_text(json.dumps(content, indent=indent))
    assert [raw.content for raw in rows_of(path)] == ["One.", "Two."]


def test_a_json_list_larger_than_a_block_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text(json.dumps([{"text": "a" * 700_000}] * 5))
    assert len(rows_of(path)) == 5


def test_a_json_list_that_breaks_off_gives_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text('[{"text": "One."}, {"text": "Tw')
    assert [raw.content for raw in rows_of(path)] == ["One."]
    assert "is not JSON in row 2" in failures_of(path)[0][1]


def test_a_json_number_is_no_table(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_text("7")
    assert failures_of(path) == [("", "holds neither a JSON object nor a list of objects")]


# CSV


def csv(folder: Path, content: str | bytes) -> Path:
    path = folder / "t.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    content = f"title{delimiter}text\nBridge{delimiter}Closed.\n"
    [raw] = rows_of(csv(tmp_path, content))
    assert (raw.title, raw.content) == ("Bridge", "Closed.")


def test_quoted_fields_may_hold_lines_and_commas(tmp_path: Path) -> None:
    [raw] = rows_of(csv(tmp_path, 'title,text\n"A, b","One.\n\nTwo."\n'))
    assert (raw.title, raw.content) == ("A, b", "One.\n\nTwo.")


def test_a_field_may_be_longer_than_the_csv_module_allows(tmp_path: Path) -> None:
    [raw] = rows_of(csv(tmp_path, "title,text\nA," + "a" * 200_000 + "\n"))
    assert len(raw.content) == 200_000


def test_a_row_with_too_many_fields_is_a_failure_with_its_line(tmp_path: Path) -> None:
    path = csv(tmp_path, "title,text\nA,One.\nB,Two, three.\nC,Four.\n")
    assert [raw.content for raw in rows_of(path)] == ["One.", "Four."]
    assert failures_of(path) == [
        ("#line-3", "line 3 has 3 fields under 2 columns; quote fields with commas")
    ]


def test_a_broken_byte_spoils_its_row_alone(tmp_path: Path) -> None:
    good = "A,Die Brücke über den Fluß ist für zwei Jahre gesperrt.\n" * 20
    path = csv(tmp_path, b"title,text\n" + good.encode() + b"B,Tw\xff.\n" + good.encode())
    assert len(rows_of(path)) == 40
    assert [where for where, _ in failures_of(path)] == ["#line-22"]


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path: Path) -> None:
    assert rows_of(csv(tmp_path, "\ufefftext,title\nOne.,A\n"))[0].title == "A"


def test_a_csv_without_text_column_names_its_columns(tmp_path: Path) -> None:
    assert "its columns are 'a', 'b'" in failures_of(csv(tmp_path, "a,b\n1,2\n"))[0][1]


def test_a_page_named_csv_is_read_as_a_page(tmp_path: Path) -> None:
    assert rows_of(csv(tmp_path, "<html><p>x</p></html>"))[0].kind == "html"


# Parquet


def test_parquet_rows_are_read_with_their_dates(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    table = {
        "Title": ["A", None],
        "text": ["One.", "Two."],
        "date": [datetime(2022, 6, 16, 10, tzinfo=UTC), None],
        "vector": [[0.1], [0.2]],
    }
    parquet.write_table(pa.table(table), path)
    one, two = rows_of(path)
    assert (one.title, one.content, one.published) == ("A", "One.", "2022-06-16T10:00:00+00:00")
    assert (two.title, two.content, two.published) == ("", "Two.", "")


def test_parquet_without_text_column_names_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    parquet.write_table(pa.table({"a": [1], "b": [2]}), path)
    assert "its columns are 'a', 'b'" in failures_of(path)[0][1]


def test_a_damaged_parquet_file_says_so(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    path.write_bytes(b"PAR1 garbage PAR1")
    assert failures_of(path)[0][1].startswith("is a damaged parquet file")
