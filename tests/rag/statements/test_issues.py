"""Statements become issues with positions, and a claim finds its witnesses."""

from rag.statements.claims import relate, told
from rag.statements.issues import issues_of
from rag.statements.link import link
from rag.statements.matter import Matter
from rag.statements.positions import MOST_UNDISPUTED, Pool, issue
from rag.statements.reading import read
from rag.statements.relate import Judgement, Relater
from rag.statements.vectors import RememberedVectors
from tests.fakes import FakeEmbedder, make_article
from tests.rag.statements.said import said

TWENTY = said("20 people died when the ferry sank", "Ana Moor", day="2026-03-08")
TWELVE = said("12 people died when the ferry sank", "Ben Ost", day="2026-03-09")
AGAIN = said("20 people died when the ferry sank there", "Ana Moor", day="2026-03-09")
STEEL = said("the steel works in the valley will be sold", "Carl Ase", day="2026-03-09")


def found(*statements, origins=None, named=False):
    origins = origins or {one.article.id: n for n, one in enumerate(statements)}
    holders = link(statements, origins)
    readings = [read(one, holders[one.id]) for one in statements]
    vectors = FakeEmbedder().embed_passages([one.whole for one in readings])
    numbers = {one.id: n for n, one in enumerate(statements, start=1)}
    return list(
        issues_of(
            statements,
            readings,
            [1.0] * len(statements),
            Matter(readings, vectors),
            Relater(None),
            origins,
            lambda one: numbers[one.id],
            named=named,
        )
    )


def test_two_accounts_are_one_issue_and_another_matter_is_none():
    (issue,) = found(TWENTY, TWELVE, STEEL)
    assert [position.holder for position in issue.positions] == ["Ana Moor", "Ben Ost"]
    assert [(r.a, r.b, r.relation, r.detail) for r in issue.relations] == [
        (0, 1, "differ", "figure")
    ]
    assert issue.disputed


def test_what_a_holder_says_twice_is_one_position_since_the_first_time():
    (issue,) = found(TWENTY, TWELVE, AGAIN)
    ana = issue.positions[0]
    assert (len(ana.statements), ana.since, ana.origins) == (2, TWENTY.article.published, 2)
    assert ana.citations == (1, 3)


def test_copies_count_as_one_origin():
    origins = {TWENTY.article.id: 0, AGAIN.article.id: 0, TWELVE.article.id: 1}
    (issue,) = found(TWENTY, TWELVE, AGAIN, origins=origins)
    assert issue.positions[0].origins == 1


def test_copies_that_differ_in_a_name_are_shown_beside_each_other():
    first = said("the council elected Oona Brandt as its chair", kind="plain", source="Post")
    copy = said("the council elected Per Lindqvist as its chair", kind="plain", source="Echo")
    of_one = {first.article.id: 0, copy.article.id: 0}
    (issue,) = found(first, copy, origins=of_one)
    assert [position.holder for position in issue.positions] == ["Post", "Echo"]
    assert [(r.relation, r.detail) for r in issue.relations] == [("differ", "actor")]


def test_what_two_copies_have_one_speaker_say_is_shown_twice():
    first = said("eight people of the crew were rescued in the night", "Ana Moor")
    copy = said("six people of the crew were rescued in the night", "Ana Moor")
    of_one = {first.article.id: 0, copy.article.id: 0}
    (issue,) = found(first, copy, origins=of_one)
    assert [position.holder for position in issue.positions] == ["Ana Moor", "Ana Moor"]
    assert [(r.relation, r.detail) for r in issue.relations] == [("differ", "figure")]
    # Of two origins it is her line, and she has not changed it within a day.
    assert all(not issue.relations for issue in found(first, copy))


def test_the_same_said_by_two_are_two_positions_that_agree():
    other = said("20 people died when the ferry sank", "Ben Ost", day="2026-03-09")
    (issue,) = found(TWENTY, other)
    assert [(r.a, r.b, r.relation) for r in issue.relations] == [(0, 1, "agree")]


def test_a_claim_is_backed_contradicted_or_left_open():
    statements = [TWENTY, TWELVE, STEEL]
    holders = link(statements)
    claim = "12 people died when the ferry sank"
    readings = [read(one, holders[one.id]) for one in statements]
    related = relate(claim, statements, readings, RememberedVectors(FakeEmbedder()), Relater(None))
    result = told(claim, related, {one.article.id: n for n, one in enumerate(statements)}, 0.0)
    assert [one.speaker for one in result.backing] == ["Ben Ost"]
    assert [(one.speaker, one.detail) for one in result.contradicting] == [("Ana Moor", "figure")]
    assert [one.citation.quote for one in result.backing] == [TWELVE.passage]
    assert (result.articles, result.origins) == (2, 2)


def test_a_claim_that_nobody_speaks_of_has_a_note():
    related = relate("it will rain", [], [], RememberedVectors(FakeEmbedder()), Relater(None))
    result = told("it will rain", related, {}, 0.0, ["and more"])
    assert result.notes == ("no article says so or says otherwise", "and more")


