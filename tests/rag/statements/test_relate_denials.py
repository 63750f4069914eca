"""What a denial denies, whose, and what refutes nobody."""

from dataclasses import replace

from tests.fakes import FakeJudge, make_article
from tests.rag.statements.said import kind, reading


def test_a_denial_contradicts_what_it_denies():
    told = reading("the crew warned of a leak in the bow door")
    denied = reading("its crew warned of a leak in the bow door", "The firm", stance="denied")
    assert kind(told, denied) == ("contradict", "")


def test_a_flat_denial_denies_what_stands_before_it():
    told = reading("at least 20 people died on the ferry")
    denied = reading(
        "That is not so",
        "Ben Ost",
        kind="direct",
        before="The paper reported that at least 20 people died on the ferry.",
    )
    assert kind(told, denied) == ("contradict", "")


def test_a_denied_figure_does_not_contradict_another_figure():
    denied = reading("30,000 people fled the town", stance="denied")
    assert kind(reading("11,000 people fled the town", "Ben Ost"), denied)[0] == "unrelated"


def test_two_denials_of_the_same_agree():
    first = reading("its crew warned of a leak in the bow door", stance="denied")
    second = reading("the crew warned of a leak in the bow door", "Ben Ost", stance="denied")
    assert kind(first, second)[0] == "agree"


def test_what_the_judge_finds_to_follow_from_a_denial_contradicts():
    first = reading("somebody had told the office of water near the bow door")
    second = reading("anyone told it of water near the bow door", "The firm", stance="denied")
    judge = FakeJudge(verdicts={"water": (0.9, 0.1, 0)})
    assert kind(first, second, judge)[0] == "contradict"


def test_what_was_denied_before_was_a_denial():
    passed = reading("the bow door had passed its yearly test", "The firm", day="2026-03-09")
    refused = reading("no leak in the bow door was reported", "The firm", day="2026-03-09")
    article = make_article(
        "The firm said a note on the bow door had come, after denying that there was any report.",
        published="2026-03-12",
    )
    admitted = reading("a note on the bow door had come", "The firm", article=article)
    assert kind(passed, admitted)[0] == "unrelated"
    assert kind(refused, admitted)[0] == "supersede"


def test_who_calls_a_story_a_hoax_contradicts_it_and_not_who_says_that_it_is_untrue():
    hoax = reading("the story that the singer died in Rome is a hoax", "Ben Ost")
    told = reading("the singer died in Rome on Monday")
    denied = reading("the singer has not died in Rome")
    assert kind(told, hoax) == ("contradict", "")
    assert kind(denied, hoax)[0] == "unrelated"


def test_a_fake_passport_refutes_no_story_and_a_fake_photo_does():
    told = reading("the wife of the leader was held at the border with her son")
    passport = reading("the wife of the leader had a fake passport at the border", "Ben Ost")
    photo = reading("the wife of the leader at the border is a fake photo", "Ben Ost")
    assert kind(told, passport)[0] == "unrelated"
    assert kind(told, photo) == ("contradict", "")


def test_whether_it_is_true_or_not_is_no_opposite_of_false():
    unsure = reading("I do not know whether the story on the mayor and the mill is true or not")
    sure = reading("the story on the mayor and the mill is untrue", "Ben Ost")
    assert kind(unsure, sure)[0] == "unrelated"


def test_a_denial_of_which_one_word_is_left_denies_nothing_of_others():
    long = "White House Asked Bill Clinton to Urge Joe Sestak to Drop Out of the House Race"
    denied = reading("There was no such impropriety", "Bauer", before=long, stance="denied")
    told = reading("the plan always was for the guest to remain in the House", "Ben Ost")
    assert kind(denied, told)[0] == "unrelated"


def test_fake_accounts_refute_nothing():
    told = reading("the firm counts spam accounts every quarter with care")
    other = reading("the firm counts fake or spam accounts every quarter with care", "Ben Ost")
    assert kind(told, other)[0] != "contradict"


