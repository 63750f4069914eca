"""The line: who is next, who waits where, who is told to come back."""

import pytest

from rag.api.line import Line
from rag.errors import BusyError


def begun(*turns):
    return [place.begun.is_set() for place in turns]


def test_one_at_a_time_and_the_next_begins_when_it_ends():
    line = Line()
    first, second = line.join("ada"), line.join("bob")
    assert begun(first, second) == [True, False]
    first.leave()
    assert begun(first, second) == [True, True]


def test_a_user_with_many_questions_does_not_keep_another_waiting_behind_them():
    line = Line()
    running = line.join("ada")
    mine = [line.join("ada") for _ in range(3)]
    yours = line.join("bob")
    assert [place.position for place in (*mine, yours)] == [2, 3, 4, 1]
    running.leave()
    assert begun(*mine, yours) == [False, False, False, True]


def test_two_users_alternate():
    line = Line()
    running = line.join("ada")
    lines = {name: [line.join(name) for _ in range(3)] for name in ("ada", "bob")}
    order = []
    while line.waiting:
        running.leave()
        (running,) = [t for name in lines for t in lines[name] if t.begun.is_set()][-1:]
        order.append(running.user)
        lines[running.user].remove(running)
    assert order == ["bob", "ada", "bob", "ada", "bob", "ada"]


def test_places_are_counted_from_one_and_a_begun_turn_has_none():
    line = Line()
    first, second, third = (line.join(name) for name in "abc")
    assert [place.position for place in (first, second, third)] == [0, 1, 2]
    second.leave()
    assert third.position == 1


def test_who_gives_up_a_place_frees_it_and_leaving_twice_does_nothing():
    line = Line(waiting=1)
    running, waiting = line.join("ada"), line.join("bob")
    waiting.leave()
    waiting.leave()
    assert line.join("cat").position == 1
    running.leave()
    running.leave()
    assert (line.running, line.waiting) == (1, 0)


def test_a_full_queue_says_when_to_come_back():
    line = Line(waiting=2)
    for name in "abc":
        line.join(name)
    with pytest.raises(BusyError, match="2 questions are waiting") as refusal:
        line.join("dan")
    assert refusal.value.retry_after > 0


def test_one_user_cannot_take_all_places():
    line = Line(waiting=9, waiting_each=2)
    for _ in range(3):
        line.join("ada")
    with pytest.raises(BusyError, match="2 of your questions"):
        line.join("ada")
    assert line.join("bob").position == 1


def test_several_may_run_at_once():
    line = Line(at_once=2)
    assert begun(*[line.join("ada") for _ in range(3)]) == [True, True, False]


def test_who_would_wait_longer_than_there_is_time_is_told_at_once():
    now = [0.0]
    line = Line(clock=lambda: now[0])
    first = line.join("ada", within=60)
    second = line.join("bob", within=60)  # no turn has ended yet: nobody knows how long one takes
    now[0] = 20.0
    first.leave()
    line.join("cat", within=60)  # 20 s of bob's, and 20 s of its own
    with pytest.raises(BusyError, match="in about 1 minute, which is longer than one may") as busy:
        line.join("dan", within=59)
    assert busy.value.retry_after == 20
    assert line.join("dan", within=60).position == 2
    second.leave()
    assert line.waiting == 1


def test_who_waits_is_told_as_soon_as_it_turns_out_to_be_too_long():
    now = [0.0]
    line = Line(clock=lambda: now[0])
    running = line.join("ada")
    waiting = [line.join(name, within=60) for name in ("bob", "cat", "dan")]
    for place in waiting:
        place.check_time()  # nobody knows yet
    now[0] = 20.0
    running.leave()
    for place in waiting:
        place.check_time()  # the last one is second: 40 s from now, by 60
    now[0] = 21.0
    with pytest.raises(BusyError, match="in about 1 minute"):
        waiting[2].check_time()
    waiting[1].check_time()
    waiting[0].check_time()  # whose turn it is


def test_the_length_of_a_turn_follows_the_last_ones():
    now = [0.0]
    line = Line(clock=lambda: now[0])
    for seconds in (10.0, 20.0):
        place = line.join("ada")
        now[0] += seconds
        place.leave()
    line.join("ada")
    with pytest.raises(BusyError) as busy:
        line.join("bob", within=25.9)
    assert busy.value.retry_after == 13  # 10 and three tenths of the difference
    line.join("bob", within=26)
