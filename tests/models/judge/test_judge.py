"""The trained judge, real weights: what it says, and that both ways to compute it say the same."""

import numpy as np
import pytest

import models.judge.judge as module
from models.encoder.build import compiled
from models.judge.judge import CrossEncoderJudge
from rag.errors import ModelError

pytestmark = pytest.mark.real

DAM = "The dam at Kesten broke on Monday and four people died, the mayor said."
# Lengths around those of a tile, second texts that begin within one, and one beyond what is read.
PAIRS = [
    (DAM, "Four people died when the dam broke."),
    (DAM, "Nobody was hurt at the dam."),
    ("Nobody was hurt.", DAM),
    ("", ""),
    (DAM, ""),
    ("Yes.", "No."),
    *((f"{DAM} " * n, "The mayor resigned on Friday. " * m) for n, m in ((1, 2), (3, 1), (9, 9))),
]


@pytest.fixture(scope="module")
def judge():
    return CrossEncoderJudge(device="cpu")


def test_what_follows_and_what_cannot_be(judge):
    follows, cannot = judge.judge(PAIRS[:2])
    assert follows.argmax() == 0
    assert cannot.argmax() == 2


def test_rows_are_probabilities_and_none_for_nothing(judge):
    verdicts = judge.judge(PAIRS)
    assert (verdicts.shape, verdicts.dtype) == ((len(PAIRS), 3), np.float32)
    np.testing.assert_allclose(verdicts.sum(axis=1), 1, atol=1e-5)
    assert judge.judge([]).shape == (0, 3)
    assert judge.answers([]).shape == (0,)


def test_a_sentence_that_answers_is_told_from_one_that_does_not(judge):
    asked = "How many people died when the dam broke?"
    yes, no = judge.answers([(asked, DAM), (asked, "The mayor likes to swim.")])
    assert yes > no


@pytest.mark.skipif(compiled() is None, reason="not compiled for this processor")
def test_on_tiles_it_says_what_torch_says_in_float32(judge, monkeypatch):
    monkeypatch.setattr(module, "opened", lambda *_: None)
    theirs = CrossEncoderJudge(device="cpu")
    theirs._network.encoder.float()
    np.testing.assert_allclose(judge.judge(PAIRS), theirs.judge(PAIRS), atol=0.02)
    np.testing.assert_allclose(judge.answers(PAIRS), theirs.answers(PAIRS), atol=0.02)


@pytest.mark.skipif(compiled() is None, reason="not compiled for this processor")
def test_on_tiles_a_pair_is_judged_alike_whatever_is_beside_it(judge):
    alone = np.vstack([judge.judge([pair]) for pair in PAIRS])
    np.testing.assert_allclose(judge.judge(PAIRS), alone, atol=1e-6)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ModelError, match="Fetch the file again"):
        CrossEncoderJudge(tmp_path / "none.safetensors")
