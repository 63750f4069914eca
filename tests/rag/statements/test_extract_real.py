"""Statements read with the real parser: one article each, answers worked out by hand."""

import pytest

from tests.rag.statements.parsed import read, said

pytestmark = pytest.mark.real


def test_direct_speech_is_without_its_marks():
    assert said("“We buy in order to build,” said Celia Varnholt.") == [
        ("Celia Varnholt", "said", "direct", "We buy in order to build")
    ]


def test_indirect_speech_is_the_clause():
    assert said("The ministry said on Monday that the dam was safe.") == [
        ("The ministry", "said", "indirect", "the dam was safe")
    ]


def test_split_speech_is_one_statement_to_its_last_piece():
    (one,) = said("“The water came,” Mara Lind said. “We ran.”")
    assert one == ("Mara Lind", "said", "direct", "The water came,” Mara Lind said. “We ran.")


def test_a_pronoun_is_whoever_spoke_last():
    body = "The mayor, Ana Diaz, opened the bridge. “It is safe,” she said."
    assert said(body) == [("Ana Diaz", "said", "direct", "It is safe")]


def test_a_surname_is_the_fullest_name_of_the_article():
    body = "Ana Diaz opened the bridge. Diaz said that it was safe."
    assert said(body) == [("Ana Diaz", "said", "indirect", "it was safe")]


def test_according_to_is_speech():
    assert said("Nine people died, according to the coast guard.") == [
        ("the coast guard", "according to", "indirect", "Nine people died")
    ]


def test_what_nobody_else_says_is_the_outlets_own():
    (one,) = read("The ferry sank on Saturday.", source="Harbour Post")
    assert (one.speaker, one.speaker_kind, one.kind) == ("Harbour Post", "outlet", "plain")


# How it is said


@pytest.mark.parametrize(
    ("body", "speaker", "cue", "quote"),
    [
        ("“Leave now!” shouted Mayor Tom Reed.", "Tom Reed", "shouted", "Leave now!"),
        ("The mayor, Ana Diaz, told Reuters: “We go.”", "Ana Diaz", "told", "We go."),
        ("Ana Diaz, who runs the plant, denied that it leaked.", "Ana Diaz", "denied", "it leaked"),
        ("After repeatedly denying the town would be locked down – with rumours afoot – Tom Reed "
         "changed course in March and sealed off the town.", "Tom Reed", "denying",
         "the town would be locked down"),
        ("The plant, Ana Diaz said, will close.", "Ana Diaz", "said",
         "The plant, Ana Diaz said, will close"),
        ("The dam will hold, Tom Reed told reporters.", "Tom Reed", "told", "The dam will hold"),
        ("He was told by the Health Ministry that the road was shut.", "Health Ministry",
         "was told", "the road was shut"),
        ("In a statement, Skarne Lines said that it had no such report.", "Skarne Lines", "said",
         "it had no such report"),
        ("Tom Reed accused the company of hiding the leak.", "Tom Reed", "accused",
         "the company of hiding the leak"),
        ("Ana Diaz promised to rebuild the road.", "Ana Diaz", "promised", "to rebuild the road"),
        ("Ana Diaz’s claim that the dam was safe came too late.", "Ana Diaz", "claim",
         "the dam was safe"),
        ("As Tom Reed said, the dam is old and tired.", "Tom Reed", "said",
         "the dam is old and tired"),
        ("Seventy are ashore, its head, Ana Diaz, told reporters.", "Ana Diaz", "told",
         "Seventy are ashore"),
        ("According to two people familiar with the matter, it will close.",
         "two people familiar with the matter", "According to", "it will close"),
    ],
)  # fmt: skip
def test_each_way_to_report_speech(body, speaker, cue, quote):
    assert [one[:2] + one[3:] for one in said(body)] == [(speaker, cue, quote)]


def test_partly_between_marks_is_mixed():
    (one,) = said("Tom Reed said the plan was “a disaster for all”.")
    assert one == ("Tom Reed", "said", "mixed", "the plan was “a disaster for all”")


def test_borrowed_words_are_no_statements():
    assert said("The so-called “experts” failed. The “bargain” cost 3m.") == []


