from pathlib import Path

import numpy as np
import pytest

from models.catalog import DEFAULT_EMBEDDER
from models.fetch import fetch
from rag.errors import ModelError
from rag.settings import Settings

pytestmark = pytest.mark.real

SENTENCE = "The mayor denied the report."
CANONICAL = [0.04707116, 0.19794875, 0.06753019, 0.11170748, 0.01006713, -0.00093039]


@pytest.fixture(scope="module")
def folder():
    return fetch(DEFAULT_EMBEDDER, Settings.load())


@pytest.fixture(scope="module")
def embedder(folder):
    from models.embedder import SentenceEmbedder

    return SentenceEmbedder(folder, name="minilm", dtype="float32", device="cpu", batch=4)


def test_the_vector_is_the_reference_implementations(embedder):
    np.testing.assert_allclose(embedder.embed_passages([SENTENCE])[0, :6], CANONICAL, atol=1e-3)


def test_it_is_what_the_catalogue_says(embedder):
    entry = DEFAULT_EMBEDDER
    assert (embedder.dim, embedder.max_tokens) == (entry.dimensions, entry.max_tokens)
    assert embedder.weight_hash == entry.weight_hash


def test_rows_are_unit_float32_in_the_order_of_the_texts(embedder):
    texts = ["word " * n for n in (50, 1, 20, 3, 90, 7)]
    vectors = embedder.embed_passages(texts)
    assert (vectors.shape, vectors.dtype) == ((6, 384), np.float32)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    one_by_one = np.vstack([embedder.embed_passages([text]) for text in texts])
    np.testing.assert_allclose(vectors, one_by_one, atol=1e-5)


def test_no_texts_give_no_rows(embedder):
    assert embedder.embed_queries([]).shape == (0, 384)
    assert embedder.count_tokens([]) == []


def test_tokens_are_counted_beyond_what_the_model_reads(embedder):
    assert embedder.count_tokens([SENTENCE, "word " * 1000, ""]) == [6, 1000, 0]


def test_a_question_is_nearer_to_its_answer(embedder):
    question = embedder.embed_queries(["Who denied the report?"])
    passages = embedder.embed_passages([SENTENCE, "Rain is expected in the north."])
    near, far = (question @ passages.T)[0]
    assert near > far + 0.3


def test_nothing_is_printed(folder, capfd):
    from models.embedder import SentenceEmbedder

    SentenceEmbedder(folder, name="minilm").embed_passages([SENTENCE])
    assert capfd.readouterr() == ("", "")


def test_a_folder_without_weights_is_told(tmp_path: Path):
    from models.embedder import SentenceEmbedder

    with pytest.raises(ModelError, match=r"no \.safetensors weights"):
        SentenceEmbedder(tmp_path, name="empty")
