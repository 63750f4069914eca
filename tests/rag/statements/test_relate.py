"""How two statements stand to each other: the rules, the judge, and time."""

from dataclasses import replace

import numpy as np
import pytest

from rag.statements import relate
from rag.statements.matter import Matter
from rag.statements.relate import Relater
from tests.fakes import FakeEmbedder, FakeJudge
from tests.rag.statements.said import kind, reading, related


def test_two_tolls_differ_in_the_figure():
    first = reading("20 people died when the ferry sank off the island")
    second = reading("12 people died when the ferry sank off the island", "Ben Ost")
    assert kind(first, second) == ("differ", "figure")
    assert related(first, second).why == "20 people against 12 people"


def test_figures_of_other_things_are_unrelated():
    first = reading("20 people died when the ferry sank off the island")
    second = reading("71 people were rescued when the ferry sank off the island", "Ben Ost")
    assert kind(first, second)[0] == "unrelated"


def test_an_older_accident_has_its_own_toll():
    first = reading("20 people died when the ferry sank off the island")
    second = reading("9 people died when a ferry sank off the island in 2011", "Ben Ost")
    assert kind(first, second)[0] == "unrelated"


def test_rival_bids_do_not_differ():
    first = reading("Orison offered 2.4bn crowns for the steel works")
    second = reading("Northgate offered 2.6bn crowns for the steel works", "Ben Ost")
    assert kind(first, second)[0] == "unrelated"


def test_not_against_the_same_word_contradicts():
    first = reading("the works in the old town will close this year")
    second = reading("the works in the old town will not close this year", "Ben Ost")
    assert kind(first, second) == ("contradict", "")


def test_opposite_words_contradict():
    first = reading("shares in the steel company rose sharply in the morning")
    second = reading("shares in the steel company fell sharply in the morning", "Ben Ost")
    assert kind(first, second) == ("contradict", "")


def test_a_later_deadline_of_the_same_speaker_supersedes():
    first = reading("the firm would build the furnace by 2029", day="2026-03-05")
    second = reading("the firm would build the furnace by 2030", day="2026-03-17")
    assert kind(first, second) == ("supersede", "date")


def test_the_same_speakers_later_figure_supersedes():
    first = reading("20 people died when the ferry sank", day="2026-03-08")
    second = reading("12 people died when the ferry sank", day="2026-03-10")
    found = related(first, second)
    assert (found.relation, found.why) == (
        "supersede",
        "8 March, then 10 March: 20 people against 12 people",
    )


def test_a_speaker_who_says_that_she_was_wrong_supersedes_herself():
    first = reading("There will be no evacuation of the town", kind="direct", day="2026-03-10")
    second = reading(
        "I was too certain about the evacuation of the town", kind="direct", day="2026-03-11"
    )
    assert kind(first, second)[0] == "supersede"


def test_the_judge_decides_what_rules_leave_open():
    first = reading("every seat on the town buses has its price this week")
    second = reading("nobody has to pay on the town buses this week", "Ben Ost")
    assert kind(first, second)[0] == "unrelated"
    judge = FakeJudge(verdicts={"buses": (0, 0.05, 0.95)})
    assert kind(first, second, judge) == ("contradict", "")


def test_the_judge_is_not_asked_about_different_matters():
    judge = FakeJudge(verdicts={"": (0, 0, 1)})
    assert kind(reading("the harbour froze"), reading("wages rose", "Ben Ost"), judge)[0] == (
        "unrelated"
    )
    assert judge.judged == []


@pytest.mark.parametrize("content", ["the dam is leaking badly", "the dam is safe for now"])
def test_the_same_words_agree(content):
    found = related(reading(content), reading(content, "Ben Ost"))
    assert (found.relation, round(found.confidence, 2)) == ("agree", 1.0)


def test_closeness_is_between_none_and_one():
    pool = [reading("the dam is leaking"), reading("the dam is leaking", "Ben Ost")]
    matter = Matter(pool, np.eye(2, dtype=np.float32))
    assert 0 <= matter.closeness(0, 1) <= 1


