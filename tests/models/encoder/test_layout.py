import json

import numpy as np
import pytest
from safetensors.numpy import save_file

from models.encoder.layout import laid_out, read_weights, shape_of, tiled

CONFIG = {
    "model_type": "bert",
    "hidden_act": "gelu",
    "hidden_size": 64,
    "intermediate_size": 96,
    "num_attention_heads": 2,
    "num_hidden_layers": 1,
    "layer_norm_eps": 1e-12,
    "max_position_embeddings": 40,
}


@pytest.fixture
def folder(tmp_path):
    """A folder with the files of a small model, but for its weights."""

    def write(pooling="mean", prompts=None, modules=("Transformer", "Pooling"), limits=(), **more):
        named = [
            {"type": f"models.{name}", "path": f"{n}_{name}"} for n, name in enumerate(modules)
        ]
        (tmp_path / "1_Pooling").mkdir(exist_ok=True)
        for name, told in {
            "config.json": CONFIG | more,
            "modules.json": named,
            "1_Pooling/config.json": {"pooling_mode": pooling},
            "sentence_bert_config.json": {"max_seq_length": 256} | dict(limits),
            "config_sentence_transformers.json": {"prompts": prompts or {}},
        }.items():
            (tmp_path / name).write_text(json.dumps(told))
        return tmp_path

    return write


def test_a_matrix_becomes_tiles_of_pairs():
    matrix = np.arange(16, dtype=np.float32)[:, None] + np.zeros(64, np.float32)
    matrix[1, 33] = 2.0
    bits = tiled(matrix)
    values = (bits.astype(np.uint32) << 16).view(np.float32).reshape(2, 16, 16, 2)
    np.testing.assert_array_equal(values[0, 0, :, 0], np.arange(16))
    # Input 33 is the second of the first pair of the second 32.
    assert (values[1, 0, 1, 1], values[1, 0, 1, 0], values[0, 0, 1, 1]) == (2.0, 1.0, 1.0)


def test_weights_are_rounded_to_even():
    halves = np.full((16, 32), 1 + 2**-8, np.float32)  # between 1 and 1 + 2**-7
    assert set(tiled(halves).tolist()) == {0x3F80}


def test_a_mean_pooled_bert_can_be_computed(folder):
    shape = shape_of(folder())
    assert shape is not None
    assert (shape.hidden, shape.inner, shape.heads, shape.layers, shape.tokens) == (
        64,
        96,
        2,
        1,
        40,
    )


@pytest.mark.parametrize(
    "other",
    [
        {"model_type": "roberta"},
        {"hidden_act": "relu"},
        {"position_embedding_type": "relative_key"},
        {"is_decoder": True},
        {"pooling": "cls"},
        {"prompts": {"query": "query: "}},
        {"modules": ("Transformer", "Pooling", "Dense")},
        {"limits": {"do_lower_case": True}},
        {"num_attention_heads": 4},  # heads of 16
        {"max_position_embeddings": 2},
    ],
)
def test_any_other_is_left_to_torch(folder, other):
    assert shape_of(folder(**other)) is None


def test_a_folder_without_them_is_left_to_torch(tmp_path):
    assert shape_of(tmp_path) is None


def test_weights_that_lack_something_are_told(folder):
    place = folder()
    shape = shape_of(place)
    assert shape is not None
    save_file({"embeddings.word_embeddings.weight": np.zeros((9, 64))}, place / "model.safetensors")
    with pytest.raises(KeyError, match=r"layer\.0"):
        laid_out(read_weights(place / "model.safetensors"), shape)
