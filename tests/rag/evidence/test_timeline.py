from datetime import date

from rag.evidence.timeline import happenings, main_date
from tests.rag.evidence.pages import material, sentence

# All published on Tuesday 10 March 2026 unless said otherwise.


def entries(given, count=9):
    return [(one.day, one.precision, one.best, one.others) for one in happenings(given, count)]


def test_events_stand_in_the_order_in_which_they_happened():
    given = material(
        sentence("The mayor resigned on Monday."),
        sentence("The dam broke on 2 March."),
        sentence("The dam was built in 1968."),
        sentence("The council will meet on Friday."),
    )
    assert entries(given) == [
        (date(1968, 1, 1), "year", 2, ()),
        (date(2026, 3, 2), "day", 1, ()),
        (date(2026, 3, 9), "day", 0, ()),
        (date(2026, 3, 13), "day", 3, ()),
    ]


def test_one_event_is_told_once_and_cites_both_origins():
    given = material(
        sentence("The mayor resigned on Monday."),
        sentence("On Monday, the mayor of Olsk resigned.", origin=1),
        worth=[1.0, 0.5],
        alike=[(0, 1, 0.7)],
    )
    assert entries(given) == [(date(2026, 3, 9), "day", 0, (1,))]


def test_one_deed_of_one_day_is_one_event_in_however_different_words():
    told = sentence("Twelve are dead after the ferry Maren capsized on Monday evening.", origin=1)
    given = material(
        sentence("The ferry Maren capsized on Monday."), told, worth=[1.0, 0.5], alike=[(0, 1, 0.4)]
    )
    assert [one.best for one in happenings(given, 9)] == [0]
    other = sentence("Twelve are dead after the boat Linnet capsized on Monday evening.", origin=1)
    given = material(sentence("The ferry Maren capsized on Monday."), other, alike=[(0, 1, 0.4)])
    assert len(happenings(given, 9)) == 2


def test_the_same_words_on_another_day_are_another_event():
    given = material(
        sentence("The lake fell on Monday."),
        sentence("The lake fell on Sunday.", origin=1),
        alike=[(0, 1, 0.9)],
    )
    assert len(entries(given)) == 2


def test_a_month_that_covers_a_day_of_the_same_event_is_not_told_again():
    given = material(
        sentence("The mayor resigned on 9 March."),
        sentence("The mayor resigned in March.", origin=1),
        alike=[(0, 1, 0.9)],
    )
    assert entries(given) == [(date(2026, 3, 9), "day", 0, (1,))]


def test_one_day_has_two_entries_at_most():
    given = material(*(sentence(f"Thing {word} fell on Monday.") for word in ("a", "b", "c")))
    assert len(entries(given)) == 2


def test_the_dateline_dates_no_event():
    one = sentence("PORT SELWICK, 10 March — Divers found the wreck on Sunday.")
    assert main_date(one).day == date(2026, 3, 8)


def test_a_state_since_a_day_is_no_event_of_that_day():
    assert main_date(sentence("The lake has fallen by a metre since Thursday.")) is None
    assert main_date(sentence("Monday’s closing price was lower.")) is None


def test_who_is_meant_must_be_clear():
    given = material(sentence("He resigned on Monday.", leans=True, unclear=True))
    assert entries(given) == []


def test_a_sentence_on_the_event_that_says_something_else_is_not_cited_for_it():
    given = material(
        sentence("The mayor resigned over the dam on Monday."),
        sentence("The council met in the hall on Monday.", origin=1),
        worth=[1.0, 0.5],
        alike=[(0, 1, 0.7)],
    )
    assert entries(given) == [(date(2026, 3, 9), "day", 0, ())]


def test_years_long_past_are_left_out_where_there_is_news_enough():
    news = [sentence(f"Thing {day} fell on {day} March.") for day in (2, 3, 4, 5)]
    built = sentence("The dam was built in 1968.")
    assert len(entries(material(*news, built))) == 4
    assert len(entries(material(*news[:3], built))) == 4


def test_a_month_or_year_is_told_of_once():
    given = material(
        sentence("The cup comes to Olsk next year."),
        sentence("Hotels are full for the cup in 2027.", origin=1),
    )
    assert [entry[0] for entry in entries(given)] == [date(2027, 1, 1)]


def test_what_goes_on_through_a_day_does_not_happen_on_it():
    assert main_date(sentence("The bridge stays open through 15 April.")) is None


def test_what_was_to_happen_on_a_day_gone_by_is_no_event():
    given = material(
        sentence("The council will meet on Friday."),
        sentence("The wall held.", published="2026-03-20"),
    )
    assert entries(given) == []


def test_a_sentence_printed_again_has_the_day_of_its_first_print():
    text = "The mayor resigned on Monday."
    given = material(
        sentence(text, published="2026-03-17"),
        sentence(text, origin=1, published="2026-03-10"),
        alike=[(0, 1, 1.0)],
    )
    assert entries(given) == [(date(2026, 3, 9), "day", 1, ())]
