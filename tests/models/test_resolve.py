import pytest

from models.catalog import DEFAULT_EMBEDDER, DEFAULT_GENERATOR
from models.resolve import locate, resolve
from rag.errors import ModelMissingError, NotFoundError
from rag.settings import Settings


def test_a_name_of_the_catalogue():
    reference = resolve("qwen2.5-coder-1.5b", "generate")
    assert reference.entry is DEFAULT_GENERATOR
    assert reference.is_gguf


def test_a_gguf_file(tmp_path):
    path = tmp_path / "mine.gguf"
    path.touch()
    reference = resolve(str(path), "generate")
    assert reference.path == path
    assert reference.is_gguf


def test_a_folder(tmp_path):
    reference = resolve(str(tmp_path), "embed")
    assert reference.path == tmp_path
    assert not reference.is_gguf


def test_a_hub_id():
    reference = resolve("someone/model", "generate")
    assert (reference.hub_id, reference.file, reference.is_gguf) == ("someone/model", "", False)


def test_a_file_of_the_hub():
    reference = resolve("someone/model-GGUF/q4/model.gguf", "generate")
    assert (reference.hub_id, reference.file) == ("someone/model-GGUF", "q4/model.gguf")
    assert reference.is_gguf


@pytest.mark.parametrize("name", ["nothing", "./gone/model.gguf", "/gone/model", "a//b", ""])
def test_what_is_none_of_these_is_not_found(name):
    with pytest.raises(NotFoundError, match="there is no model"):
        resolve(name, "generate")


def test_an_embedder_does_not_generate():
    with pytest.raises(NotFoundError, match="cannot generate"):
        resolve(DEFAULT_EMBEDDER.name, "generate")


def test_a_hub_id_that_is_not_here_is_missing_when_offline(tmp_path):
    settings = Settings(home=tmp_path, models_dir=tmp_path, offline=True)
    with pytest.raises(ModelMissingError, match="offline is set"):
        locate(resolve("someone/model", "generate"), settings)
