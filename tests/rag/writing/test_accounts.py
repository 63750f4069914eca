"""Other accounts: a differing figure or name of another article is quoted behind the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from rag.types import Article, CitedSentence, Evidence, Vectors
from rag.writing.accounts import are_apart, other_accounts, overtaking
from tests.fakes import FakeEmbedder


class Alike:
    """An embedder for which all texts mean the same."""

    name = "alike"
    weight_hash = "0" * 64
    dim = 1
    max_tokens = 100

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return np.ones((len(texts), 1), np.float32)

    embed_passages = embed_queries

    def join_in(self) -> None:
        pass

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]


def evidence(n: int, body: str, source: str, day: int) -> Evidence:
    published = datetime(2026, 3, day, tzinfo=UTC)
    article = Article(f"article{n}", "Ferry", body, source, published)
    return Evidence(n, article, 0, len(body), 0, len(body))


TOLL = evidence(1, "The number of people known to have died rose to 15.", "Herald", 10)
SAID = [CitedSentence("The number of people known to have died was 15.", (1,), 0.9)]
QUESTION = "What was the number of deaths?"


def test_a_later_figure_is_quoted_with_outlet_and_day() -> None:
    later = evidence(2, "Two more died, bringing the toll to 17 people.", "Agency", 12)
    [account] = other_accounts(QUESTION, SAID, [TOLL, later], Alike())
    assert account.text == (
        "A later account, Agency on 12 March 2026, has: "
        "“Two more died, bringing the toll to 17 people.”"
    )
    assert account.citations == (2,)


def test_an_earlier_figure_is_called_earlier() -> None:
    earlier = evidence(2, "At least 12 people have died.", "Courier", 8)
    [account] = other_accounts(QUESTION, SAID, [TOLL, earlier], Alike())
    assert account.text.startswith("An earlier account, Courier on 8 March 2026")


def test_a_vague_figure_is_no_other_account_of_a_figure_that_it_covers() -> None:
    other = evidence(2, "Dozens of people are known to have died.", "Post", 12)
    many = evidence(1, "The number of people known to have died rose to 40.", "Herald", 10)
    said = [CitedSentence("The number of people known to have died was 40.", (1,), 0.9)]
    assert other_accounts(QUESTION, said, [many, other], Alike()) == []
    assert len(other_accounts(QUESTION, SAID, [TOLL, other], Alike())) == 1  # 15 is not dozens


def test_how_long_something_took_is_no_other_count_of_people() -> None:
    other = evidence(2, "Three hours later the number of people who had died was read.", "Post", 12)
    assert other_accounts(QUESTION, SAID, [TOLL, other], Alike()) == []


def test_who_was_expected_is_no_other_number_of_the_dead() -> None:
    other = evidence(2, "Some 900 people were expected on the ferry.", "Post", 12)
    assert other_accounts("How many people died?", SAID, [TOLL, other], Alike()) == []
    assert other_accounts("How many people were there?", SAID, [TOLL, other], Alike()) != []


def test_what_is_worth_far_less_as_an_answer_is_of_something_else() -> None:
    paid = replace(evidence(1, "Mara Lind paid 44m crowns for the port.", "Herald", 10), score=4.8)
    sold = replace(evidence(2, "Lind sold 23m crowns of her ships.", "Post", 12), score=2.1)
    said = [CitedSentence("Mara Lind paid 44m crowns for the port.", (1,), 0.9)]
    asked = "How much did Mara Lind pay for the port?"
    assert other_accounts(asked, said, [paid, sold], Alike()) == []
    [account] = other_accounts(asked, said, [paid, replace(sold, score=4.0)], Alike())
    assert account.citations == (2,)


def test_where_it_is_asked_for_how_long_something_took_is_another_account() -> None:
    said = [CitedSentence("The search for the people took two hours.", (1,), 0.9)]
    first = evidence(1, "The search for the people took two hours.", "Herald", 10)
    other = evidence(2, "The search for the people took three hours.", "Post", 12)
    accounts = other_accounts("How long did the search take?", said, [first, other], Alike())
    assert [one.citations for one in accounts] == [(2,)]


def test_a_later_account_comes_before_a_nearer_one() -> None:
    earlier = evidence(2, "The number of people known to have died rose to 12.", "Courier", 8)
    later = evidence(3, "Two more people are known to have died; the toll is now 17.", "Agency", 12)
    accounts = other_accounts(QUESTION, SAID, [TOLL, earlier, later], FakeEmbedder())
    assert [one.citations for one in accounts] == [(3,), (2,)]


def test_a_later_toll_is_an_account_however_little_it_is_worth() -> None:
    toll = replace(TOLL, score=5.0)
    later = replace(
        evidence(2, "Divers found two; the toll is now 17 dead.", "Agency", 12), score=1.0
    )
    earlier = replace(
        evidence(2, "Divers found two; the toll is now 9 dead.", "Post", 8), score=1.0
    )
    assert [one.citations for one in other_accounts(QUESTION, SAID, [toll, later], Alike())] == [
        (2,)
    ]
    assert other_accounts(QUESTION, SAID, [toll, earlier], Alike()) == []


def test_the_same_figure_is_no_other_account() -> None:
    same = evidence(2, "Fifteen people died.", "Courier", 10)
    assert other_accounts(QUESTION, SAID, [TOLL, same], Alike()) == []


def test_what_an_outlet_takes_back_is_no_account() -> None:
    body = "CORRECTION: On Sunday we reported that the number of people who died was 20."
    assert other_accounts(QUESTION, SAID, [TOLL, evidence(2, body, "Lantern", 11)], Alike()) == []


def test_history_of_another_year_is_no_other_account() -> None:
    history = evidence(2, "In 2011 its sister ship ran aground and nine people died.", "Courier", 8)
    assert other_accounts(QUESTION, SAID, [TOLL, history], Alike()) == []


def test_another_sentence_of_the_cited_article_is_no_other_account() -> None:
    article = TOLL.article
    same_article = Evidence(2, article, 4, len(article.body), 4, len(article.body))
    assert other_accounts(QUESTION, SAID, [TOLL, same_article], Alike()) == []


def test_a_rival_name_in_the_same_place_is_quoted() -> None:
    norway = evidence(1, "Norway won the most medals.", "Herald", 10)
    sweden = evidence(2, "Sweden won the most medals.", "Lantern", 10)
    said = [CitedSentence("Norway won the most medals.", (1,), 0.9)]
    [account] = other_accounts(
        "Which country won the most medals?", said, [norway, sweden], Alike()
    )
    assert (
        account.text
        == "Another account, Lantern on 10 March 2026, has: “Sweden won the most medals.”"
    )


def test_at_most_two_accounts_are_added() -> None:
    rivals = [evidence(n, f"{n + 20} people died.", f"Paper {n}", 10) for n in range(2, 6)]
    assert len(other_accounts(QUESTION, SAID, [TOLL, *rivals], Alike())) == 2


def test_an_answer_that_cites_nothing_has_no_rivals() -> None:
    assert other_accounts(QUESTION, [], [TOLL], Alike()) == []


LATER = evidence(2, "Two more died, bringing the toll to 17 people.", "Agency", 12)
LAST = evidence(3, "Nineteen people died, the minister said.", "Courier", 14)
FINAL = "What was the final number of deaths?"


def test_where_the_newest_is_asked_for_the_newest_account_overtakes_the_answer() -> None:
    assert overtaking(FINAL, SAID, [TOLL, LATER, LAST], Alike()) is LAST
    assert overtaking(QUESTION, SAID, [TOLL, LATER, LAST], Alike()) is None


def test_nothing_overtakes_what_is_the_newest() -> None:
    said = [CitedSentence("Nineteen people died.", (3,), 0.9)]
    assert overtaking(FINAL, said, [TOLL, LATER, LAST], Alike()) is None
    assert overtaking(FINAL, [], [TOLL], Alike()) is None


def test_a_figure_in_a_clause_of_its_own_is_found_by_that_clause() -> None:
    body = "The minister closed the line for a month, as the number of deaths reached 17."
    embedder = FakeEmbedder("number deaths minister closed line month people known died".split())
    [account] = other_accounts(QUESTION, SAID, [TOLL, evidence(2, body, "Agency", 12)], embedder)
    assert account.citations == (2,)


def test_counts_differ_whatever_other_figures_two_sentences_share() -> None:
    first = evidence(1, "Rescuers put the toll at 15 of the 94 people aboard.", "Herald", 10)
    said = [CitedSentence("Rescuers put the toll at 15 of the 94 people aboard.", (1,), 0.9)]
    later = evidence(2, "The search brought the toll to 17 of the 94 people on board.", "Post", 12)
    asked = "How many people died when the ferry sank?"
    [account] = other_accounts(asked, said, [first, later], Alike())
    assert account.text.startswith("A later account, Post on 12 March 2026")


def test_at_least_so_many_is_no_other_count_than_a_higher_one() -> None:
    fewer = evidence(2, "At least nine people were killed in the storm.", "Agency", 12)
    more = evidence(2, "At least 20 people were killed in the storm.", "Agency", 12)
    asked = "How many people died?"
    assert other_accounts(asked, SAID, [TOLL, fewer], Alike()) == []
    assert len(other_accounts(asked, SAID, [TOLL, more], Alike())) == 1


def test_a_copy_with_another_name_is_another_account_whatever_the_kind_of_question() -> None:
    first = evidence(1, "The board elected Oona Brandt as its chair on Monday.", "Herald", 10)
    copy = evidence(2, "The board elected Per Lind as its chair on Monday.", "Courier", 10)
    said = [CitedSentence("The board elected Oona Brandt as its chair on Monday.", (1,), 0.9)]
    for question in ("Who chairs the board?", "What did the board do?"):
        [account] = other_accounts(question, said, [first, copy], FakeEmbedder())
        assert account.citations == (2,)
        assert account.text.endswith("“The board elected Per Lind as its chair on Monday.”")


def test_a_copy_is_known_beside_any_sentence_that_bears_the_answer_out() -> None:
    first = evidence(1, "Brandt leads the board now.", "Herald", 10)
    second = evidence(2, "After a long night the members chose Brandt as chair.", "Agency", 10)
    copy = evidence(3, "After a long night the members chose Lind as chair.", "Courier", 10)
    said = [CitedSentence("Brandt leads the board now.", (1,), 0.9)]
    accounts = other_accounts("Who is the chair?", said, [first, second, copy], FakeEmbedder())
    assert [one.citations for one in accounts] == [(3,)]


def test_what_differs_in_what_was_asked_about_is_no_other_account() -> None:
    first = evidence(1, "Oona Brandt won the Kelder prize on Monday night.", "Herald", 10)
    copy = evidence(2, "Oona Brandt won the Sorley prize on Monday night.", "Courier", 10)
    said = [CitedSentence("Oona Brandt won the Kelder prize on Monday night.", (1,), 0.9)]
    assert not other_accounts("Who won the Kelder prize?", said, [first, copy], FakeEmbedder())


def test_marks_within_what_is_quoted_become_inner_ones() -> None:
    first = evidence(1, "“Nordlys” won the prize for the best film on Sunday.", "Herald", 10)
    copy = evidence(2, "“Havblik” won the prize for the best film on Sunday.", "Courier", 10)
    said = [CitedSentence("“Nordlys” won the prize for the best film on Sunday.", (1,), 0.9)]
    [account] = other_accounts("What film won the prize?", said, [first, copy], FakeEmbedder())
    assert account.text.endswith("“‘Havblik’ won the prize for the best film on Sunday.”")


def test_copies_of_one_day_are_apart_and_a_later_one_is_news() -> None:
    first = evidence(1, "The board elected Oona Brandt as its chair on Monday.", "Herald", 10)
    other = "The board elected Per Lind as its chair on Monday."
    said = [CitedSentence("The board elected Oona Brandt as its chair on Monday.", (1,), 0.9)]
    question = "Who chairs the board?"
    assert are_apart(question, said, [first, evidence(2, other, "Courier", 10)])
    assert not are_apart(question, said, [first, evidence(2, other, "Courier", 11)])
    assert not are_apart(question, said, [first])


def count(n: int, body: str, title: str = "Planes") -> Evidence:
    article = Article(f"article{n}", title, body, "Post", datetime(2026, 3, n, tzinfo=UTC))
    return Evidence(n, article, 0, len(body), 0, len(body))


def test_what_is_bought_of_somebody_else_is_no_other_number() -> None:
    asked = "How many planes is Air Brannock buying from Ostra?"
    cited = count(1, "Air Brannock is to buy 36 planes from Ostra.")
    said = [CitedSentence("Air Brannock is to buy 36 planes from Ostra.", (1,), 0.9)]
    other = count(2, "Air Brannock has ordered 30 planes from Ferrant.")
    assert other_accounts(asked, said, [cited, other], Alike()) == []
    other = count(2, "Air Brannock has ordered 30 planes. Ostra builds them.")
    assert len(other_accounts(asked, said, [cited, other], Alike())) == 1
    other = count(2, "Air Brannock flies to 60 airports with planes of Ostra.")
    assert other_accounts(asked, said, [cited, other], Alike()) == []


def test_a_number_of_people_is_no_other_length_of_time() -> None:
    asked = "For how long may officers hold a suspect?"
    cited = count(1, "Officers may hold a suspect for up to 30 minutes.")
    said = [CitedSentence("Officers may hold a suspect for up to 30 minutes.", (1,), 0.9)]
    other = count(2, "Some 25,000 officers are to have the power to hold a suspect.")
    assert other_accounts(asked, said, [cited, other], Alike()) == []
    other = count(2, "Officers may hold a suspect for 45 minutes.")
    assert len(other_accounts(asked, said, [cited, other], Alike())) == 1


def test_a_number_is_no_other_price() -> None:
    asked = "How much is the Ostra 7-8 worth that was offered?"
    text = "A gift worth $400m was offered, an Ostra 7-8."
    cited, said = count(1, text), [CitedSentence(text, (1,), 0.9)]
    other = count(2, "The Ostra was offered to the leader, who has two terms.")
    assert other_accounts(asked, said, [cited, other], Alike()) == []
    other = count(2, "The Ostra that was offered is worth $350m.")
    assert len(other_accounts(asked, said, [cited, other], Alike())) == 1


def test_the_name_of_a_plane_is_no_other_number_of_those_aboard() -> None:
    asked = "How many people were on board the plane that crashed?"
    text = "The plane that crashed had 242 people on board."
    cited, said = count(1, text), [CitedSentence(text, (1,), 0.9)]
    other = count(2, "An Ostra 787 crashed, killing an unknown number of the people on board.")
    assert other_accounts(asked, said, [cited, other], Alike()) == []
