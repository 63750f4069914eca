import numpy as np

from rag.evidence.weighing import weigh
from tests.fakes import FakeEmbedder
from tests.rag.evidence.pages import sentence


def weights(*sentences, topic=""):
    given = weigh(list(sentences), FakeEmbedder(), limit=9, topic=topic)
    return dict(zip([one.text for one in given.sentences], given.worth.tolist(), strict=True))


def test_what_was_to_come_loses_worth_once_it_is_old():
    old = sentence("The dam will be closed by the council.", published="2026-03-01")
    same = sentence("The dam was to be closed by council.", published="2026-03-01", origin=1)
    newest = sentence("Milk is taken back.", published="2026-03-10", origin=2)
    alone = weights(old, same)
    beside = weights(old, same, newest)
    lost = {text: alone[text] - beside[text] for text in alone}
    assert lost[old.text] > lost[same.text] + 0.4


def test_days_on_which_most_was_written_weigh_more():
    burst = [
        sentence(f"The dam broke, {who} said.", origin=n, published="2026-03-05")
        for n, who in enumerate(("Lind", "Orr", "Ekvall"))
    ]
    alone = sentence("The dam broke, Brandt said.", origin=4, published="2026-03-01")
    given = weigh([*burst, alone], FakeEmbedder(), limit=9)
    assert given.burst.tolist() == [1.0, 1.0, 1.0, np.float32(1 / 3)]


def test_what_begins_with_the_topic_is_about_it():
    begins = "The dam at Greyfell broke at noon and many people of the town fled to the hills."
    ends = "At noon many people of the town fled to the hills: it broke, the dam at Greyfell."
    worth = weights(sentence(begins), sentence(ends, origin=1), topic="Greyfell dam")
    assert worth[begins] > worth[ends]


def test_what_is_printed_again_is_as_old_as_its_first_print():
    text = "The council heard the minister for two days."
    first = sentence(text, published="2026-03-01")
    again = sentence(text, published="2026-03-11", title="Again", origin=1)
    voted = sentence("Members voted on the dam.", published="2026-03-06", origin=2)
    given = weigh([first, again, voted], FakeEmbedder(), limit=9)
    assert given.recent.tolist() == [0.0, 0.0, 1.0]
