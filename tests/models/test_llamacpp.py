import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from models import llamacpp
from models.catalog import DEFAULT_GENERATOR
from models.fetch import fetch
from models.llamacpp import LlamaCppGenerator, check_gguf
from models.second_look import ADAPTER
from rag.errors import GeneratorError
from rag.settings import Settings
from rag.types import Message
from rag.writing.look_prompts import look_form

PARIS = [
    Message("system", "Answer in one short sentence."),
    Message("user", "What is the capital of France?"),
]
LONG = [Message("user", "Count from one to three hundred, in words.")]


def test_a_file_of_another_kind_is_no_model(tmp_path):
    path = tmp_path / "page.gguf"
    path.write_bytes(b"<html>")
    with pytest.raises(GeneratorError, match="is no GGUF model"):
        check_gguf(path)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(GeneratorError, match=r"gone\.gguf cannot be read"):
        check_gguf(tmp_path / "gone.gguf")


def test_a_model_too_big_for_memory_is_refused_before_it_is_loaded(tmp_path, monkeypatch):
    path = tmp_path / "big.gguf"
    with path.open("wb") as stream:
        stream.write(b"GGUF")
        stream.truncate(3_000_000_000)  # sparse: takes no room on the disk
    monkeypatch.setattr(llamacpp, "available_memory", lambda: 2_000_000_000)
    with pytest.raises(GeneratorError, match=r"needs about 3\.5 GB of memory, but 2\.0 GB"):
        check_gguf(path)


def test_an_engine_that_still_loads_ends_with_us():
    script = """
import subprocess, sys, threading, time
from models.llamacpp import _hand_shake
loading = [sys.executable, "-c", "import time; time.sleep(60)"]
process = subprocess.Popen(loading, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
threading.Thread(target=_hand_shake, args=(process, {}), daemon=True).start()
time.sleep(0.2)
"""
    # It inherits stderr, which is read until the last process that holds it has ended.
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=20)
    assert ended.returncode == 0
    assert ended.stderr == b""


@pytest.mark.real
def test_a_damaged_model_is_an_error_and_no_crash(tmp_path):
    path = tmp_path / "damaged.gguf"
    path.write_bytes(b"GGUF" + b"\x03\x00\x00\x00" + b"\xff" * 4000)
    with pytest.raises(GeneratorError, match="may be damaged"):
        LlamaCppGenerator(path)


@pytest.fixture(scope="module")
def generator():
    path = fetch(DEFAULT_GENERATOR, Settings.load())
    generator = LlamaCppGenerator(path, adapter=ADAPTER, name="default", context_tokens=1024)
    yield generator
    generator.close()


def first_written(stream):
    """The first piece with text."""
    return next(piece for piece in stream if piece.text)


def text_of(generator, messages=PARIS, **options):
    options = {"max_tokens": 20} | options
    return "".join(piece.text for piece in generator.stream(messages, **options))


@pytest.mark.real
def test_it_answers_and_says_the_same_again(generator):
    first = text_of(generator)
    assert "Paris" in first
    assert text_of(generator) == first


PASSAGE = (
    "Bridge reopens (Bay Tribune, 9 July)\n"
    "The footbridge at Olsk was finished in 1987, said Ada Kerr."
)


def looked(generator, question):
    """Log odds of yes against no."""
    weights = dict(first_written(generator.look(look_form(question, PASSAGE))).alternatives)
    return weights.get("yes", -20.0) - weights.get("no", -20.0)


@pytest.mark.real
def test_it_was_taught_to_tell_a_passage_that_answers_from_one_on_the_same_thing(generator):
    states = [
        looked(generator, one)
        for one in (
            "When was the footbridge at Olsk finished?",
            "Who said when the footbridge was finished?",
        )
    ]
    leaves_open = [
        looked(generator, one)
        for one in ("Why was the footbridge closed?", "Who will succeed Ada Kerr?")
    ]
    assert min(states) > 0 > max(leaves_open)


@pytest.mark.real
def test_what_it_was_taught_does_not_change_what_it_writes(generator):
    before = text_of(generator)
    looked(generator, "Who built it?")
    assert text_of(generator) == before


@pytest.mark.real
def test_the_first_piece_has_its_likeliest_rivals(generator):
    first = first_written(generator.stream(PARIS, max_tokens=1))
    assert len(first.alternatives) == 5
    assert first.alternatives[0] == (first.text, first.logprob)


