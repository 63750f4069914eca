"""Whose turn it is to search and to weigh."""

from rag.api.looking import Looking


def test_a_weighing_begins_only_when_nobody_searches_or_waits_to():
    looking = Looking(searches=1, weighings=1)
    weighing, waiting = looking.begin("weigh"), looking.begin("weigh")
    first, second = looking.begin("search"), looking.begin("search")
    looking.ended(weighing)
    assert not waiting.begun.is_set()
    looking.ended(first)
    assert second.begun.is_set()
    assert not waiting.begun.is_set()
    looking.ended(second)
    assert waiting.begun.is_set()


def test_a_search_does_not_wait_for_weighings():
    looking = Looking(searches=1, weighings=2)
    for _ in range(3):
        looking.begin("weigh")
    assert looking.begin("search").begun.is_set()


def test_first_come_first_served_and_so_many_at_once():
    looking = Looking(searches=2, weighings=1)
    looks = [looking.begin("search") for _ in range(4)]
    assert [one.begun.is_set() for one in looks] == [True, True, False, False]
    assert [one.position for one in looks] == [0, 0, 1, 2]
    looking.ended(looks[1])
    assert [one.begun.is_set() for one in looks] == [True, True, True, False]


def test_who_leaves_while_waiting_gives_up_the_place():
    looking = Looking(searches=1, weighings=1)
    at_it, gone, after = (looking.begin("search") for _ in range(3))
    weighing = looking.begin("weigh")
    with gone:
        assert not gone.wait(0)
    looking.ended(at_it)
    assert not gone.begun.is_set()
    assert after.begun.is_set()
    looking.ended(after)
    assert weighing.begun.is_set()


def test_who_hurries_is_next():
    looking = Looking(searches=1, weighings=1)
    at_it, before, urgent = (looking.begin("weigh") for _ in range(3))
    urgent.hurry()
    assert (urgent.position, before.position) == (1, 2)
    looking.ended(at_it)
    assert (urgent.begun.is_set(), before.begun.is_set()) == (True, False)
    urgent.hurry()
    assert before.position == 1
