"""The models command."""

import json

import pytest

from models.catalog import DEFAULT_GENERATOR, MINILM


@pytest.fixture
def models_dir(monkeypatch, tmp_path):
    monkeypatch.setenv("DATELINE_MODELS_DIR", str(tmp_path / "models"))
    monkeypatch.setenv("DATELINE_HOME", str(tmp_path / "home"))
    return tmp_path / "models"


def listed(run):
    return {model["name"]: model for model in json.loads(run("models", "--json").stdout)["models"]}


def test_models_lists_the_catalogue_with_what_is_here_and_in_use(run, models_dir):
    models = listed(run)
    assert models["all-MiniLM-L6-v2"] == {
        "name": "all-MiniLM-L6-v2",
        "task": "embed",
        "in_use": True,
        "present": False,
        "bytes": MINILM.size,
        "licence": "Apache-2.0",
        "machine": "any; English",
    }
    assert [name for name, model in models.items() if model["in_use"]] == [
        "all-MiniLM-L6-v2",
        DEFAULT_GENERATOR.name,
    ]


def test_models_shows_a_model_of_ones_own_too(run, models_dir, monkeypatch):
    monkeypatch.setenv("DATELINE_GENERATOR", "some/model")
    assert listed(run)["some/model"]["in_use"] is True
    assert "some/model" in run("models").stdout


def test_models_names_the_server_that_writes(run, models_dir, monkeypatch):
    monkeypatch.setenv("DATELINE_GENERATOR_URL", "http://127.0.0.1:8000/v1")
    monkeypatch.setenv("DATELINE_GENERATOR", "any-name-of-the-server")
    assert "http://127.0.0.1:8000/v1" in run("models").stderr


@pytest.mark.parametrize(
    ("kernels", "told"),
    [("ggml.so", "kernels compiled for this processor"), (None, "`python -m models.kernels`")],
)
def test_models_tells_whose_kernels_compute(run, models_dir, monkeypatch, kernels, told):
    monkeypatch.setattr("models.kernels.compiled", lambda: kernels)
    assert told in " ".join(run("models").stderr.split())


def test_models_fetch_gets_what_is_in_use(run, models_dir, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "models.resolve.locate", lambda one, *_: asked.append(one.name) or models_dir / one.name
    )
    assert run("models", "fetch").exit_code == 0
    assert asked == ["all-MiniLM-L6-v2", DEFAULT_GENERATOR.name]


def test_models_fetch_gets_the_one_that_is_named(run, models_dir, monkeypatch):
    monkeypatch.setattr("models.resolve.locate", lambda one, *_: models_dir / one.name)
    fetched = json.loads(run("models", "fetch", "all-minilm-l6-v2", "--json").stdout)["fetched"]
    assert fetched == [{"name": MINILM.name, "path": str(models_dir / MINILM.name)}]


def test_models_fetch_of_what_is_no_model_is_told(run, models_dir):
    result = run("models", "fetch", "nonsense")
    assert ("no model 'nonsense'" in result.stderr, result.exit_code) == (True, 1)


def test_models_fetch_says_what_to_do_where_nothing_can_be_fetched(run, models_dir, monkeypatch):
    monkeypatch.setenv("DATELINE_OFFLINE", "true")
    result = run("models", "fetch")
    assert ("offline" in result.stderr, result.exit_code) == (True, 1)


def test_home_before_the_command_reaches_models_fetch(run, monkeypatch, tmp_path):
    (tmp_path / "dateline.toml").write_text('embedder = "no such thing"', encoding="utf-8")
    assert "no such thing" in run("--home", tmp_path, "models", "fetch").stderr
