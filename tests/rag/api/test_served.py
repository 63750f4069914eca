"""Answers that are remembered, of one library only; evidence that is looked for one by one."""

import threading
import time

from rag.api.line import Line
from rag.api.measures import Measures
from rag.api.served import LOOKING_AT_ONCE, Answers, Asked, ServedDesk
from rag.api.traces import Traces
from rag.types import EvidenceFound
from tests.fake_desk import FakeDesk
from tests.fakes import make_article
from tests.rag.export.samples import ANSWER

FIRST, SECOND, THIRD = Asked("What broke?"), Asked("Who said so?"), Asked("When?")


def test_those_of_an_earlier_library_are_let_go():
    answers = Answers()
    answers.put(FIRST, 1, ANSWER)
    answers.put(SECOND, 2, ANSWER)
    assert answers.get(SECOND, 2) is ANSWER
    assert len(answers._kept) == 1


def test_the_one_not_asked_for_longest_goes_first():
    answers = Answers(most=2)
    answers.put(FIRST, 1, ANSWER)
    answers.put(SECOND, 1, ANSWER)
    assert answers.get(FIRST, 1) is ANSWER
    answers.put(THIRD, 1, ANSWER)
    assert [answers.get(one, 1) is ANSWER for one in (FIRST, SECOND, THIRD)] == [True, False, True]


class Looking(FakeDesk):
    """Counts whose evidence is being looked for together."""

    def __init__(self):
        super().__init__([make_article("The dam broke.", title="Dam")])
        self.now = self.most = 0
        self._lock = threading.Lock()

    def ask(self, question, **narrowed):
        with self._lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(0.02)
        with self._lock:
            self.now -= 1
        yield from super().ask(question, **narrowed)


def test_evidence_is_looked_for_by_few_at_a_time_and_everybody_gets_some():
    desk = Looking()
    served = ServedDesk(desk, Line(waiting=20), Measures(), Traces.from_environment({}))
    asking = [served.ask(f"u{n}", Asked(f"What broke {n}?")) for n in range(8)]
    found = []
    threads = [threading.Thread(target=lambda one=one: found.append(next(one))) for one in asking]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [type(one) for one in found] == [EvidenceFound] * 8
    assert desk.most == LOOKING_AT_ONCE
    for one in asking:
        one.close()
