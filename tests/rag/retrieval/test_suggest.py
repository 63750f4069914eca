from rag.retrieval.suggest import suggest
from tests.fakes import make_article


def test_an_empty_library_suggests_nothing():
    assert suggest([], 4) == []
    assert suggest([make_article("Mara Lind said no.")], 0) == []


def test_people_who_are_quoted_and_shared_names_become_questions():
    articles = [
        make_article("The ferry Maren Light sank. “No,” Mara Lind said.", title="A"),
        make_article("The Maren Light was built in 1998. Mara Lind said so.", title="B"),
    ]
    questions = suggest(articles, 2)
    assert questions == ["What did Mara Lind say?", "What is the latest on Maren Light?"]


def test_no_more_than_asked_for_and_none_twice():
    body = "Mara Lind said no. Tomas Holm said yes. Kelder Steel and Orison Group fell."
    questions = suggest([make_article(body, title=str(n)) for n in range(3)], 3)
    assert len(questions) == len(set(questions)) <= 3


def test_an_outlet_or_a_weekday_is_no_person():
    article = make_article("Harbour Courier reported. Last Monday said nothing. The Council said.")
    assert not any("Monday" in question for question in suggest([article], 4))


def test_everything_suggested_stands_in_the_articles():
    body = "Mara Lind said no. The Kelder Steel works closed on Monday."
    for question in suggest([make_article(body)], 4):
        assert any(name in question for name in ("Mara Lind", "Kelder Steel"))