def test_what_is_reported_inside_a_statement_belongs_to_the_outer_speaker():
    (one,) = said("Ana Diaz said that Tom Reed had denied the leak.")
    assert one == ("Ana Diaz", "said", "indirect", "Tom Reed had denied the leak")
    (one,) = said("“He told me ‘run’ and I ran,” said Ana Diaz.")
    assert one == ("Ana Diaz", "said", "direct", "He told me ‘run’ and I ran")


def test_speech_goes_on_in_the_next_paragraph():
    body = "“The water came,” Ana Diaz said.\n\n“We ran for our lives.”"
    assert [(one[0], one[3]) for one in said(body)] == [
        ("Ana Diaz", "The water came"),
        ("Ana Diaz", "We ran for our lives."),
    ]


def test_two_verbs_of_one_speaker_are_two_statements():
    body = "The opposition leader, Tom Reed, promised to cut taxes and vowed to resign."
    assert [one[1:] for one in said(body)] == [
        ("promised", "indirect", "to cut taxes"),
        ("vowed", "indirect", "to resign"),
    ]


def test_a_heading_says_what_the_minister_said():
    body = "Minister: no evacuation before Friday\n\nThe dam is safe, Ana Diaz, the minister, said."
    assert said(body)[0] == ("Ana Diaz", ":", "indirect", "no evacuation before Friday")


@pytest.mark.parametrize(
    ("body", "stance"),
    [
        ("Ana Diaz said the dam is safe.", "said"),
        ("Ana Diaz denied that the dam leaks.", "denied"),
        ("Ana Diaz does not believe that the dam leaks.", "denied"),
        ("Ana Diaz did not deny that the dam leaks.", "said"),
        ("Ana Diaz rejected the claim that the dam leaks.", "denied"),
        ("Ana Diaz rejected the offer of the firm.", "said"),
        ("Ana Diaz warned that the dam leaks.", "warned"),
        ("Ana Diaz called on the firm to pay.", "asked"),
        ("Ana Diaz called the plan a lie.", "said"),
    ],
)
def test_the_cue_makes_the_stance(body, stance):
    assert read(body)[0].stance == stance


def test_role_and_addressee_are_told():
    (one,) = read("The economy minister, Ana Diaz, told parliament that the plan was dead.")
    assert (one.role, one.article.body[slice(*one.addressee)]) == ("economy minister", "parliament")


# Whatever comes


@pytest.mark.parametrize(
    "body",
    ["", " \n\n ", "“", "”””", '"' * 500, "“‘“‘ said", "A: b\n" * 200, "said said said.",
     "部长说：“大坝安全。”", "😀 “Go!” 😀 said Ana 😀.", "x" * 5000, "\x01 said \x03 “x.”"],
)  # fmt: skip
def test_nothing_crashes_and_every_quote_is_a_slice(body):
    for one in read(body):
        assert body[one.start : one.end] == one.quote
        assert one.sentence[0] <= one.start < one.end <= one.sentence[1]


def test_long_bodies_are_read_in_one_go():
    body = "Ana Diaz said that the dam was safe. It rained for 3 days. " * 500
    assert len(read(body)) == 1000


def test_of_another_language_only_marks_and_colons_are_believed():
    body = "Merkel: „Wir gehen heute.“\n\nDer Minister sagte, dass es regnet."
    found = read(body, language="de")
    assert [(one.speaker, one.quote) for one in found] == [("Merkel", "Wir gehen heute.")]


def test_ids_are_of_content_and_place():
    body = "Ana Diaz said that the dam was safe. Ana Diaz said that the dam was safe."
    first, second = read(body)
    assert first.id != second.id
    assert [one.id for one in read(body)] == [first.id, second.id]


def test_a_content_begins_behind_the_dateline():
    body = "(CNN) Voters oppose the tax, according to a poll of the Brannock Institute."
    (only,) = said(body)
    assert only[3].startswith("Voters oppose the tax")