def shares(who):
    return reading(f"{who} per cent of voters want the old law overturned by the court", "Ann Lee")


def test_shares_differ_only_where_the_judge_holds_the_rest_to_be_the_same():
    first, second = shares(42), shares(64)
    assert kind(first, second)[0] == "differ"
    assert kind(first, second, FakeJudge({"per cent": (0.9, 0.1, 0)})) == ("differ", "figure")
    assert kind(first, second, FakeJudge({"per cent": (0.1, 0.9, 0)}))[0] == "unrelated"


def test_a_word_turned_round_contradicts_only_with_the_judges_word():
    first = reading("the court will overturn the old abortion law", "Ann Lee")
    second = reading("the court will not overturn the old abortion law", "Ben Ost")
    assert kind(first, second)[0] == "contradict"
    assert kind(first, second, FakeJudge({"court": (0, 0, 1)}))[0] == "contradict"
    assert kind(first, second, FakeJudge({"court": (0, 1, 0)}))[0] == "unrelated"


def test_two_oils_have_prices_of_their_own():
    first = reading("Brent crude futures rose to $95 a barrel in trading on high demand", "Ann Lee")
    second = reading(
        "Texas crude futures rose to $88 a barrel in trading on high demand", "Ann Lee"
    )
    assert kind(first, second)[0] == "unrelated"


def test_the_price_of_another_day_contradicts_nothing():
    first = reading("the price of crude oil rose to $95 a barrel", "The desk", day="2026-03-02")
    later = reading("the price of crude oil rose to $88 a barrel", "The desk", day="2026-03-04")
    same = reading("the price of crude oil rose to $88 a barrel", "The desk", day="2026-03-02")
    assert kind(first, later)[0] == "unrelated"
    assert kind(first, same) == ("differ", "figure")


def test_one_desk_s_readings_of_two_days_replace_nothing():
    first = reading("the average price of gasoline jumped on Tuesday", "The desk", day="2026-05-13")
    later = reading("the average price of gasoline jumped on Monday", "The desk", day="2026-06-08")
    assert kind(first, later)[0] in ("unrelated", "agree")


def test_who_errs_about_a_day_and_says_so_soon_has_replaced_it():
    first = reading("the ferry left the port on Friday evening", day="2026-03-08")
    later = reading("the ferry left the port on Saturday evening", day="2026-03-10")
    assert kind(first, later) == ("supersede", "date")


def test_two_days_ahead_differ_only_where_the_judge_holds_the_rest_to_be_the_same():
    first = reading("the council of the town will meet on 14 March", "Ann Lee")
    second = reading("the council of the town will meet on 16 March", "Ben Ost")
    assert kind(first, second, FakeJudge({"council": (0.9, 0.1, 0)})) == ("differ", "date")
    assert kind(first, second, FakeJudge({"council": (0.1, 0.9, 0)}))[0] == "unrelated"


def test_the_judge_alone_turns_nobody_against_himself_unless_sure_both_ways():
    first = reading("every seat on the town buses has its price this week", day="2026-03-02")
    second = reading("nobody has to pay on the town buses this week", day="2026-03-04")
    one_way = FakeJudge({"nobody": (0, 0.05, 0.95), "price": (0, 0.5, 0.5)})
    assert kind(first, second, one_way)[0] == "unrelated"
    assert kind(first, second, FakeJudge({"buses": (0, 0.05, 0.95)}))[0] == "supersede"


def test_what_flows_a_second_changes_with_the_day_and_differs_on_one():
    wet = "the seepage at the foot of the dam was measured at {} litres a second"
    judge = FakeJudge({"seepage": (0, 1, 0)})  # it is no help with figures
    first = reading(wet.format(40), "The desk", day="2026-03-10")
    later = reading(wet.format(120).replace("litres", "liters"), "The desk", day="2026-03-11")
    other = reading(wet.format(95), "Ben Ost", day="2026-03-11")
    assert kind(first, later, judge) == ("supersede", "figure")
    assert kind(later, other, judge) == ("differ", "figure")
    assert kind(first, other, judge)[0] == "unrelated"


