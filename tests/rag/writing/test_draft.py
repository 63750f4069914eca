"""What becomes of the generator's stream: drafts, the choice, and beginning anew."""

import math

from rag.types import Evidence, Piece
from rag.writing.draft import Drafter
from tests.fakes import FakeGenerator, make_article

ARTICLE = make_article("The dam broke on Sunday. It was built in 1968.", title="Dam breaks")
BROKE = Evidence(1, ARTICLE, 0, 24, 0, 24, 1.0)
BUILT = Evidence(2, ARTICLE, 25, 46, 25, 46, 3.0)


def choosing(first: float, second: float) -> Piece:
    """The number 1, with the weights of 1 and 2."""
    alternatives = (("1", math.log(first)), ("2", math.log(second)))
    return Piece("1", math.log(first), alternatives)


def drafted(replies, evidence=(BROKE, BUILT), *, number_only=False):
    generator = FakeGenerator(replies)
    events = Drafter(generator, answer_tokens=40).draft(
        "When was it built?", evidence, None, number_only=number_only
    )
    seen = []
    while True:
        try:
            seen.append(next(events).text)
        except StopIteration as end:
            return generator, seen, end.value


def test_a_draft_grows_and_its_mark_is_not_seen():
    generator, seen, draft = drafted([[Piece("[1]"), Piece(" The dam"), Piece(" broke.")]])
    assert seen[-1] == "The dam broke."
    assert (draft.text, draft.complete, draft.alone) == ("[1] The dam broke.", True, 0)
    assert len(generator.prompts) == 1


def test_where_another_sentence_is_likelier_that_one_alone_is_shown():
    choice = choosing(0.5, 0.4)
    replies = [[Piece("["), choice, Piece("] The dam broke.")], "[2] It was built in 1968."]
    generator, seen, draft = drafted(replies)
    assert len(generator.prompts) == 2
    assert "built in 1968" in generator.prompts[1][-1].content
    assert "broke on Sunday" not in generator.prompts[1][-1].content
    assert (draft.text, draft.alone) == ("[2] It was built in 1968.", 2)
    assert draft.chosen == choice
    assert "The dam broke." not in seen


def test_for_the_number_alone_nothing_is_written_behind_it():
    likelier = [[Piece("["), choosing(0.5, 0.4), Piece("] The dam broke.")]]
    generator, _, draft = drafted(likelier, number_only=True)
    assert (draft.text, draft.alone, draft.complete) == ("[2]", 2, True)
    assert (len(generator.prompts), generator.closed_early) == (1, 1)
    _, seen, draft = drafted([[Piece("[1]"), Piece(" The dam broke.")]], number_only=True)
    assert (draft.text, draft.alone, set(seen)) == ("[1]", 0, set())


def test_what_begins_without_a_number_is_written_to_its_end():
    _, _, draft = drafted([[Piece("The dam"), Piece(" broke.")]], number_only=True)
    assert (draft.text, draft.chosen) == ("The dam broke.", None)


def test_a_sure_generator_goes_on():
    replies = [[Piece("["), choosing(0.99, 0.0001), Piece("] The dam broke.")]]
    level = Evidence(2, ARTICLE, 25, 46, 25, 46, 1.0)
    generator, _, draft = drafted(replies, (BROKE, level))
    assert (len(generator.prompts), draft.alone) == (1, 0)


def test_a_refusal_shows_nothing():
    _, seen, draft = drafted(["[0]"])
    assert set(seen) == {""}
    assert draft.text == "[0]"


def test_closing_a_draft_stops_the_generator():
    generator = FakeGenerator([[Piece("[1]"), Piece(" The dam"), Piece(" broke.")]])
    events = Drafter(generator, answer_tokens=40).draft("When?", (BROKE,), None)
    next(events)
    events.close()
    assert generator.closed_early == 1