def test_who_puts_a_figure_at_something_says_it_and_so_does_a_report_without_more_words():
    body = "The union puts the workforce at 4,200; the company’s last annual report says 3,900."
    assert said(body) == [
        ("The union", "puts", "indirect", "the workforce at 4,200"),
        ("the company’s last annual report", "says", "indirect", "3,900"),
    ]


def test_speech_behind_a_colon_needs_no_verb():
    body = "A bombshell from Sid Corley, a retired dam keeper: ‘If it stays shut, she bursts.’"
    assert said(body) == [("Sid Corley", ":", "direct", "If it stays shut, she bursts.")]


def test_what_nobody_will_see_is_nobodys_statement():
    assert said("Borrowers won’t see their Pell grant information online until May.") == []


@pytest.mark.parametrize(
    ("body", "stance"),
    [
        ("The department announced its Fresh Start initiative.", "mentioned"),
        ("Lind talked about immigration.", "mentioned"),
        ("The board announced the closure of two plants.", "said"),
        ("Lind reported 12 deaths.", "said"),
        ("Lind called for a strike.", "asked"),
        ("Lind called the plan a mistake.", "said"),
    ],
)
def test_a_noun_of_which_nothing_is_said_is_only_mentioned(body, stance):
    (one,) = (found for found in read(body) if found.kind != "plain")
    assert one.stance == stance


def test_what_something_is_of_says_nothing():
    assert said("Both offers need the approval of the Competition Council.") == []


def test_an_offer_reckons_nothing():
    assert said("The offer values the company at 18 crowns a share.") == []
    assert said("Lind values the company at 18 crowns a share.") != []


def test_what_a_leak_or_a_deal_does_is_the_outlets_to_tell():
    body = "The leak of the draft on Monday raised questions about the work of the court."
    assert said(body) == []
    assert [one.kind for one in read(body)] == ["plain"]


def test_as_somebody_went_on_doing_something_reports_nothing():
    body = "The officers waited in the hall as the gunman continued firing at the door."
    assert said(body) == []


def test_who_is_denied_something_is_contradicted_by_nobody():
    (one,) = [one for one in read("The voters denied him the majority.") if one.kind != "plain"]
    assert one.stance == "said"


def test_a_row_of_pictures_says_nothing():
    body = "Hide Caption 7 of 49 Photos: Protesters storm the office Ana Moor said she was safe."
    assert read(body) == []


def test_who_neither_confirms_nor_denies_denies_nothing():
    (one,) = [
        one
        for one in read("A spokesperson for Lind did not confirm or deny the report of a leak.")
        if one.kind != "plain"
    ]
    assert one.stance != "denied"


def test_who_cannot_agree_on_a_thing_does_not_deny_it():
    found = read("The Oscars' aftermath: Why we can't agree on Will Smith's slap.")
    assert not any(one.stance == "denied" for one in found)


@pytest.mark.parametrize(
    "body",
    [
        "Kessel, given the chance, denied its own leaders the chance to revoke a right.",
        "State regulators have denied a permit for a new plant in the old town.",
    ],
)
def test_who_withholds_what_may_be_granted_denies_nothing(body):
    assert [one.stance for one in read(body) if one.stance == "denied"] == []


def test_munitions_deny_nothing():
    body = "The ministry said several munitions had exploded at the base but denied it was shelled."
    assert [(speaker, cue) for speaker, cue, _, _ in said(body)] == [
        ("The ministry", "said"),
        ("The ministry", "denied"),
    ]


def test_what_a_thing_would_declare_is_nobodys_word():
    assert said("An amendment on the ballot would declare that there is no right to it.") == []


def test_a_films_title_is_nobodys_word():
    film = (
        "JUST WATCHED Lind says the dam holds Replay ... MUST WATCH Lind says the dam holds 02:05"
    )
    assert read(f"The dam was built in May.\n\n{film}\n\nIt was costly to build.")[0].quote
    assert not any("holds" in one.quote for one in read(f"The dam broke.\n\n{film}\n"))


def test_a_cry_is_no_part_of_a_name():
    body = (
        "Mike Orr left the hall. The crowd was chanting “Hang Mike Orr” and, he heard, "
        "“Hang Mike Orr.” Orr said that it was over."
    )
    assert ("Mike Orr", "said", "indirect", "it was over") in said(body)