def test_a_text_is_embedded_once_and_the_oldest_is_forgotten():
    embedder = FakeEmbedder()
    remembered = RememberedVectors(embedder, most=2)
    remembered.of(["a", "b"])
    remembered.of(["b", "c"])
    remembered.of(["b", "a"])
    assert embedder.embedded == ["a", "b", "c", "a"]


def test_what_an_outlet_puts_right_replaces_what_it_takes_back_in_the_same_article():
    body = (
        "Correction. In our report we wrote that the ferry left the port at 19:10. "
        "The ferry left the port at 18:40. Its call came at 19:12."
    )
    article = make_article(body, source="Harbour Post")
    wrong = said("the ferry left the port at 19:10", "we", article=article, kind="indirect")
    right = said("The ferry left the port at 18:40", article=article, kind="plain")
    (issue,) = found(wrong, right)
    ((relation, detail, why),) = [(r.relation, r.detail, r.why) for r in issue.relations]
    assert (relation, detail) == ("supersede", "date")
    assert why == "corrected: 19:10, in truth 18:40"


def test_nobody_contradicts_himself_in_copies_of_one_article():
    copy = said("12 people died when the ferry sank", "Ana Moor", day="2026-03-09")
    origins = {TWENTY.article.id: 0, copy.article.id: 0}
    assert not any(issue.disputed for issue in found(TWENTY, copy, origins=origins))
    assert any(issue.disputed for issue in found(TWENTY, copy))


def test_an_outlet_that_takes_no_part_in_a_dispute_is_left_out_of_it():
    aside = said("the bow door was painted blue", kind="plain", source="Post")
    statements = [TWENTY, TWELVE, aside]
    holders = link(statements)
    readings = [read(one, holders[one.id]) for one in statements]
    matter = Matter(readings, FakeEmbedder().embed_passages([one.whole for one in readings]))
    origins = {one.article.id: n for n, one in enumerate(statements)}
    apart = {(0, 1): Judgement("contradict", "", 0.9, "20 against 12")}

    def told(judgements):
        pool = Pool(statements, readings, matter, judgements, origins)
        return [one.holder for one in issue(pool, [0, 1, 2], lambda _: 1).positions]

    assert told(apart) == ["Ana Moor", "Ben Ost"]
    assert told({**apart, (0, 2): Judgement("agree", "", 0.9, "both")})[-1] == "Post"
    assert told({})[-1] == "Post"


def test_people_on_different_matters_are_no_issue_where_nobody_is_asked_for():
    asked = [said("the mill was sold to Ben", "Ana Moor"), said("the mill was shut", "Carl Ase")]
    assert found(*asked) == []
    assert len(found(*asked, named=True)) == 1


def test_a_dispute_has_its_sides_and_who_backs_them_and_nobody_else():
    backer = said("20 people died when the ferry sank", "Dora Ull", day="2026-03-09")
    beside = said("the ferry that sank was built for the lake", "Eva Orn", day="2026-03-09")
    issues = found(TWENTY, TWELVE, backer, beside)
    (dispute,) = [one for one in issues if one.disputed]
    assert [one.holder for one in dispute.positions] == ["Ana Moor", "Ben Ost", "Dora Ull"]


def test_what_stands_within_another_statement_is_not_related_to_it():
    body = "Asked of the works, Ana Moor said the works will close."
    article = make_article(body)
    inner = said("the works will close", "Ana Moor", article=article)
    outer = said("Ana Moor said the works will close", "Ben Ost", article=article)
    assert found(inner, outer, named=True)[0].relations == ()


def test_what_somebody_will_do_and_what_he_has_done_are_two_positions():
    ahead = said("the council will vote on the old bridge", "Ana Moor", day="2026-03-08")
    done = said("the council has voted on the old bridge", "Ana Moor", day="2026-03-12")
    (issue,) = found(ahead, done, named=True)
    assert [one.text for one in issue.positions] == [
        "the council will vote on the old bridge",
        "the council has voted on the old bridge",
    ]


def test_of_what_nobody_disputes_only_so_many_positions_are_told():
    several = [
        said("the bridge over the old river is safe to cross", f"Speaker {letter}")
        for letter in "ABCDEFGHIJKL"
    ]
    (issue,) = found(*several)
    assert len(issue.positions) == MOST_UNDISPUTED


def test_what_is_alike_only_by_what_stands_before_it_is_on_no_common_matter():
    before = "The council of the old harbour town told of the new bridge over the river. "
    one = make_article(before + "Ana Moor said nobody asked her.", title="A")
    two = make_article(before + "Ben Ost said seagulls were loud.", title="B")
    first = said("nobody asked her", "Ana Moor", article=one)
    second = said("seagulls were loud", "Ben Ost", article=two)
    statements = (first, second)
    origins = {one.id: 0, two.id: 1}
    holders = link(statements, origins)
    readings = [read(each, holders[each.id], before) for each in statements]
    vectors = FakeEmbedder().embed_passages([each.whole for each in readings])
    matter = Matter(readings, vectors)
    assert matter.closeness(0, 1) > 0.7
    told = issues_of(statements, readings, [1.0, 1.0], matter, Relater(None), origins, lambda _: 1)
    assert list(told) == []
