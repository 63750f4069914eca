"""A comparison on the page: matrix, timeline of positions, quotes, and a claim checked."""

from __future__ import annotations

import re
from dataclasses import replace

from rag.types import Issue, Position, PositionRelation, Readings, StatementsRead
from rag.ui.render import comparison as draw
from rag.ui.render.claims import claim
from rag.ui.render.matrix import Numbered, matrix, shown_columns, stand
from rag.ui.render.positions import positions
from rag.ui.render.quotes import differing, gone, quotes
from tests.rag.export.samples import CLAIM, COMPARISON, FAILED, FAULTY, ISSUES, NINE, TWO, WORKED
from tests.rag.ui.pages_desk import HOSTILE_COMPARISON
from tests.rag.ui.seen import Seen

RADAR, TREATED = ISSUES
EVERY = [Numbered(1, RADAR), Numbered(2, TREATED)]


def _cells(drawn: str) -> list[list[str]]:
    """The text of the table's cells, row by row."""
    rows = re.findall(r"<tr>(.*?)</tr>", drawn, re.S)[1:]
    return [[Seen(cell).text for cell in re.findall(r"<td.*?</td>", row, re.S)] for row in rows]


def test_a_cell_of_a_holder_who_says_nothing_is_empty():
    rows = _cells(matrix(EVERY, COMPARISON.columns))
    assert [bool(cell) for cell in rows[0]] == [True, True, False]
    assert [bool(cell) for cell in rows[1]] == [True, False, True]


def test_a_claim_on_which_nobody_says_anything_has_no_columns():
    nobody = replace(CLAIM, backing=(), contradicting=(), open=(), notes=("no article says so",))
    drawn = claim(nobody)
    assert "No article says so" in Seen(drawn).text
    assert "Backed by" not in drawn
    assert "claim-sides" not in drawn
    assert 'data-act="save"' not in drawn


def test_a_relation_is_told_by_a_shape_and_a_word():
    words = [Seen(one).text for one in stand(RADAR, 1)]
    assert words == ["≠ contradicts Linnet Lines", "→ changed by the line of 20 Nov 2026"]
    assert [Seen(one).text for one in stand(RADAR, 2)] == ["→ replaces the line of 20 Nov 2026"]
    assert [Seen(one).text for one in stand(TREATED, 1)] == [
        "≈ differs in the figure from Harbour Courier"
    ]


def test_how_far_reading_ahead_is_is_told_while_it_goes_on_and_what_keeps_it():
    assert "3 of 5 articles" in Seen(draw.ahead(Readings(3, 5, going=True))).text
    assert draw.ahead(Readings(3, 5)) == ""
    kept = Readings(3, 5, problem="no space <is> left")
    assert Seen(draw.ahead(kept)).text == "no space <is> left"


def test_those_who_agree_are_counted_once_and_the_first_is_named():
    many = tuple(replace(RADAR.positions[0], holder=name) for name in ("A", "B", "B", "C", "D"))
    issue = Issue(
        "x", many, tuple(PositionRelation(0, n, "agree", "", 1, "") for n in (1, 2, 3, 4))
    )
    assert [Seen(one).text for one in stand(issue, 0)] == ["= agrees with B and 2 more"]


def test_of_many_holders_those_who_speak_on_most_issues_get_a_column():
    def issue(*names: str) -> Issue:
        return Issue("x", tuple(replace(RADAR.positions[0], holder=name) for name in names), ())

    issues = [issue("A", "B", "F"), issue("C", "F"), issue("D", "E", "F", "B")]
    assert shown_columns(issues, tuple("ABCDEF")) == ["A", "B", "F"]
    assert shown_columns(issues[:2], tuple("ABCDEF")) == ["A", "B", "C", "F"]
    drawn = matrix([Numbered(n, one) for n, one in enumerate(issues, 1)], tuple("ABCDEF"))
    assert "D" in _cells(drawn)[2][3]


def test_contradictions_only_leaves_out_what_is_not_in_dispute_and_says_so():
    calm = replace(RADAR, title="Calm", relations=())
    found = replace(COMPARISON, issues=(RADAR, calm, TREATED))
    drawn = Seen(draw.comparison(found, disputed_only=True)).text
    assert "Calm" not in drawn
    assert "1 issue without dispute is not shown." in drawn
    assert "Calm" in draw.comparison(found, disputed_only=False)