def test_a_conjunction_is_no_part_of_a_name():
    (one,) = said("Whether Ana Diaz left or not, she said that it was over.")
    assert one[0] == "Ana Diaz"


@pytest.mark.parametrize(
    "name",
    [
        "Food and Drug Administration",
        "College of Obstetricians and Gynecologists",
        "Centers for Disease Control and Prevention",
    ],
)
def test_a_body_that_is_named_for_two_things_speaks_as_one(name):
    ((speaker, *_),) = said(f"The {name} said that it was safe.")
    assert speaker == name


def test_what_opens_a_speech_is_no_label():
    ((speaker, *_),) = said("“Great News for Olsk: the show is over. Thank you,” Ana Diaz wrote.")
    assert speaker == "Ana Diaz"


def test_to_be_denied_money_denies_nothing():
    (one,) = [one for one in read("The county said it was denied money.") if one.kind != "plain"]
    assert one.stance == "said"


@pytest.mark.parametrize(
    ("body", "speaker"),
    [
        # The shadow chancellor is not the chancellor.
        (
            "Ana Lind, the shadow chancellor, left. The chancellor said taxes would rise.",
            "The chancellor",
        ),
        # Whom a speaker names is not who goes on speaking.
        (
            "The chancellor said Mr Moor was never there. He said the bill would pass.",
            "The chancellor",
        ),
        (
            'Mr Lind said: "Mr Moor and I agree. "We go on." He also said that Mr Moor was late.',
            "Lind",
        ),
        # Who stands at the end of a role, or right behind it.
        ("Its spokeswoman for the regions, Ana Lind, said it was late.", "Ana Lind"),
        ("Director of Public Prosecutions, Ken Lind QC, said it was late.", "Ken Lind"),
        (
            "A former executive at Ostra Motors said it was late.",
            "A former executive at Ostra Motors",
        ),
        ("High Court Judge Ken Lind, QC told the hearing that it was late.", "Ken Lind"),
        # Whose spokesman, which minister, one of many.
        (
            "Ana Lind, the Liberal spokeswoman, left. The mayor's spokeswoman said it was late.",
            "The mayor's spokeswoman",
        ),
        (
            "Ana Lind, the economy minister, left. The prime minister said it was late.",
            "The prime minister",
        ),
        (
            "Ostra fell. A shareholder in phone firm Ostra said it was late.",
            "A shareholder in phone firm Ostra",
        ),
        # What looks like a month, what opens a name, what is no person.
        ("Theresa May told the Courier that it was late.", "Theresa May"),
        ("Ken Lind left. The Ken Lind Party is his. Mr Lind said it was late.", "Ken Lind"),
        ("A spokesman for Number 10 left. Number 10 said it was late.", "Number 10"),
        ("UKIP MEP Robert Silk said it was late.", "Robert Silk"),
        ("According to Moor's Britain by Ken Lind, it was late.", "Moor's Britain"),
        (
            "It follows a book, Moor's Britain, by Ken Lind. In it he alleges that it was late.",
            "Ken Lind",
        ),
        # What is between marks is a speaker's words, and no speaker.
        ('Mr Lind said "our country" was late and promised a "firm" policy.', ""),
        # The subject of the sentence before, beyond a paragraph.
        (
            "The minister said no. Mr Lind, who came from Olsk, was freed.\n\nHe said it was late.",
            "Lind",
        ),
    ],
)
def test_the_owner_of_the_last_statement(body, speaker):
    assert said(body)[-1][0] == speaker


@pytest.mark.parametrize(
    "before",
    [
        "Mr Lind denied that, and before he left on Tuesday",
        "Mr Lind denied it, and on Tuesday",
        "Mr Lind left, and",
    ],
)
def test_speech_behind_a_colon_is_whose_name_stands_right_before_it(before):
    assert said(f"{before} Mr Moor told reporters: “Of course I trust him.”")[-1] == (
        "Moor",
        "told",
        "direct",
        "Of course I trust him.",
    )
