import shutil
import subprocess

import pytest

from models import kernels
from models.catalog import DEFAULT_GENERATOR
from models.fetch import fetch
from models.kernels import KernelsError, build, compiled, main, sources
from models.llamacpp import LlamaCppGenerator
from models.second_look import ADAPTER
from rag.settings import Settings
from rag.types import Message
from rag.writing.look_prompts import look_form

QUESTIONS = (
    "When was the footbridge at Olsk finished?",
    "Why was the footbridge closed?",
    "Who will succeed Ada Kerr?",
)
PASSAGE = (
    "Bridge reopens (Bay Tribune, 9 July)\n"
    "The footbridge at Olsk was finished in 1987, said Ada Kerr."
)


@pytest.fixture
def prefix(tmp_path, monkeypatch):
    """An environment in which nothing is compiled, on a machine for which it could be."""
    monkeypatch.setattr(kernels.sys, "prefix", str(tmp_path))
    monkeypatch.setattr(kernels.sys, "platform", "linux")
    monkeypatch.setattr(kernels.platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(kernels, "cpu_flags", lambda: frozenset({"avx2", "amx_int8"}))
    return tmp_path


def put(path, text=""):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_what_was_built_is_found(prefix):
    assert compiled() is None
    put(kernels._place())
    assert compiled() == kernels._place()


def test_what_was_built_for_another_processor_is_not(prefix, monkeypatch):
    put(kernels._place())
    monkeypatch.setattr(kernels, "cpu_flags", lambda: frozenset({"avx2"}))
    assert compiled() is None


def test_what_was_built_for_another_wheel_is_not(prefix, monkeypatch):
    put(kernels._place())
    monkeypatch.setattr(kernels, "version", lambda package: "2030.1")
    assert compiled() is None


def test_another_system_keeps_the_wheels(prefix, monkeypatch):
    monkeypatch.setattr(kernels.sys, "platform", "darwin")
    assert compiled() is None
    with pytest.raises(KernelsError, match="not on"):
        build()


def test_a_wheel_for_a_gpu_keeps_its_own(prefix, monkeypatch):
    wheel = put(prefix / "xllamacpp.abi3.so", "code ggml_backend_cuda_reg code")
    monkeypatch.setattr(kernels, "_extension", lambda: wheel)
    with pytest.raises(KernelsError, match="built for a GPU"):
        build()


def test_a_wheel_that_the_lock_does_not_know_has_no_sources(prefix, monkeypatch):
    monkeypatch.setattr(kernels, "version", lambda package: "2030.1")
    with pytest.raises(KernelsError, match=r"2030\.1 is not the version of requirements\.lock"):
        build()


def test_the_sources_are_checked_by_the_locks_hashes():
    lines = list(kernels._locked(kernels.version("xllamacpp")))
    assert lines[0].startswith("xllamacpp==")
    assert len(lines) > 1
    assert all(line.strip().startswith("--hash=sha256:") for line in lines[1:])


def test_no_compiler_is_told_and_leaves_nothing_behind(prefix, monkeypatch):
    source = prefix / "xllamacpp-1/thirdparty/llama.cpp/ggml/src"
    for name in ("ggml.c", "ggml-cpu/arch/x86/quants.c", "ggml-cpu/arch/x86/repack.cpp"):
        put(source / name)
    monkeypatch.setattr(kernels, "_fetched", lambda folder: folder)
    monkeypatch.setattr(kernels, "_unpacked", lambda archive, folder: source)
    monkeypatch.setenv("CC", "no-such-compiler")
    with pytest.raises(KernelsError, match="no-such-compiler cannot be run"):
        build()
    assert list(kernels._place().parent.iterdir()) == []


def test_the_largest_is_compiled_first_and_other_processors_not_at_all(tmp_path):
    for name, size in (
        ("ggml.c", 3),
        ("ggml-cpu/ops.cpp", 9),
        ("ggml-cpu/amx/mmq.cpp", 8),
        ("ggml-cpu/arch/x86/quants.c", 5),
        ("ggml-cpu/arch/x86/repack.cpp", 4),
        ("ggml-cpu/arch/x86/cpu-feats.cpp", 7),
        ("ggml-cpu/arch/arm/quants.c", 6),
        ("ggml-cuda/ggml-cuda.cpp", 2),
    ):
        put(tmp_path / name, "x" * size)
    names = [path.name for path in sources(tmp_path, "x86")]
    assert names == ["ops.cpp", "mmq.cpp", "quants.c", "repack.cpp", "ggml.c"]


def test_sources_that_are_laid_out_in_another_way_are_not_guessed_at(tmp_path):
    put(tmp_path / "ggml.c")
    with pytest.raises(KernelsError, match="laid out in another way"):
        sources(tmp_path, "arm")


def test_an_installation_never_fails_for_want_of_them(prefix, monkeypatch, capsys):
    def refuse():
        raise KernelsError("cc cannot be run: No such file or directory")

    monkeypatch.setattr(kernels, "build", refuse)
    assert main() == 0
    told = capsys.readouterr().err
    assert "not compiled: cc cannot be run" in told
    assert "Dateline runs without" in told


def odds(generator):
    """Log odds of yes against no, by question."""
    told = []
    for question in QUESTIONS:
        pieces = generator.look(look_form(question, PASSAGE))
        weights = dict(next(piece for piece in pieces if piece.text).alternatives)
        told.append(weights.get("yes", -20.0) - weights.get("no", -20.0))
    return told


@pytest.fixture(scope="module")
def model():
    return fetch(DEFAULT_GENERATOR, Settings.load())


@pytest.mark.real
def test_they_compute_what_the_wheels_compute(model):
    ours = compiled()
    if ours is None:
        pytest.skip("not compiled on this machine")
    both = []
    for path in (None, ours):
        generator = LlamaCppGenerator(model, adapter=ADAPTER, kernels=path, context_tokens=1024)
        both.append(odds(generator))
        assert generator._engine.has_kernels == (path is not None)
        generator.close()
    assert both[1] == pytest.approx(both[0], abs=0.3)
    assert both[0][0] > 0 > both[0][1]


@pytest.mark.real
@pytest.mark.skipif(shutil.which("cc") is None, reason="no compiler")
def test_kernels_that_crash_are_left_out(model, tmp_path):
    code = put(tmp_path / "bad.c", "void ggml_backend_cpu_reg(void) { __builtin_trap(); }")
    bad = tmp_path / "bad.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", str(bad), str(code)], check=True)
    generator = LlamaCppGenerator(model, kernels=bad, context_tokens=512)
    try:
        assert not generator._engine.has_kernels
        messages = [Message("user", "What is the capital of France?")]
        said = "".join(piece.text for piece in generator.stream(messages, max_tokens=20))
        assert "Paris" in said
    finally:
        generator.close()
