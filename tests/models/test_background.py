import threading
import time

import pytest

from models.background import BackgroundEmbedder, BackgroundGenerator, Loading
from models.catalog import DEFAULT_EMBEDDER
from rag.errors import ModelError, ModelMissingError
from rag.types import Message, ModelState, Piece
from tests.fakes import FakeGenerator

PROMPT = [Message("user", "hello")]


def never(_):
    raise AssertionError("must not load")


def test_nothing_is_loaded_before_it_is_needed():
    assert Loading("m", never).state == ModelState("m", "idle")


def test_the_state_says_how_far_it_is():
    told = threading.Event()
    go_on = threading.Event()

    def load(progress):
        progress(ModelState("m", "fetching", "half", 0.5))
        told.set()
        assert go_on.wait(5)
        return "model"

    loading = Loading("m", load)
    loading.start()
    assert told.wait(5)
    assert loading.state == ModelState("m", "fetching", "half", 0.5)
    go_on.set()
    assert loading.get() == "model"
    assert loading.state == ModelState("m", "ready")


def test_it_looks_as_the_loaded_one_was_taught_to():
    taught = FakeGenerator(taught=["hello"])
    loading = BackgroundGenerator(lambda _: taught, "m", context_tokens=9, taught=True)
    assert [piece.text for piece in loading.look(PROMPT) if piece.text] == ["yes"]


def test_one_that_was_not_taught_to_look_says_so():
    class Plain:
        name = "plain"

    loading = BackgroundGenerator(lambda _: Plain(), "m", context_tokens=9)
    assert not loading.taught
    with pytest.raises(ModelError, match="'plain' was not taught the second look"):
        list(loading.look(PROMPT))


def test_a_failure_is_raised_to_who_waits_and_the_next_use_tries_again():
    outcomes = [ModelMissingError("no network"), "model"]

    def load(_):
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    loading = Loading("m", load)
    with pytest.raises(ModelMissingError, match="no network"):
        loading.get()
    assert loading.state == ModelState("m", "failed", "no network")
    assert loading.get() == "model"


def test_a_bug_in_loading_ends_the_waiting_too_and_is_logged_with_its_place(caplog):
    loading = Loading("m", lambda _: 1 / 0)
    with pytest.raises(ModelError, match="ZeroDivisionError"):
        loading.get()
    assert "Traceback" in caplog.text


def test_two_who_wait_load_it_once():
    loads = []
    loading = Loading("m", lambda _: loads.append(1) or "model")
    threads = [threading.Thread(target=loading.get) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert loads == [1]


def test_a_stream_waits_for_the_generator():
    generator = BackgroundGenerator(
        lambda _: FakeGenerator(["so it is"]), "slow", context_tokens=512
    )
    assert "".join(piece.text for piece in generator.stream(PROMPT, max_tokens=9)) == "so it is"
    assert generator.state.stage == "ready"


def test_closing_a_stream_closes_the_engines():
    fake = FakeGenerator(["one two three"])
    stream = BackgroundGenerator(lambda _: fake, "g", context_tokens=512).stream(
        PROMPT, max_tokens=9
    )
    next(stream)
    stream.close()
    assert fake.closed_early == 1


def test_a_stream_can_be_closed_while_the_generator_is_loaded(monkeypatch):
    monkeypatch.setattr("models.background.HEARTBEAT_SECONDS", 0.01)
    may_load = threading.Event()
    fake = FakeGenerator(["one"])
    generator = BackgroundGenerator(lambda _: may_load.wait(5) and fake, "g", context_tokens=512)
    stream = generator.stream(PROMPT, max_tokens=9)
    assert next(stream) == Piece("")
    stream.close()
    may_load.set()
    assert fake.prompts == []


def test_a_failure_of_loading_is_raised_to_who_streams(monkeypatch):
    def load(_):
        raise ModelMissingError("no network")

    with pytest.raises(ModelMissingError, match="no network"):
        list(BackgroundGenerator(load, "g", context_tokens=512).stream(PROMPT, max_tokens=9))


def test_what_the_catalogue_knows_of_an_embedder_needs_no_loading():
    embedder = BackgroundEmbedder(never, DEFAULT_EMBEDDER.name, DEFAULT_EMBEDDER)
    assert (embedder.dim, embedder.max_tokens) == (384, 254)
    assert embedder.weight_hash == DEFAULT_EMBEDDER.weight_hash
    assert embedder.state.stage == "idle"


class Reads(FakeGenerator):
    """Notes what it reads ahead, and when it was idle."""

    def __init__(self, replies=()):
        super().__init__(replies)
        self.read = []

    def warm(self, *beginnings, wait_until_idle):
        for beginning in beginnings:
            wait_until_idle()
            self.read.append(beginning)


def test_what_prompts_begin_with_is_read_when_nobody_asks(monkeypatch):
    monkeypatch.setattr("models.background.QUIET_SECONDS", 0.05)
    fake = Reads(["one two three"])
    generator = BackgroundGenerator(lambda _: fake, "g", context_tokens=512)
    stream = generator.stream(PROMPT, max_tokens=9)
    next(piece for piece in stream if piece.text)
    generator.warm(PROMPT)
    time.sleep(0.3)
    assert fake.read == []
    stream.close()
    deadline = time.monotonic() + 10
    while not fake.read and time.monotonic() < deadline:
        time.sleep(0.01)
    assert fake.read == [PROMPT]
