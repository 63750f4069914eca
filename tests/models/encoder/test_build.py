import pytest

from models.compiler import KernelsError
from models.encoder import build


@pytest.fixture
def prefix(tmp_path, monkeypatch):
    """An environment in which nothing is compiled, on a machine for which it could be."""
    monkeypatch.setattr(build.sys, "prefix", str(tmp_path))
    monkeypatch.setattr(build.sys, "platform", "linux")
    monkeypatch.setattr(build.platform, "machine", lambda: "x86_64")
    monkeypatch.setattr(build, "cpu_flags", lambda: build.NEEDED | {"fma"})
    return tmp_path


def test_what_was_built_is_found(prefix):
    assert build.compiled() is None
    place = build._place()
    assert place is not None
    place.parent.mkdir(parents=True)
    place.write_text("")
    assert build.compiled() == place


def test_another_source_is_another_library(prefix, monkeypatch, tmp_path):
    before = build._place()
    changed = tmp_path / "encoder.c"
    changed.write_text("int changed;")
    monkeypatch.setattr(build, "SOURCE", changed)
    assert build._place() != before


def test_tiles_are_taken_where_there_are_any(prefix, monkeypatch):
    commands = []
    monkeypatch.setattr(build, "run_tool", lambda command, *_: commands.append(command))
    monkeypatch.setattr(build.Path, "replace", lambda *_: None)
    build.build()
    monkeypatch.setattr(build, "cpu_flags", lambda: build.NEEDED | build.TILES)
    build.build()
    assert ["-DTILES" in command for command in commands] == [False, True]


def test_a_changed_header_is_another_library(prefix, monkeypatch, tmp_path):
    source = tmp_path / "encoder.c"
    source.write_text('#include "one.h"')
    monkeypatch.setattr(build, "SOURCE", source)
    before = build._place()
    (tmp_path / "one.h").write_text("int changed;")
    assert build._place() != before


def test_a_processor_that_does_not_multiply_bfloat16_has_none(prefix, monkeypatch, capsys):
    monkeypatch.setattr(build, "cpu_flags", lambda: build.NEEDED - {"avx512_bf16"})
    assert build.compiled() is None
    with pytest.raises(KernelsError, match="does not multiply"):
        build.build()
    build.main()
    assert capsys.readouterr().err == ""


def test_no_compiler_is_told_and_leaves_nothing_behind(prefix, monkeypatch, capsys):
    monkeypatch.setenv("CC", "no-such-compiler")
    build.main()
    assert "not compiled: no-such-compiler cannot be run" in capsys.readouterr().err
    assert list((prefix / "share/dateline").iterdir()) == []
