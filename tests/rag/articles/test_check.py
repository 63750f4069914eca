import pytest

from tests.fakes import make_article
from tests.rag.articles.library import is_sound, open_store, put


@pytest.fixture
def store(tmp_path):
    filled = open_store(tmp_path)
    put(filled, make_article("The dam broke. Nobody was hurt."))
    put(filled, make_article("The steel offer.", title="Second"))
    yield filled
    filled.close()


def spoil(store, *statements: str) -> None:
    """Does by hand what no code of ours does."""
    with store._database.transaction() as connection:
        for statement in statements:
            connection.execute(statement)


def wrong(store) -> list[str]:
    return [check.name for check in store.check() if not check.ok]


def test_a_sound_library_passes_every_check(store):
    checks = store.check()
    assert len(checks) == 11
    assert all(check.ok and not check.remedy for check in checks)
    assert checks[1].detail == ("2 articles, 3 chunks, 3 vectors, 3 full-text rows, 0 statements")


def test_a_missing_vector_is_found(store):
    spoil(store, "DELETE FROM vectors WHERE row = 2")
    assert wrong(store) == ["counts agree", "nothing is left behind"]


def test_an_offset_outside_the_body_is_found(store):
    spoil(store, "UPDATE chunks SET stop = 9999 WHERE row = 3")
    assert wrong(store) == ["chunks lie in their articles"]
    spoil(store, "UPDATE sentences SET start = -1")
    assert "sentences lie in their articles" in wrong(store)


def test_a_vector_of_another_length_or_norm_is_found(store):
    spoil(store, "UPDATE vectors SET vector = x'00' WHERE row = 1")
    assert wrong(store) == ["vectors are unit rows"]
    spoil(store, "UPDATE vectors SET vector = zeroblob(28) WHERE row = 1")
    assert wrong(store) == ["vectors are unit rows"]


def test_full_text_that_lacks_a_word_is_found_and_can_be_rebuilt(store):
    spoil(
        store,
        "INSERT INTO fulltext (fulltext, rowid, title, text) VALUES ('delete', 3, 'Second', '')",
    )
    assert "full text agrees with the chunks" in wrong(store)
    store.rebuild_full_text()
    assert is_sound(store)
    assert [row for row, _ in store.search_text("steel", 5)] == [3]


def test_a_current_article_without_chunks_is_found(store):
    spoil(store, "DELETE FROM chunks WHERE article = 2")
    assert wrong(store) == ["every article can be found"]


def test_a_damaged_file_stops_the_looking_and_says_what_to_do(store, tmp_path):
    store._database.read("PRAGMA wal_checkpoint(TRUNCATE)")
    file = tmp_path / "library.db"
    damaged = bytearray(file.read_bytes())
    damaged[4096 * 3 : 4096 * 9] = b"\xff" * 4096 * 6
    store.close()
    file.write_bytes(damaged)
    reopened = open_store(tmp_path)
    (check,) = reopened.check()
    assert (check.name, check.ok) == ("database file", False)
    assert "copy of library.db" in check.remedy
    reopened.close()
