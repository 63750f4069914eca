"""Which column of somebody else's model means what."""

import pytest

from models.judge.hub import _order
from rag.errors import ModelError


def test_columns_are_found_by_the_names_of_the_labels():
    assert _order("m", {0: "CONTRADICTION", 1: "ENTAILMENT", 2: "NEUTRAL"}) == [1, 2, 0]


def test_a_model_with_other_labels_is_refused_by_name():
    with pytest.raises(ModelError, match=r"'m' cannot be the judge.*LABEL_0"):
        _order("m", {0: "LABEL_0", 1: "LABEL_1", 2: "LABEL_2"})
