import json
import os
import subprocess
import sys

from models import list_models, load_embedder, load_generator
from models import load as loading
from rag.settings import Settings
from rag.types import Message, Piece
from tests.models.local_server import send, serving


def settings(tmp_path, **given):
    return Settings(home=tmp_path, models_dir=tmp_path / "models", **given)


def test_the_default_generator_is_known_by_name_before_it_is_loaded(tmp_path):
    generator = load_generator(settings(tmp_path))
    assert generator.name == "qwen2.5-coder-1.5b-instruct-q4_k_m"
    assert generator.context_tokens == 4096
    assert generator.state.stage == "idle"


def test_only_the_generator_whose_weights_were_taught_looks(tmp_path):
    def taught(**given) -> bool:
        return load_generator(Settings.load(home=tmp_path, **given)).taught

    assert taught()
    assert taught(generator="1.5b")
    assert not taught(generator="0.5b")
    assert not taught(generator_url="http://127.0.0.1:1/v1")


def test_a_hub_id_of_the_catalogue_goes_by_the_catalogues_name(tmp_path):
    embedder = load_embedder(settings(tmp_path, embedder="sentence-transformers/all-MiniLM-L6-v2"))
    assert (embedder.name, embedder.dim) == ("all-MiniLM-L6-v2", 384)


def test_a_wrong_name_is_told_by_the_state_and_not_at_start(tmp_path):
    generator = load_generator(settings(tmp_path, generator="gpt-9"))
    generator.start()
    while generator.state.stage == "loading":
        pass
    assert generator.state.stage == "failed"
    assert "there is no model 'gpt-9'" in generator.state.detail


def test_a_url_makes_a_generator_behind_that_server(tmp_path):
    event = {"choices": [{"delta": {"content": "hello"}, "finish_reason": "stop"}]}

    def answer(request):
        if request.path.endswith("/models"):
            send(request, 200, b'{"data": [{"id": "llama-9"}]}')
        else:
            send(request, 200, f"data: {json.dumps(event)}\n\n".encode())

    with serving(answer) as url:
        generator = load_generator(settings(tmp_path, generator_url=url))
        assert list(generator.stream([Message("user", "hi")], max_tokens=5)) == [Piece("hello")]
        assert generator.name == "llama-9"
        generator.close()


def test_the_list_says_what_is_here_and_what_is_in_use(tmp_path):
    listed = {one.entry.name: one for one in list_models(settings(tmp_path))}
    assert [name for name, one in listed.items() if one.in_use] == [
        "all-MiniLM-L6-v2",
        "qwen2.5-coder-1.5b-instruct-q4_k_m",
    ]
    assert not any(one.present for one in listed.values())


def test_behind_a_server_no_generator_of_the_catalogue_is_in_use(tmp_path):
    listed = list_models(settings(tmp_path, generator_url="http://127.0.0.1:1/v1"))
    assert [one.entry.task for one in listed if one.in_use] == ["embed"]


def test_importing_models_loads_no_engine():
    script = (
        "import sys, models; "
        "print({'torch', 'transformers', 'sentence_transformers', 'xllamacpp'} & set(sys.modules))"
    )
    output = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout
    assert output.strip() == "set()"


def test_threads_are_told_to_sleep_before_torch_is_imported_unless_the_user_says_otherwise(
    monkeypatch,
):
    monkeypatch.setenv("GOMP_SPINCOUNT", "7")
    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)
    with loading._importing():
        assert (os.environ["OMP_WAIT_POLICY"], os.environ["GOMP_SPINCOUNT"]) == ("passive", "7")
