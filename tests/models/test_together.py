import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from models.together import Together


class Work:
    """A row with the length of each text; the first batch waits until `gate` is set."""

    def __init__(self):
        self.batches = []
        self.begun, self.gate = threading.Event(), threading.Event()
        self.fails = False

    def __call__(self, texts):
        self.batches.append(list(texts))
        if not self.begun.is_set():
            self.begun.set()
            self.gate.wait(20)
        if self.fails and len(texts) > 1:
            raise ValueError("too many")
        return np.array([[len(text)] for text in texts], np.float32).reshape(-1, 1)


@pytest.fixture
def work():
    return Work()


def waiting(together, number):
    while True:
        with together._lock:
            if len(together._waiting) == number:
                return


def asked_while_busy(together, work, *calls):
    """Rows, or the error, of calls that came one after the other while the first was made."""
    with ThreadPoolExecutor(len(calls) + 1) as threads:
        made = [threads.submit(together, ["first"])]
        assert work.begun.wait(20)
        for number, texts in enumerate(calls, start=1):
            made.append(threads.submit(together, texts))
            waiting(together, number)
        work.gate.set()
    return [one.exception() or one.result().tolist() for one in made]


def test_calls_that_come_meanwhile_are_one_batch_and_each_gets_its_own_rows(work):
    together = Together(work)
    rows = asked_while_busy(together, work, ["a", "bb"], ["ccc"], [])
    assert rows == [[[5]], [[1], [2]], [[3]], []]
    assert len(work.batches) == 2
    assert sorted(work.batches[1]) == ["a", "bb", "ccc"]


def test_where_a_batch_fails_the_others_are_made_by_themselves(work):
    work.fails = True
    told = asked_while_busy(Together(work), work, ["a"], ["bb"])
    failed = [one for one in told if isinstance(one, ValueError)]
    assert len(failed) == 1
    assert [one for one in told if one not in failed] in ([[[5]], [[1]]], [[[5]], [[2]]])


def test_who_asks_alone_is_a_batch_alone(work):
    work.gate.set()
    together = Together(work)
    assert together(["a"]).tolist() == [[1]]
    assert together(["bb"]).tolist() == [[2]]
    assert work.batches == [["a"], ["bb"]]
