import json
import threading

import numpy as np
import pytest

from models.catalog import DEFAULT_EMBEDDER
from models.encoder import embedder as module
from models.encoder import encoder
from models.encoder.build import compiled
from models.encoder.embedder import load
from models.fetch import fetch
from rag.settings import Settings

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(compiled() is None, reason="not compiled for this processor"),
]

SENTENCE = "The mayor denied the report."
# Lengths around those of a tile, of a pair of tiles, and beyond what the model reads.
TEXTS = [
    SENTENCE,
    "",
    "Ärzte in Kesten — 1,400 of them — struck.",
    *("The dam at Kesten rose again. " * n for n in (2, 4, 5, 9, 33, 60)),
    *(" ".join(f"w{n}x" for n in range(count)) for count in (3, 11, 25, 70)),
]


@pytest.fixture(scope="module")
def folder():
    return fetch(DEFAULT_EMBEDDER, Settings.load())


@pytest.fixture(scope="module")
def ours(folder):
    return load(folder, name="minilm", weight_hash="", device="cpu")


@pytest.fixture(scope="module")
def torchs(folder):
    from models.embedder import SentenceEmbedder

    return SentenceEmbedder(folder, name="minilm", dtype="float32", device="cpu", batch=4)


def test_vectors_are_those_of_torch_in_float32(ours, torchs):
    cosines = (ours.embed_passages(TEXTS) * torchs.embed_passages(TEXTS)).sum(axis=1)
    assert cosines.min() > 0.9999


def test_so_are_those_of_a_model_of_another_shape(folder, tmp_path):
    # Made at random: heads of 64, two of them, a step that widens to a number of its own.
    import torch
    from transformers import BertConfig, BertModel

    from models.embedder import SentenceEmbedder

    for file in folder.rglob("*.json"):
        target = tmp_path / file.relative_to(folder)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(file.read_bytes())
    config = BertConfig(
        hidden_size=128,
        num_attention_heads=2,
        intermediate_size=352,
        num_hidden_layers=3,
        initializer_range=0.1,
    )
    torch.manual_seed(5)
    BertModel(config, add_pooling_layer=False).save_pretrained(tmp_path)
    pooling = {"word_embedding_dimension": 128, "pooling_mode_mean_tokens": True}
    (tmp_path / "1_Pooling/config.json").write_text(json.dumps(pooling))
    ours = load(tmp_path, name="random", weight_hash="", device="cpu")
    theirs = SentenceEmbedder(tmp_path, name="random", dtype="float32", device="cpu")
    cosines = (ours.embed_passages(TEXTS) * theirs.embed_passages(TEXTS)).sum(axis=1)
    assert cosines.min() > 0.9995


def test_it_says_of_itself_what_torchs_does(ours, torchs):
    assert (ours.dim, ours.max_tokens) == (torchs.dim, torchs.max_tokens)
    assert ours.count_tokens(TEXTS) == torchs.count_tokens(TEXTS)


def test_a_row_does_not_depend_on_the_others(ours, monkeypatch):
    together = ours.embed_passages(TEXTS)
    alone = np.vstack([ours.embed_passages([text]) for text in TEXTS])
    np.testing.assert_array_equal(together, alone)
    monkeypatch.setattr(encoder, "BATCH_TOKENS", 16)
    np.testing.assert_array_equal(ours.embed_passages(TEXTS), alone)


def test_queries_are_passages_where_there_are_no_prompts(ours):
    np.testing.assert_array_equal(ours.embed_queries(TEXTS), ours.embed_passages(TEXTS))


def test_rows_are_unit_float32_and_none_for_nothing(ours):
    vectors = ours.embed_passages(TEXTS)
    assert (vectors.shape, vectors.dtype) == ((len(TEXTS), 384), np.float32)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    assert ours.embed_queries([]).shape == (0, 384)
    assert ours.count_tokens([]) == []


def test_several_threads_get_their_own(ours):
    right = ours.embed_passages(TEXTS)
    wrong = []

    def ask(place):
        for _ in range(20):
            found = ours.embed_queries([TEXTS[place]])[0]
            if not np.array_equal(found, right[place]):
                wrong.append(place)

    threads = [threading.Thread(target=ask, args=(place,)) for place in range(len(TEXTS))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_an_accelerator_and_another_device_are_left_to_torch(folder, monkeypatch):
    monkeypatch.setattr(module, "may_have_accelerator", lambda: True)
    assert load(folder, name="minilm", weight_hash="", device="auto") is None
    assert load(folder, name="minilm", weight_hash="", device="cuda") is None


def test_without_a_library_it_is_left_to_torch(folder, monkeypatch):
    monkeypatch.setattr(module, "compiled", lambda: None)
    assert load(folder, name="minilm", weight_hash="", device="cpu") is None


def test_a_folder_whose_weights_cannot_be_read_is_left_to_torch(folder, tmp_path):
    for file in folder.rglob("*.*"):
        target = tmp_path / file.relative_to(folder)
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(b"cut off" if file.suffix == ".safetensors" else file.read_bytes())
    assert load(tmp_path, name="minilm", weight_hash="", device="cpu") is None


def test_who_joins_in_changes_nothing(ours):
    right = ours.embed_passages(TEXTS)
    over = threading.Event()

    def help_out():
        while not over.is_set():
            ours.join_in()

    helpers = [threading.Thread(target=help_out) for _ in range(2)]
    for one in helpers:
        one.start()
    try:
        for place in [*range(len(TEXTS)), *[0] * 100]:
            np.testing.assert_array_equal(ours.embed_queries([TEXTS[place]])[0], right[place])
    finally:
        over.set()
        for one in helpers:
            one.join()


def test_nobody_waits_who_joins_in_where_nothing_is_embedded(ours):
    ours.embed_queries([SENTENCE])
    helper = threading.Thread(target=ours.join_in, daemon=True)
    helper.start()
    helper.join(10)
    assert not helper.is_alive()
