import subprocess
import sys
import time
from pathlib import Path

from tests.fakes import make_article
from tests.rag.articles.library import is_sound, open_store, put

ROOT = Path(__file__).parents[3]


def start_writer(home: Path, name: str, count: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.rag.articles.writer", str(home), name, str(count)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
    )


def test_two_processes_can_fill_one_new_library_at_once(tmp_path):
    writers = [start_writer(tmp_path, name, 10) for name in ("left", "right")]
    assert [writer.communicate()[0] for writer in writers] == [b"+" * 10] * 2
    store = open_store(tmp_path)
    assert store.totals() == {
        "articles": 20,
        "versions": 20,
        "sentences": 800,
        "chunks": 800,
        "vectors": 800,
        "fulltext": 800,
        "statements": 0,
    }
    assert is_sound(store)
    store.close()


def test_another_process_sees_the_generation_move(tmp_path):
    store = open_store(tmp_path)
    before = store.generation
    start_writer(tmp_path, "other", 2).communicate()
    assert store.generation == before + 2
    store.close()


def test_a_writer_killed_anywhere_leaves_whole_articles(tmp_path):
    for attempt in range(3):
        writer = start_writer(tmp_path, f"writer{attempt}", 100_000)
        assert writer.stdout is not None
        writer.stdout.read(5 + 7 * attempt)  # it is well under way
        time.sleep(0.003 * attempt)
        writer.kill()
        writer.communicate()
        store = open_store(tmp_path)
        counts = store.totals()
        assert counts["chunks"] == counts["vectors"] == counts["fulltext"]
        assert counts["chunks"] == 40 * counts["articles"]
        assert counts["sentences"] == 40 * counts["versions"]
        assert is_sound(store)
        assert (
            put(store, make_article(f"Attempt {attempt}.", title="After"), key="after")
            != "unchanged"
        )
        store.remove(store.articles(text="after")[0].id)
        store.close()