def test_a_share_that_fails_contradicts_nothing_that_is_said_of_all():
    rule = reading("only federal student loans qualify for the debt relief plan")
    share = reading("just 5% of federal student loans would not qualify for relief", "Ben Ost")
    assert kind(rule, share, FakeJudge({"would not": (0.0, 0.1, 0.9)}))[0] == "unrelated"


def test_a_chain_of_causes_is_no_dispute_about_one():
    first = reading("8 million borrowers get relief because the ministry knows their income")
    second = reading(
        "the ministry knows the income of 8 million because of financial aid forms", "Ben Ost"
    )
    assert kind(first, second)[1] != "cause"


def test_what_is_yet_to_be_spent_is_not_what_was_spent():
    urged = reading("engineers urged the owner to spend 38m crowns on the left flank of the dam")
    spent = reading("it spent 6m crowns on the left flank of the dam", "Ben Ost")
    assert kind(urged, spent)[0] == "unrelated"


def test_what_a_paper_is_on_is_not_affirmed():
    denied = reading("it planned to cut 1,100 jobs at the works", "The firm", stance="denied")
    named = reading("the paper on 1,100 job cuts at the works was written by others", "Ben Ost")
    assert kind(denied, named)[0] == "unrelated"


def test_years_ago_are_years_of_the_past_and_two_estimators_may_differ():
    old = reading("the report of 2022 put the cost of sealing the rock at 38m crowns", "Ana Moor")
    new = reading(
        "sealing the rock would cost 52m crowns, more than was reckoned four years ago", "Ben Ost"
    )
    assert kind(old, new) == ("differ", "figure")


def test_who_condemns_a_deed_contradicts_who_did_it():
    deed = reading("suspended the ferry licence")
    called = reading("the suspension neither necessary nor proportionate", "The ferry firm")
    praised = reading("the suspension necessary and proportionate", "The ferry firm")
    before = "It would appeal against the ferry licence ruling."
    assert kind(deed, replace(called, before=before, about=deed.about)) == ("contradict", "")
    assert kind(deed, replace(praised, before=before, about=deed.about))[0] != "contradict"


def test_an_acronym_is_no_other_actor():
    first = reading("the Emergency Operations Center was opened by the agency on Tuesday")
    second = reading("the EOC was opened by the agency on Tuesday", "Ben Ost")
    assert kind(first, second)[1] != "actor"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("10 people died in the shooting in Elm", "31 people died in the snow storm in Elm"),
        (
            "19 children and two teachers died in the school",
            "21 people died in the school, including 19 children",
        ),
        ("Ana Moor, 73, died in the old town", "Ben Ost died in the old town at the age of 96"),
    ],
)
def test_what_counts_other_things_or_the_same_differently_is_no_dispute(first, second):
    assert kind(reading(first), reading(second, "Ben Ost"))[0] != "differ"


def test_a_toll_of_days_later_disputes_nobodys_and_one_of_the_next_day_does():
    first = reading("5 people died in the protests", day="2026-03-08")
    days_later = reading("35 people died in the protests", "Ben Ost", day="2026-03-13")
    next_day = reading("35 people died in the protests", "Ben Ost", day="2026-03-09")
    assert kind(first, days_later)[0] == "unrelated"
    assert kind(first, next_day) == ("differ", "figure")


def test_two_sentences_of_an_outlet_are_turned_round_only_with_the_judges_word():
    first = reading("The works in the old town will close this year", kind="plain")
    second = reading(
        "The works in the old town will not close this year", kind="plain", day="2026-03-10"
    )
    assert kind(first, second, FakeJudge())[0] == "unrelated"
    sure = FakeJudge({"close": (0.0, 0.1, 0.9)})
    assert kind(first, second, sure)[0] == "supersede"


def test_what_one_says_of_a_case_that_may_not_come_contradicts_nothing():
    first = reading("the works in the old town will close this year")
    second = reading("the works in the old town will not close if it is sold", "Ben Ost")
    sure = FakeJudge({"close": (0.0, 0.1, 0.9)})
    assert kind(first, second, sure)[0] == "unrelated"


