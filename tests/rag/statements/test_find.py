from rag.statements.find import matching, near, without_copies
from tests.fakes import FakeReader, make_article, split_sentences
from tests.rag.statements.said import said

FERRY = make_article("Ana said: the door leaked. Ben said: it held. Ben said: rain fell.")
FOUND = FakeReader().read(FERRY, split_sentences(FERRY.body))


def quotes(**wanted):
    return [one.quote for one in matching(FOUND, **wanted)]


def test_nothing_asked_lets_all_pass_in_their_order():
    assert quotes() == ["the door leaked", "it held", "rain fell"]


def test_a_speaker_is_found_without_regard_to_case():
    assert quotes(speaker="ben") == ["it held", "rain fell"]


def test_half_of_the_words_of_a_topic_are_enough():
    assert quotes(topic="leaking doors") == ["the door leaked"]
    assert quotes(topic="rain in Spain") == ["rain fell"]


def test_a_slip_in_a_name_finds_the_name_that_was_meant():
    assert near("Anna", FOUND) == ["Ana"]
    assert near("Zebulon", FOUND) == []


def test_what_outlets_copy_from_one_origin_is_told_once_what_people_say_stays():
    first = said("Both bids need a permit", kind="plain", source="Agency", day="2026-03-08")
    copy = said("Both bids need a permit", kind="plain", source="Post", day="2026-03-09")
    spoken = said("both bids need a permit", "Ana Moor", day="2026-03-08")
    again = said("both bids need a permit", "Ana Moor", day="2026-03-09")
    every = [copy, first, spoken, again]
    one_origin = {one.article.id: 0 for one in every}
    assert without_copies(every, one_origin) == {first.id, spoken.id, again.id}
    apart = {one.article.id: n for n, one in enumerate(every)}
    assert without_copies(every, apart) == {one.id for one in every}
