"""What follows from settings that are left open."""

from pathlib import Path

import pytest

from rag.settings import Settings


@pytest.mark.parametrize(
    ("given", "phrases"),
    [
        ({}, False),
        ({"generator": "owner/larger-model"}, True),
        ({"generator_url": "http://127.0.0.1:8000/v1"}, True),
        ({"phrase": True}, True),
        ({"generator": "owner/larger-model", "phrase": False}, False),
    ],
)
def test_a_chosen_model_phrases_what_one_sentence_states_and_the_default_one_quotes(given, phrases):
    settings = Settings(home=Path("/nowhere"), models_dir=Path("/nowhere"), **given)
    assert settings.phrases is phrases