def test_what_will_be_done_does_not_agree_with_what_was_done():
    first = reading("the council will vote on the old harbour bridge")
    second = reading("the council has voted on the old harbour bridge", "Ben Ost")
    sure = FakeJudge({"council": (0.99, 0.01, 0.0)})
    assert kind(first, second, sure)[0] == "unrelated"


def test_agreement_needs_words_of_both_contents_and_not_only_of_what_stands_before():
    before = "The council declared the flood in the old town an emergency."
    first = reading("This comes as many leave", before=before, kind="direct")
    second = reading("the flood in the old town an emergency was declared", "Ben Ost")
    sure = FakeJudge({"flood": (0.99, 0.0, 0.0), "leave": (0.99, 0.0, 0.0)})
    assert kind(first, second, sure)[0] == "unrelated"


def test_the_judges_contradiction_needs_words_that_both_have():
    first = reading("no swap for the captain is near", before="The swap of the captain is talk.")
    second = reading("the sentence was a disgrace", "Ben Ost", before="The captain hopes to swap.")
    sure = FakeJudge({"captain": (0.0, 0.0, 0.99), "sentence": (0.0, 0.0, 0.99)})
    assert kind(first, second, sure)[0] == "unrelated"


def test_who_reports_a_sentence_is_not_contradicted_by_who_condemns_it():
    told = reading("The court announced the sentence of nine years", kind="plain")
    condemned = reading("the sentence unacceptable", "Ben Ost")
    assert kind(told, condemned)[0] == "unrelated"


def test_the_judge_is_asked_about_the_closest_pairs_only(monkeypatch):
    monkeypatch.setattr(relate, "JUDGED_MOST", 1)
    pool = [
        reading("the bridge over the river will open to traffic", name)
        for name in ("Ana Moor", "Ben Ost", "Carl Ase")
    ]
    judge = FakeJudge()
    vectors = FakeEmbedder().embed_passages([one.whole for one in pool])
    monkeypatch.setattr(relate, "_explained", lambda *_: None)
    Relater(judge).relate(pool, [(0, 1), (0, 2), (1, 2)], Matter(pool, vectors))
    assert len(judge.judged) == 2  # one pair, both ways


def test_police_of_two_articles_take_nothing_back():
    first = reading("the works in the old town will close this year", "police")
    second = reading(
        "the works in the old town will not close this year", "police", day="2026-03-12"
    )
    assert kind(first, second, FakeJudge())[0] == "unrelated"
    named = reading("the works in the old town will not close this year", day="2026-03-12")
    assert kind(reading("the works in the old town will close this year"), named)[0] == "supersede"


def test_tolls_of_two_months_are_of_one_event_only_where_they_name_one():
    june = reading("11 people were killed when a missile struck", day="2026-01-08")
    later = reading("two people were killed when a missile struck", "Ben Ost", day="2026-03-08")
    assert kind(june, later)[0] == "unrelated"


def test_a_title_is_no_place():
    first = reading(
        "the leader of the party reached out to Lind on Friday to check in", "his office"
    )
    second = reading("the leader of the party reached out to the Speaker to check in", "Ben Ost")
    assert kind(first, second)[0] != "differ"


def test_a_countys_toll_is_not_its_states():
    county = reading("35 people have died in Lee County after the storm")
    state = reading("94 people have died in Florida after the storm", "Ben Ost")
    again = reading("52 people have died in Lee County after the storm", "Ben Ost")
    assert kind(county, state)[0] == "unrelated"
    assert kind(county, again) == ("differ", "figure")


def test_who_does_a_thing_twice_has_not_changed_since():
    first = reading("apologized to staff for the delay")
    later = replace(
        reading("apologized to staff and fans", day="2026-03-20"), change="backtracking"
    )
    assert kind(first, later)[0] == "unrelated"
    refused = reading("declined to apologize to staff for the delay")
    assert kind(refused, later)[0] == "supersede"
