"""Progress where no terminal shows it."""

from rag.cli.progress import Lines


def test_piped_a_line_is_told_once_it_has_been_quiet_for_long_enough(capsys):
    lines = Lines(every=0.0)
    lines.tell("reading 3 of 9")
    assert "reading 3 of 9" in capsys.readouterr().err


def test_what_is_quick_says_nothing(capsys):
    lines = Lines(every=3600.0)
    lines.tell("reading 3 of 9")
    assert capsys.readouterr().err == ""
