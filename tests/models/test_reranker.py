"""A cross-encoder of three weights' worth: random, small, but read and run as a real one is."""

import numpy as np
import pytest
import torch

from models.catalog import DEFAULT_EMBEDDER
from models.fetch import fetch
from models.load import load_reranker
from rag.errors import ModelError
from rag.settings import Settings

pytestmark = pytest.mark.real

PAIRS = [("Who left?", "The ferry left at noon."), ("Who left?", "She resigned."), ("A b", "C d e")]


def save_model(folder, labels: int) -> None:
    """Writes a random cross-encoder, with the default embedder's tokenizer."""
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    torch.manual_seed(5)
    tokenizer = AutoTokenizer.from_pretrained(fetch(DEFAULT_EMBEDDER, Settings.load()))
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        num_labels=labels,
        initializer_range=0.5,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def reranker(tmp_path, folder):
    given = Settings(home=tmp_path, models_dir=tmp_path, reranker=str(folder), device="cpu")
    made = load_reranker(given)
    assert made is not None
    return made


def test_without_a_name_there_is_none(tmp_path):
    assert load_reranker(Settings(home=tmp_path, models_dir=tmp_path)) is None


def test_its_scores_are_the_models_in_the_order_of_the_pairs(tmp_path):
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    save_model(tmp_path / "model", labels=1)
    scores = reranker(tmp_path, tmp_path / "model").scores(PAIRS)
    model = AutoModelForSequenceClassification.from_pretrained(tmp_path / "model").eval()
    tokenizer = AutoTokenizer.from_pretrained(tmp_path / "model")
    expected = []
    for question, passage in PAIRS:
        with torch.no_grad():
            logits = model(**tokenizer(question, passage, return_tensors="pt")).logits
        expected.append(float(logits[0, 0]))
    # The library may squash them, which keeps their order.
    assert np.argsort(scores).tolist() == np.argsort(expected).tolist()
    assert len(set(scores.tolist())) == 3
    assert (scores.dtype, scores.shape) == (np.float32, (3,))


def test_no_pairs_give_no_scores(tmp_path):
    save_model(tmp_path / "model", labels=1)
    assert reranker(tmp_path, tmp_path / "model").scores([]).shape == (0,)


def test_a_model_that_was_trained_for_something_else_is_refused_by_name(tmp_path):
    save_model(tmp_path / "model", labels=3)
    with pytest.raises(ModelError, match="cannot be the reranker: it gives 3 numbers"):
        reranker(tmp_path, tmp_path / "model").scores(PAIRS)


def test_a_folder_that_is_no_model_is_told(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match="cannot be loaded"):
        reranker(tmp_path, tmp_path / "empty").scores(PAIRS)
