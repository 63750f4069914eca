"""Who is the same speaker across articles, and who must stay apart."""

import pytest

from rag.statements.link import Holder, link, matches
from tests.fakes import make_article
from tests.rag.statements.said import said


def holders(*statements, origins=None):
    linked = link(statements, origins)
    return [linked[one.id].name for one in statements]


def test_a_surname_is_the_one_person_who_has_it():
    assert holders(said("it is safe", "Helena Morwen"), said("it is not", "Morwen")) == [
        "Helena Morwen",
        "Helena Morwen",
    ]


def test_one_surname_and_two_first_names_are_two_people():
    names = ["Anna Lind", "Karl Lind"]
    assert holders(*(said("so be it", name) for name in names)) == names


def test_a_surname_that_two_have_is_given_to_neither():
    found = holders(*(said("so be it", name) for name in ("Anna Lind", "Karl Lind", "Lind")))
    assert found == ["Anna Lind", "Karl Lind", "Lind"]


def test_an_initial_fits_its_first_name_only():
    found = holders(*(said("so be it", name) for name in ("Helena Morwen", "H. Morwen")))
    assert found == ["Helena Morwen", "Helena Morwen"]


def test_an_acronym_is_the_institution_that_an_article_gives_beside_it():
    article = make_article(
        "The Coast Guard Agency (CGA) said that all were safe. CGA said no more."
    )
    full = said("all were safe", "Coast Guard Agency", article=article, speaker_kind="institution")
    short = said("no more", "CGA", article=article, speaker_kind="institution")
    assert holders(full, short) == ["Coast Guard Agency", "Coast Guard Agency"]


def test_an_acronym_without_its_article_stays_an_acronym():
    full = said("all were safe", "Coast Guard Agency", speaker_kind="institution")
    short = said("no more", "CGA", speaker_kind="institution")
    assert holders(full, short) == ["Coast Guard Agency", "CGA"]


def test_two_words_of_an_institution_name_it():
    full = said("all were safe", "Verranian Coast Rescue", speaker_kind="institution")
    short = said("no more", "Coast Rescue", speaker_kind="institution")
    assert holders(full, short) == ["Verranian Coast Rescue"] * 2


def test_a_bare_role_is_the_only_person_with_it():
    minister = said("no ban", "Helena Morwen", role="the transport minister")
    bare = said("no comment", "the transport minister", speaker_kind="anonymous")
    assert holders(minister, bare) == ["Helena Morwen", "Helena Morwen"]


def test_a_role_that_two_have_is_nobody():
    one = said("no ban", "Helena Morwen", role="minister")
    other = said("a ban", "Carl Ost", role="minister")
    bare = said("no comment", "the minister", speaker_kind="anonymous")
    assert holders(one, other, bare)[2] == "the minister (Harbour Post)"


def test_anonymous_speakers_of_two_origins_are_never_one():
    first = said("it leaked", "a deckhand", speaker_kind="anonymous")
    second = said("it broke", "a deckhand", speaker_kind="anonymous")
    assert holders(first, second) == ["a deckhand (Harbour Post)", "a deckhand (Harbour Post) 2"]


def test_an_anonymous_speaker_of_a_copied_article_is_one():
    first = said("it leaked", "a deckhand", speaker_kind="anonymous")
    copy = said("it leaked", "a deckhand", speaker_kind="anonymous", source="Daily Copy")
    origins = {first.article.id: 0, copy.article.id: 0}
    assert len(set(holders(first, copy, origins=origins))) == 1


def test_a_plain_sentence_is_the_outlets():
    assert holders(said("The dam broke on Monday", kind="plain")) == ["Harbour Post"]


def test_an_outlet_quoted_by_another_is_that_outlet():
    plain = said("The dam broke on Monday", kind="plain", source="The Daily Lantern")
    quoted = said("it stood by its story", "The Lantern", speaker_kind="institution")
    assert holders(plain, quoted) == ["The Daily Lantern", "The Daily Lantern"]


def test_a_spokesman_speaks_for_the_institution_beside_whom_he_is_named():
    article = make_article(
        "Skarne Lines said that it regretted the loss. Skarne Lines spokesman Joren Ekvall said "
        "that nobody had warned it."
    )
    firm = said(
        "it regretted the loss", "Skarne Lines", article=article, speaker_kind="institution"
    )
    man = said("nobody had warned it", "Joren Ekvall", article=article, role="spokesman")
    assert link([firm, man])[man.id].voice == "Skarne Lines"


@pytest.mark.parametrize(
    ("asked", "means"),
    [("morwen", True), ("Helena Morwen", True), ("minister Morwen", True), ("Morwena", False)],
)
def test_what_a_person_types_means_a_holder(asked, means):
    assert matches(asked, Holder("Helena Morwen", "person", "Helena Morwen")) == means


def test_the_agency_is_no_short_form_of_another_articles_agency():
    body = "The Farm Service Agency said prices rose. Later the agency said more."
    farm = said(
        "prices rose", "Farm Service Agency", article=make_article(body), speaker_kind="institution"
    )
    other = said("the centre was activated", "the agency", speaker_kind="institution")
    holders = link([farm, other])
    assert holders[other.id].name != holders[farm.id].name


def test_a_name_in_capitals_is_the_name_as_it_is_written_elsewhere():
    loud = make_article("NORTHGATE Metals said that it would bid. Northgate said no more.")
    quiet = make_article("Northgate Metals said that it would bid.", title="Quiet")
    found = holders(
        said("it would bid", "NORTHGATE Metals", article=loud, speaker_kind="institution"),
        said("no more", "Northgate", article=loud, speaker_kind="institution"),
        said("it would bid", "Northgate Metals", article=quiet, speaker_kind="institution"),
    )
    assert found == ["Northgate Metals"] * 3


def test_a_state_is_no_short_form_of_its_city():
    state = said("the law holds", "New York", speaker_kind="institution")
    city = said("the law holds there", "New York City", speaker_kind="institution")
    assert link([state, city])[state.id].name == "New York"
