from datetime import UTC, datetime

import pytest

from rag.text.days import resolve

# A Wednesday.
PUBLISHED = datetime(2021, 8, 25, 9, 0, tzinfo=UTC)


def days(text, published=PUBLISHED):
    return [(one.day.isoformat(), one.precision) for one in resolve(text, published)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The wall fell on Tuesday.", "2021-08-24"),
        ("The wall fell on Wednesday.", "2021-08-25"),
        ("The wall fell on Thursday.", "2021-08-26"),
        ("The wall fell on Friday.", "2021-08-20"),
        ("Lind on Friday said he would resign.", "2021-08-20"),
        ("Lind on Friday will resign.", "2021-08-27"),
        ("The wall fell last Tuesday.", "2021-08-17"),
        ("Olsk votes for a new mayor on Friday.", "2021-08-27"),
        ("Watch the launch, beginning at noon on Friday.", "2021-08-27"),
        ("There was agreement by Monday that the wall must go.", "2021-08-23"),
        ("Nobody could tell as of Monday whether it would have held.", "2021-08-23"),
        ("Voters of Olsk on Friday will decide.", "2021-08-27"),
        ("By Monday afternoon, all warnings had been lifted.", "2021-08-23"),
        ("The cup, kicking off on Friday, is the first.", "2021-08-27"),
        ("She announced an extension of the pause to Sept. 30.", "2021-09-30"),
        ("Olsk plays Selwick on Nov. 29.", "2021-11-29"),
        ("The council will meet on Tuesday.", "2021-08-31"),
        ("The vote is due on Friday.", "2021-08-27"),
        ("The minister invited the union to talks on Saturday.", "2021-08-28"),
        ("On Friday, the board will decide.", "2021-08-27"),
        ("Saturday marks the anniversary of the flood.", "2021-08-28"),
        ("Saturday marked the anniversary of the flood.", "2021-08-21"),
        ("He told reporters on Monday that the bridge would reopen.", "2021-08-23"),
        ("It takes effect at midnight on Friday.", "2021-08-27"),
        ("He spoke of the ban that goes into effect Friday.", "2021-08-27"),
        ("The season for storms ends on Nov. 30.", "2021-11-30"),
        ("The season for storms ended on Nov. 30.", "2020-11-30"),
        (
            "This Friday, lawyers of the owner of the largest works of Olsk will plead.",
            "2021-08-27",
        ),
        ("The flow fell to 95 litres from 120 on Tuesday.", "2021-08-24"),
        ("The lake has fallen by a metre since Tuesday.", "2021-08-24"),
        ("The pumps run until Monday.", "2021-08-30"),
        ("The wall fell last Wednesday.", "2021-08-18"),
        ("They meet next Wednesday.", "2021-09-01"),
        ("He was seen yesterday.", "2021-08-24"),
        ("The pumps arrived two days ago.", "2021-08-23"),
        ("The report is due on 8 April.", "2022-04-08"),
        ("The seal was replaced on 28 February.", "2021-02-28"),
        ("The council met on December 30.", "2020-12-30"),
        ("It was founded on 3 May 1958.", "1958-05-03"),
        ("Tuesday, Aug. 24 was the hottest day.", "2021-08-24"),
        ("It closed on the 16th.", "2021-08-16"),
        ("After bills to re-open the port failed in the council Friday, he left.", "2021-08-20"),
        ("A new version of the plan failed to get the votes on Friday.", "2021-08-20"),
    ],
)
def test_a_day_is_found_from_the_day_of_publication(text, day):
    assert days(text) == [(day, "day")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The works were sold in January.", ("2021-01-01", "month")),
        ("The report is expected by October.", ("2021-10-01", "month")),
        ("It opened in March 1999.", ("1999-03-01", "month")),
        ("It was built in 1994.", ("1994-01-01", "year")),
        ("It has led the authority since 2018.", ("2018-01-01", "year")),
        ("Engineers warned of it four years ago.", ("2017-01-01", "year")),
        ("Profits fell last year.", ("2020-01-01", "year")),
        ("Rents rose last month.", ("2021-07-01", "month")),
    ],
)
def test_what_is_no_day_stays_a_month_or_a_year(text, found):
    assert days(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "The figure was corrected a week earlier.",
        "It happened the previous Tuesday.",
        "They march on Saturdays.",
        "“I told them on Monday,” the engineer said.",
        "The firm has 2018 workers.",
        "He may march.",
    ],
)
def test_what_cannot_be_pinned_down_is_left_out(text):
    assert days(text) == []