def test_numbers_of_issues_stay_when_others_are_left_out():
    calm = replace(RADAR, relations=())
    found = replace(COMPARISON, issues=(calm, TREATED))
    drawn = Seen(draw.comparison(found, disputed_only=True))
    assert set(drawn.values("data-issue")) == {"2"}


def test_silent_speakers_and_notes_are_told():
    drawn = Seen(draw.comparison(COMPARISON, disputed_only=False)).text
    assert "Nothing on this from Coastguard." in drawn
    assert "14 statements considered" in drawn


def test_progress_counts_articles():
    assert "Reading who said what: 3 of 12 articles" in draw.reading(StatementsRead(3, 12))


def test_positions_lie_on_a_line_of_time_one_for_each_holder():
    drawn = Seen(positions(EVERY))
    assert drawn.tags.count("li") == 3
    # 17, 18 and 20 November: one day, then two of three.
    lefts = re.findall(r"left: ([\d.]+)%", positions(EVERY))
    assert lefts == ["2", "34", "34", "98", "98"]


def test_a_single_day_is_no_line():
    assert positions([Numbered(1, Issue("x", RADAR.positions[:1], ()))]) is None


def test_quotes_stand_beside_each_other_with_how_they_relate():
    drawn = Seen(quotes(2, TREATED, 0, opening=1))
    assert "Issue 2: How many were treated" in drawn.text
    assert "≈ Linnet Lines differs in detail from Harbour Courier in the figure" in drawn.text
    assert "2 against 9" in drawn.text


def test_what_a_position_says_besides_is_shown_too():
    drawn = Seen(quotes(1, RADAR, 0, opening=1)).text
    assert "Also said" in drawn
    assert "a faulty radar" in drawn


def test_figures_are_marked_where_figures_differ():
    mine, theirs = differing(TWO, NINE, TREATED.relations[0])
    assert [TWO.article.body[a:b] for a, b in mine] == ["Two"]
    assert [NINE.article.body[a:b] for a, b in theirs] == ["Nine"]


def test_the_cue_is_marked_where_it_alone_denies():
    body = FAULTY.article.body
    cue = (body.index("rejected"), body.index("rejected") + len("rejected"))
    denial = replace(FAULTY, cue=cue)
    mine, theirs = differing(denial, FAILED, PositionRelation(0, 1, "contradict", "", 0.9, ""))
    assert [body[a:b] for a, b in mine] == ["rejected"]
    assert theirs == []


def test_nothing_is_marked_where_they_agree():
    agreeing = PositionRelation(0, 1, "agree", "", 0.9, "")
    assert differing(TWO, NINE, agreeing) == ([], [])


def test_two_openings_of_a_cell_differ():
    assert quotes(1, RADAR, 0, opening=1) != quotes(1, RADAR, 0, opening=2)
    assert "Compare again" in gone("Compare again.", opening=1)


def test_a_claim_has_three_sides_each_with_shape_and_word():
    drawn = Seen(claim(CLAIM)).text
    assert "Backed by 1 passage, contradicted by 1, left open by 1." in drawn
    for side in (
        "= Backed by 1 passage",
        "≠ Contradicted by 1 passage",
        "· Left open by 1 passage",
    ):
        assert side in drawn
    assert "≠ Contradicted by nobody" in Seen(claim(replace(CLAIM, contradicting=()))).text


def test_many_passages_of_a_side_are_folded():
    drawn = Seen(claim(replace(CLAIM, open=CLAIM.open * 8))).text
    assert "3 more passages" in drawn


def test_an_unknown_holder_is_named_so():
    unclear = replace(RADAR.positions[0], holder="", holder_kind="unclear")
    drawn = matrix([Numbered(1, Issue("x", (unclear,), ()))], ("",))
    assert "Unclear who" in drawn


def test_a_hostile_article_is_text():
    issue = HOSTILE_COMPARISON.issues[0]
    assert isinstance(issue.positions[0], Position)
    for drawn in (
        draw.comparison(HOSTILE_COMPARISON, disputed_only=False),
        quotes(1, issue, 0, opening=1),
        claim(replace(CLAIM, claim=HOSTILE_COMPARISON.topic)),
    ):
        seen = Seen(drawn)
        assert not {"script", "img", "iframe", "svg"} & set(seen.tags)
        assert not [name for name, _ in seen.attributes if name.startswith("on")]


def test_direct_words_alone_stand_in_quotation_marks():
    drawn = matrix(EVERY, COMPARISON.columns)
    assert f"Says: “{WORKED.quote}”" in Seen(drawn).text
    assert f"Says: {NINE.quote}" in Seen(drawn).text
