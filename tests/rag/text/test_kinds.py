import pytest

from rag.text.kinds import (
    asks,
    asks_for,
    asks_for_cause,
    asks_for_latest,
    asks_of_now,
    asks_of_what_is_to_come,
    asks_what_was_done,
    holds,
)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many people died?", "number"),
        ("What percentage of homes lost power?", "number"),
        ("What was the final score?", "number"),
        ("What number of homes lost power?", "number"),
        ("What did the evacuation cost the town?", "number"),
        ("What did Orison pay for the works?", "number"),
        ("When did the ferry sink?", "date"),
        ("What day did it sink?", "date"),
        ("Does anybody know when it sank?", "date"),
        ("Since when is the port shut?", "date"),
        ("Who was minister when the dam broke?", "name"),
        ("What happened when the dam broke?", "other"),
        ("Where did it sink?", "name"),
        ("Which company owns the ferry?", "name"),
        ("Which ship takes over the route?", "name"),
        ("What is the name of the ferry?", "name"),
        ("Why did it sink?", "reason"),
        ("What caused the fire?", "reason"),
        ("How did she explain giving up her post?", "reason"),
        ("What did Lind say?", "other"),
    ],
)
def test_the_kind_of_answer_that_a_question_asks_for(question, kind):
    assert asks_for(question) == kind


@pytest.mark.parametrize(
    ("kind", "text", "question", "held"),
    [
        ("number", "Fourteen people died.", "How many died?", True),
        ("number", "14 of the 94 died.", "How many of the 94 died?", True),
        ("number", "Ninety-four were aboard.", "How many of the 94 died?", False),
        ("number", "People died.", "How many died?", False),
        ("number", "No survivors were found.", "How many survivors were found?", True),
        ("number", "Many died of the 94 people on board.", "How many people died?", False),
        ("number", "Of 94 people on board 15 died.", "How many people died?", True),
        ("number", "It killed an unknown number of people.", "How many people died?", True),
        ("number", "It is rated 3 of 10.", "How big is the asteroid?", False),
        ("number", "It is 130 feet long.", "How big is the asteroid?", True),
        ("number", "It is the size of a bus.", "How big is the asteroid?", True),
        ("reason", "He spoke all night to protest the cuts.", "Why did he speak?", True),
        ("name", "Mara Lind and Jon Aske voted no.", "Which Republicans voted no?", True),
        ("name", "Two of them voted no.", "Which Republicans voted no?", False),
        ("date", "It sank on Sunday.", "When did it sink?", True),
        ("date", "It may sink.", "When did it sink?", False),
        ("date", "It sank in May.", "When did it sink?", True),
        ("date", "It sank on Sunday.", "When on Sunday did it sink?", False),
        ("name", "Mara Lind resigned.", "Who resigned?", True),
        ("name", "The minister resigned on Sunday.", "Who resigned?", False),
        ("name", "Lind resigned.", "Who is Lind?", False),
        ("name", "He left, The Daily Bell said on Monday.", "Who left?", False),
        ("name", "PORT SELWICK - He left.", "Who left?", False),
        ("name", "He left, The Daily Bell said.", "Which paper said so?", True),
        ("name", "A student from Olsk is accused.", "Who is accused?", False),
        ("name", "A letter from Orison says so.", "Lind, who left, wrote to which firm?", True),
        ("name", "A student is accused in Port Selwick, Verrany.", "Who is accused?", False),
        ("name", "A student from Olsk, Jon Aske, is accused.", "Who is accused?", True),
        ("reason", "It sank because of the door.", "Why did it sink?", True),
        ("reason", "It sank.", "Why did it sink?", False),
        ("number", "It got 62.4 per cent of the votes.", "What percentage was for it?", True),
        ("number", "It was sold for 2.7bn crowns in 11 days.", "What percentage voted?", False),
        ("number", "They paid 15,000 crowns.", "How much did they pay?", True),
        ("number", "They paid $1.2m.", "How much did they pay?", True),
        ("number", "All 9,400 residents left.", "What did the evacuation cost?", False),
        ("date", "It left at 18:40.", "At what time did it leave?", True),
        ("date", "It left on Sunday.", "At what time did it leave?", False),
        ("other", "", "What did she say?", True),
    ],
)
def test_whether_a_text_holds_that_kind_of_answer(kind, text, question, held):
    assert holds(kind, text, question) == held


@pytest.mark.parametrize(
    ("question", "latest"),
    [
        ("What was the final death toll?", True),
        ("What is the latest on the dam?", True),
        ("How many are missing now?", True),
        ("Which automaker recalled cars this week?", True),
        ("How many died on 8 March?", False),
        ("Who knows the captain?", False),
    ],
)
def test_whether_the_newest_account_is_wanted(question, latest):
    assert asks_for_latest(question) is latest


@pytest.mark.parametrize(
    ("question", "to_come"),
    [
        ("Which dam will be closed this week?", True),
        ("What is the ministry planning for Friday?", True),
        ("Which ship is still expected to sail?", True),
        ("Which dam broke this week?", False),
        ("Who was expected to win?", False),
    ],
)
def test_whether_it_asks_of_what_is_to_come(question, to_come):
    assert asks_of_what_is_to_come(question) is to_come


@pytest.mark.parametrize(
    ("question", "now"),
    [
        ("Which chain has filed for bankruptcy?", True),
        ("What’s the name of the new captain?", True),
        ("How long is the bridge?", True),
        ("Which chain filed for bankruptcy?", False),
        ("Who announced that she is ill?", False),
        ("When was the bridge built that is closed?", False),
        ("Who leads the union?", False),
    ],
)
def test_whether_it_asks_how_things_are_now(question, now):
    assert asks_of_now(question) is now


@pytest.mark.parametrize(
    ("text", "asking"),
    [
        ("Which show was renewed?", True),
        ("“Why did nobody act?” ", True),
        ("(But who knew?)", True),
        ("“Why did nobody act?” she asked.", False),
        ("Nobody asked why.", False),
        ("", False),
    ],
)
def test_whether_a_sentence_asks(text, asking):
    assert asks(text) == asking


@pytest.mark.parametrize(
    ("question", "done"),
    [
        ("Who won the final?", True),
        ("How many people died when the Maren Light sank?", True),
        ("What did the council decide about the bridge?", True),
        ("When was the port closed?", True),
        ("Who will win the final?", False),
        ("What did the minister promise?", False),
        ("What was the union demanding?", False),
        ("What did she say about the dam?", False),
        ("Who is the minister?", False),
        ("Does the company need a permit?", False),
        ("Which ship serves the island while the ferry is banned?", False),
    ],
)
def test_whether_it_asks_what_came_about(question, done):
    assert asks_what_was_done(question) is done


@pytest.mark.parametrize(
    ("question", "cause"),
    [
        ("What had blocked the gate?", True),
        ("What caused the fire?", True),
        ("Why did the gate jam?", True),
        ("What did the ministry say?", False),
        ("Which gate was blocked?", False),
    ],
)
def test_what_asks_for_a_cause(question: str, cause: bool) -> None:
    assert asks_for_cause(question) is cause
