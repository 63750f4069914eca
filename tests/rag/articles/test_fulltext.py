import pytest

from rag.articles.fulltext import MAX_TERMS, match_query, words


@pytest.mark.parametrize(
    ("question", "query"),
    [
        ("Who leads the U.S. army?", '"u s" OR "us" OR "leads" OR "army"'),
        ("Are US troops there?", '"u s" OR "us" OR "troops"'),
        ("What does the WHO say?", '"w h o" OR "who"'),
        ("IS IT THE US", '"is" OR "it" OR "the" OR "us"'),
        ("covid-19 cases", '"covid 19" OR "covid" OR "19" OR "cases"'),
        ("$1,200.50 or 3.5%", '"1 200 50" OR "3 5"'),
        ("Biden's plan", '"biden" OR "plan"'),
        ("to be or not to be", '"to" OR "be" OR "or" OR "not"'),
        ('say "peace" now', '"peace"'),
        ("dam dam DAM", '"dam"'),
        ("?!", ""),
    ],
)
def test_a_question_becomes_quoted_words(question, query):
    assert match_query(question) == query


def test_marks_of_hindi_and_arabic_belong_to_their_words():
    assert words("हिन्दी में العَرَبِيَّة") == ["हिन्दी", "में", "العَرَبِيَّة"]


def test_endless_questions_are_cut():
    assert match_query(" ".join(f"word{n}" for n in range(999))).count(" OR ") == MAX_TERMS - 1
