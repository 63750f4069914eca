import pytest

from rag.text.roles import turned_round


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who succeeded Mara Lind?", "Mara Lind succeeded Bo Orr as minister in March."),
        ("Who succeeded Mara Lind?", "Lind, who succeeded Bo Orr, has resigned."),
        ("Who succeeded Mara Lind?", "Bo Orr was succeeded by Mara Lind in March."),
        (
            "Who succeeded Mara Lind?",
            "Mara Lind has become the new minister, succeeding Bo Orr, who resigned in July.",
        ),
        (
            "Who succeeded Mara Lind?",
            "OLSK – Mara Lind becomes minister after the vote that she would replace Bo Orr.",
        ),
        ("Which company bought Ferrant?", "Ferrant has bought Olsk Lines for 40m crowns."),
        ("Who beat Olsk in the final?", "Olsk narrowly beat Selwick in the final."),
        ("Who did Mara Lind succeed?", "Ida Moss succeeded Mara Lind on Friday."),
        ("Whom did Olsk beat?", "Selwick beat Olsk in the final."),
        ("Who succeeded Mara Lind?", "Mara Lind took over as minister from Bo Orr."),
        ("Who replaced Mara Lind?", "Lind was formally appointed on Tuesday after Bo Orr left."),
        ("Who won the Harbour Cup?", "Selwick won Group A."),
        (
            "How old was Mara Lind when she died?",
            "When her father died in 1952, Mara Lind was 25 years old.",
        ),
        (
            "How old was Mara Lind when she died?",
            "The Mayor of Olsk, Mara Lind's husband and a baker, died on 9 April at 99.",
        ),
    ],
)
def test_a_deed_with_its_roles_exchanged_is_turned_round(question, text):
    assert turned_round(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who succeeded Mara Lind?", "Ida Moss succeeded Mara Lind on Friday."),
        ("Who succeeded Mara Lind?", "Mara Lind was succeeded by Ida Moss on Friday."),
        ("Who succeeded Mara Lind?", "Mara Lind resigned and Ida Moss succeeded her."),
        ("Who succeeded Mara Lind?", "After Mara Lind resigned, she succeeded in business."),
        (
            "Who succeeded Mara Lind?",
            "Mara Lind succeeded Bo Orr in March, and Ida Moss succeeded Lind in May.",
        ),
        ("Who did Mara Lind succeed?", "Mara Lind succeeded Bo Orr as minister in March."),
        (
            "Who succeeded Mara Lind?",
            "Ida Moss has become the new minister, succeeding Mara Lind, who resigned in July.",
        ),
        ("Who succeeded Mara Lind?", "Ida Moss is minister; she replaces Mara Lind."),
        ("Who succeeded the minister?", "The minister succeeded Bo Orr."),
        ("Where is Olsk?", "Olsk is on the coast."),
        ("Who is Mara Lind?", "Mara Lind is the minister."),
        ("When did the Maren sink?", "The Maren sank on Saturday."),
        ("Who beat Olsk in the final?", "Olsk lost the final."),
        ("Who succeeded Mara Lind?", "Ida Moss took over as minister after Mara Lind left."),
        ("Who won the Harbour Cup?", "Selwick won 4-2 on Sunday."),
        ("Who won the Harbour Cup?", "Selwick won Group A and then the cup."),
        ("How old was Mara Lind when she died?", "Mara Lind died on Thursday at the age of 96."),
        ("How old was Mara Lind when she died?", "Lind, a baker from Olsk, died at 96."),
    ],
)
def test_what_is_told_rightly_or_not_surely_is_not(question, text):
    assert not turned_round(question, text)