def test_a_vague_denial_is_one_of_what_was_told_within_the_week():
    denied = reading("the attack", "The firm", stance="denied", day="2026-03-20")
    soon = reading("the attack came from the firm", day="2026-03-15")
    long_ago = reading("the attack came from the firm", day="2025-11-01")
    assert kind(soon, denied)[0] == "contradict"
    assert kind(long_ago, denied)[0] == "unrelated"


def test_a_name_alone_is_not_what_is_denied():
    told = reading("Lula da Silva faces the old town", kind="plain")
    denied = reading("Lula da Silva a majority", "Ben Ost", stance="denied")
    assert kind(told, denied)[0] == "unrelated"


def test_not_the_only_one_denies_nothing_of_one():
    first = reading("the members of the old town council keep their seats")
    second = reading("she is not the only member of the old town council", "Ben Ost")
    sure = FakeJudge({"council": (0.0, 0.1, 0.9)})
    assert kind(first, second, sure)[0] == "unrelated"


def test_who_calls_it_a_lie_and_who_denies_it_say_the_same():
    body = "Ana Moor called the claims of the old town a lie."
    called = reading(
        "the claims of the old town a lie", article=make_article(body), day="2026-03-08"
    )
    denied = reading("the claims of the old town", stance="denied", day="2026-03-12")
    assert kind(called, denied)[0] != "supersede"


def test_who_speaks_of_the_claims_against_him_has_taken_nothing_back():
    denied = reading("violence against her in the old town", stance="denied", day="2026-03-08")
    later = reading(
        "it is insane to hear accusations of violence in the old town", day="2026-03-20"
    )
    assert kind(denied, later)[0] == "unrelated"


def test_who_denies_a_deed_of_his_own_denies_nothing_of_others():
    denied = reading("cheating", "Ben Ost", stance="denied", before="The game was in the old town.")
    other = reading("Carl Ase was caught cheating in the old town")
    own = reading("Ben Ost was caught cheating in the old town")
    assert kind(other, denied)[0] == "unrelated"
    assert kind(own, denied)[0] == "contradict"


def test_who_denies_knowledge_of_a_thing_denies_that_he_used_it():
    told = "The report tells of a backdoor in the old town."
    denied = reading("knowledge of any such backdoor", "Ben Ost", stance="denied", before=told)
    used = reading("Ben Ost used this backdoor in the old town")
    others = reading("Carl Ase used this backdoor in the old town")
    assert kind(used, denied)[0] == "contradict"
    assert kind(others, denied)[0] == "unrelated"


def test_who_denies_the_allegations_contradicts_who_makes_them():
    told = "Ost is at the centre of a scandal over a fraud."
    denied = reading("the allegations", "Ben Ost", stance="denied", before=told)
    accused = reading("Ben Ost was accused of a fraud that is a scandal", "Carl Ase")
    praised = reading("Ben Ost was praised after a fraud that is a scandal", "Carl Ase")
    assert kind(accused, denied)[0] == "contradict"
    assert kind(praised, denied)[0] == "unrelated"


def test_a_denial_that_somebody_tells_of_is_one():
    told = reading("Ost had grabbed the wheel and assaulted an agent")
    denied = reading("Moor denies telling her that Ost had grabbed the wheel", "an official")
    not_denied = reading("Moor did not deny telling her that Ost grabbed the wheel", "an official")
    assert kind(told, denied)[0] == "contradict"
    assert kind(told, not_denied)[0] == "unrelated"


def test_no_evidence_of_a_thing_refutes_who_tells_of_it_and_of_nothing_else():
    none = reading("there has been no evidence of fraud in the vote on the harbour", "Ben Ost")
    fraud = reading("fraud was plain in the vote on the harbour")
    first = reading("it was the first vote on the harbour", kind="plain")
    assert kind(fraud, none)[0] == "contradict"
    assert kind(first, none)[0] == "unrelated"