def test_two_dates_of_a_sentence_stand_in_reading_order():
    text = "The ministry admitted on Tuesday that it had the letter on 2 August."
    assert days(text) == [("2021-08-24", "day"), ("2021-08-02", "day")]


def test_without_a_day_of_publication_only_whole_dates_are_resolved():
    text = "The bridge, closed since 4 May 2019, fell on Tuesday, in June or in 1999."
    assert days(text, None) == [("2019-05-04", "day"), ("1999-01-01", "year")]


def test_the_offsets_are_of_the_words_that_say_it():
    text = "It fell on Tuesday, Aug. 24, at noon."
    (one,) = resolve(text, PUBLISHED)
    assert text[one.start : one.end] == "Tuesday, Aug. 24"


def test_a_year_holds_for_both_months_before_it():
    text = "The offer was made in June and July of 2019."
    assert [day for day, _ in days(text)] == ["2019-06-01", "2019-07-01"]


def test_there_is_no_31st_of_june():
    assert days("It was signed on 31 June.") == []


def test_a_few_quoted_words_do_not_end_the_clause():
    assert days("He would give a “major speech” on Monday in the hall.") == [("2021-08-30", "day")]


def test_a_bare_month_far_ahead_is_the_last_one():
    december = datetime(2022, 12, 8, tzinfo=UTC)
    held = "Orr, who was detained in February, spent the night at home."
    assert days(held, december) == [("2022-02-01", "month")]
    assert days("The ferry will sail in February.", december) == [("2023-02-01", "month")]


def test_a_span_of_months_that_is_over_is_no_plan():
    december = datetime(2022, 12, 27, tzinfo=UTC)
    assert days("It snowed from October through Christmas.", december) == [("2022-10-01", "month")]


def test_a_question_speaks_of_days_gone_by():
    (day,) = resolve("Who resigned on Thursday?", PUBLISHED, asked=True)
    assert day.day.isoformat() == "2021-08-19"


def test_a_year_behind_the_second_of_two_days_holds_for_both():
    assert days("It is to arrive between 26 September and 1 October 2022.") == [
        ("2022-09-26", "day"),
        ("2022-10-01", "day"),
    ]


def test_a_day_of_that_year_is_of_no_year_that_is_known():
    assert days("Things changed on June 1 of that year.") == []


def test_a_day_that_the_article_gives_a_year_elsewhere_is_of_that_year():
    whole = "It broke on January 6, 2019. The January 6 inquiry met. It will sit on January 6."
    (told,) = resolve("The January 6 inquiry met.", PUBLISHED, whole=whole)
    (coming,) = resolve("It will sit on January 6.", PUBLISHED, whole=whole)
    assert (told.day.isoformat(), coming.day.isoformat()) == ("2019-01-06", "2022-01-06")


@pytest.mark.parametrize(
    "text",
    [
        "Lind leads Women’s March Action.",
        "He spoke on the Friday following the vote.",
        "It is protected by the 1st Amendment.",
    ],
)
def test_what_only_looks_like_a_date_or_hangs_on_another_is_none(text):
    assert days(text) == []


def test_a_month_that_is_gone_into_is_to_come():
    assert days("The nominees have been chosen going into November.") == [("2021-11-01", "month")]
