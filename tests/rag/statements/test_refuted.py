"""What an article as a whole makes of a claim."""

from rag.statements.refuted import REFUTES_FROM, refutation

CLAIM = "A spider lived under the skin of a tourist"
TOLD = "A spider lived under the skin of a tourist for three days. Doctors took the spider out."
REFUTED = f"{TOLD} The spider story is a hoax: the tourist made up the tale of a spider, and no "


def test_an_article_that_only_tells_it_refutes_nothing():
    assert refutation(CLAIM, TOLD).score == 0


def test_words_of_refutation_near_the_claim_refute_it():
    found = refutation(CLAIM, REFUTED)
    assert found.score >= REFUTES_FROM
    assert found.words == "hoax"


def test_another_story_that_is_called_false_refutes_nothing():
    other = f"{TOLD}{' Rain fell.' * 60} The rumour of a bank run was false."
    assert refutation(CLAIM, other).score == 0


def test_a_doubt_weighs_less_than_a_denial():
    doubted = refutation(CLAIM, f"{TOLD} Experts doubt that the spider lived in a tourist.")
    denied = refutation(CLAIM, f"{TOLD} Experts deny that the spider lived in a tourist.")
    assert 0 < doubted.score < denied.score


def test_a_claim_that_refutes_is_opposed_by_whoever_tells_the_story_straight():
    claim = "Story of the spider under the skin of a tourist is a hoax"
    assert refutation(claim, TOLD).score > refutation(claim, REFUTED).score > 0