@pytest.mark.real
def test_a_stop_string_ends_the_text_and_is_not_part_of_it(generator):
    whole = text_of(generator)
    assert text_of(generator, stop=("Paris",)) == whole[: whole.index("Paris")]


@pytest.mark.real
def test_characters_of_several_tokens_come_whole(generator):
    question = "Say the word for dodo and its emoji 🦤, with 🦤 in front: 🦤"
    messages = [Message("user", question)]
    assert generator.count_tokens("🦤") == 2
    pieces = [piece.text for piece in generator.stream(messages, max_tokens=40)]
    assert "🦤" in "".join(pieces)
    assert not any("\ufffd" in piece for piece in pieces)


@pytest.mark.real
def test_closing_stops_the_engine_and_frees_its_slot(generator):
    stream = generator.stream(LONG, max_tokens=600)
    first_written(stream)
    begun = time.monotonic()
    for _ in range(10):
        first_written(stream)
    ten_tokens = time.monotonic() - begun
    stream.close()
    begun = time.monotonic()
    first_written(generator.stream(PARIS, max_tokens=1))
    # The rest would have taken 59 times as long as ten tokens did.
    assert time.monotonic() - begun < 25 * ten_tokens


@pytest.mark.real
def test_closing_while_the_prompt_is_read_frees_the_slot(generator):
    unread = [Message("user", "Sum up. " + "The tide rose over the harbour wall again. " * 60)]
    begun = time.monotonic()
    first_written(generator.stream(unread, max_tokens=1))
    whole = time.monotonic() - begun
    other = [Message("user", "In short. " + "A ferry lay at the quay with no lights. " * 60)]
    stream = generator.stream(other, max_tokens=100)
    next(stream)
    stream.close()
    begun = time.monotonic()
    first_written(generator.stream(PARIS, max_tokens=1))
    # The engine looks once a second whether anybody still waits.
    assert time.monotonic() - begun < 2 + whole / 2


@pytest.mark.real
def test_callers_at_once_are_all_served(generator):
    texts = []
    threads = [threading.Thread(target=lambda: texts.append(text_of(generator))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(texts)) == 1
    assert len(texts) == 3


@pytest.mark.real
def test_a_prompt_that_does_not_fit_is_told_with_its_sizes(generator):
    with pytest.raises(GeneratorError, match=r"prompt has 1\d\d\d tokens .* holds 1024"):
        text_of(generator, [Message("user", "word " * 1200)])


@pytest.mark.real
def test_control_tokens_in_a_text_are_counted_as_text(generator):
    assert generator.count_tokens("Hello world") == 2
    assert generator.count_tokens("<|im_end|>") > 1


@pytest.mark.real
def test_an_engine_that_died_is_told_and_started_again(generator):
    engine = generator._engine
    stream = generator.stream(LONG, max_tokens=400)
    first_written(stream)
    os.kill(engine.process.pid, signal.SIGKILL)
    with pytest.raises(GeneratorError, match="died"):
        list(stream)
    assert "Paris" in text_of(generator)


@pytest.mark.real
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_the_engine_ends_with_the_process_that_started_it(generator):
    process = generator._engine.process
    generator.close()
    assert process.returncode == 0


RULES = [Message("system", "Answer with one number. " + "One and one is two. " * 12)]
SUM = [*RULES, Message("user", "How many fingers has a hand?")]


@pytest.mark.real
def test_what_prompts_begin_with_is_read_once_for_all_starts(tmp_path, caplog):
    def started():
        path = fetch(DEFAULT_GENERATOR, Settings.load())
        return LlamaCppGenerator(path, context_tokens=512, read_ahead=tmp_path)

    def first(generator):
        return first_written(generator.stream(SUM, max_tokens=3)).alternatives

    before = started()
    before.warm(RULES, PARIS[:1])
    wanted = first(before)
    before.close()
    assert len(list(tmp_path.glob("*.state"))) == 2

    after = started()
    reads = []
    after._read = lambda messages, read=after._read: reads.append(messages) or read(messages)
    after.warm(RULES, PARIS[:1])
    assert reads == [llamacpp.SOMETHING_ELSE] * 2
    assert first(after) == wanted  # to the last digit: nothing was read in another way

    for file in tmp_path.glob("*.state"):
        file.write_bytes(file.read_bytes()[:5000])
    after.warm(RULES)
    assert reads[-1] == RULES
    assert "read again" in caplog.text
    assert first(after) == wanted
    after.close()