def test_what_one_never_did_in_one_place_takes_back_nothing_of_another():
    online = reading("I cheated in online matches when I was young")
    denied = reading("I never cheated in games over the board", day="2026-03-12")
    flatly = reading("I never cheated in online matches", day="2026-03-12")
    assert kind(online, denied)[0] == "unrelated"
    assert kind(online, flatly)[0] == "supersede"


def test_who_called_a_deed_unnecessary_contradicts_who_did_it_with_his_verb_before_it():
    did = reading("suspended the licence of the firm on Thursday", "The minister")
    called = reading("Ost called the suspension neither necessary nor fair to the firm", "Ost")
    assert kind(did, called)[0] == "contradict"


def test_who_speaks_of_a_false_narrative_refutes_nobody_in_particular():
    told = reading("Zell at times did not know the duties of the old town firm", "Carl Ase")
    told = replace(told, text="Zell at times lacked a grasp of the duties of the old town firm")
    other = reading("what Zell says of the old town firm is a false narrative", "Ben Ost")
    assert kind(told, other)[0] != "contradict"


def test_who_denies_a_deed_takes_nothing_back_by_speaking_of_another():
    denied = reading("launching that attack", "Iran", stance="denied", speaker_kind="institution")
    other = reading("an attack on the works", "Iran", speaker_kind="institution", day="2026-03-20")
    assert kind(denied, other)[0] == "unrelated"


def test_who_did_not_do_it_denies_nothing_of_who_did():
    first = reading("Holt testified at the trial in the old town for seven days", kind="plain")
    second = reading("Barr did not testify at the trial in the old town", "Ben Ost")
    third = reading("Holt did not testify at the trial in the old town", "Ben Ost")
    sure = FakeJudge({"trial": (0.0, 0.0, 1.0)})
    assert kind(first, second)[0] == "unrelated"
    assert kind(first, third, sure)[0] == "contradict"


def test_of_a_deed_that_is_not_told_its_denial_refutes_nothing():
    denied = reading("sharing any classified plans", "Ana Moor", stance="denied")
    may = reading("Ana Moor may declassify classified plans", "Ben Ost")
    did = reading("Ana Moor shared classified plans with a friend", "Ben Ost")
    assert kind(may, denied)[0] != "contradict"
    assert kind(did, denied)[0] == "contradict"


def test_who_says_nobody_did_denies_it_too():
    denied = reading("plans of the attack had been shared in the chat", "The firm", stance="denied")
    nobody = reading("Nobody shared plans of the attack in the chat", "Ben Ost", kind="direct")
    assert kind(nobody, denied)[0] != "contradict"


def test_one_word_of_three_that_are_denied_is_no_change_of_line():
    planned = reading("the strike went as planned", "The firm", day="2026-03-08")
    denied = reading("plans of war had been shared", "The firm", stance="denied", day="2026-03-09")
    assert kind(planned, denied)[0] == "unrelated"


def test_a_hoax_is_of_the_matter_that_its_clause_names():
    vote = reading("the house should vote to release all files on the ferry", "Ben Ost")
    both = reading(
        "The house should vote to release all files on the ferry, and it is time to move on from "
        "this hoax of radical opponents in order to deflect from success",
        "Ana Moor",
    )
    hoax = reading("The vote to release all files on the ferry is a hoax", "Ana Moor")
    assert kind(vote, both)[0] != "contradict"
    assert kind(vote, hoax)[0] == "contradict"


def test_what_is_made_up_of_parts_is_not_made_up():
    told = reading("the charges against the mayor are serious and many", "Ben Ost")
    parts = reading("the charges against the mayor are made up of serious and many parts")
    assert kind(told, parts)[0] != "contradict"


def test_where_a_thing_lies_condemns_nothing():
    told = reading("the camp on the river was flooded and 27 campers died", "Ben Ost")
    lies = reading("The camp lies on the river that was flooded", "Ana Moor")
    assert kind(told, lies)[0] != "contradict"
