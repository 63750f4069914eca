"""Claims with gold passages: which side of a check is right, and that all of them are quotes."""

import json

from rag.evaluation.checked import Claim, read_claims, sides
from rag.evaluation.places import SAMPLES
from rag.types import Citation, ClaimCheck, ClaimWitness
from tests.fakes import make_article

CLAIM = Claim("one", "The ferry sank.", ("ferry sank",), ())


def witness(body):
    article = make_article(body)
    citation = Citation(1, article, 0, len(body))
    return ClaimWitness(citation, "Lind", "person", "agree", "", 0.9, "")


def test_a_passage_is_right_by_a_part_of_it():
    check = ClaimCheck("The ferry sank.", (witness("The ferry sank."),), (), ())
    backed, contradicted = sides(CLAIM, check)
    assert (backed.wanted, backed.found, backed.wrong) == (True, True, ())
    assert (contradicted.wanted, contradicted.found, contradicted.wrong) == (False, False, ())


def test_what_is_told_on_neither_side_is_wrong():
    rain = witness("It rained.")
    backed, contradicted = sides(CLAIM, ClaimCheck("The ferry sank.", (rain,), (rain,), ()))
    assert (backed.found, backed.wrong) == (False, (rain,))
    assert contradicted.wrong == (rain,)


def test_every_claim_is_one_of_its_own_and_some_say_nothing(tmp_path):
    claims = read_claims(SAMPLES / "claims.jsonl")
    assert len({one.id for one in claims}) == len({one.claim for one in claims}) == 40
    assert any(not one.backed and not one.contradicted for one in claims)
    row = {"id": "a", "claim": "b", "backed": ["c"], "contradicted": []}
    (tmp_path / "one.jsonl").write_text(json.dumps(row) + "\n")
    assert read_claims(tmp_path / "one.jsonl") == [Claim("a", "b", ("c",), ())]
