from rag.statements.cues import NOUNS, VERBS, verb_forms


def test_verbs_are_found_in_every_form():
    assert verb_forms("deny") == ["deny", "denies", "denied", "denying"]
    assert verb_forms("announce") == ["announce", "announces", "announced", "announcing"]
    assert {VERBS[form].lemma for form in ("said", "told", "wrote", "vowed")} == {
        "say", "tell", "write", "vow",
    }  # fmt: skip


def test_a_cue_says_what_it_makes_of_its_content():
    stances = {
        one: VERBS[one].stance for one in ("denied", "warned", "pledged", "accused", "asked")
    }
    assert stances == {
        "denied": "denied", "warned": "warned", "pledged": "promised", "accused": "accused",
        "asked": "asked",
    }  # fmt: skip
    assert NOUNS["allegations"].stance == "accused"
