"""What article text may not do to a terminal."""

from rag.cli import terminal
from rag.types import Hit
from tests.fakes import make_article, make_chunk


def test_terminal_sequences_and_controls_are_taken_out():
    nasty = "a\x1b[31mb\x9b2Jc\x1b]0;title\x07d\x00e\u202ef\U000e0041g\x7f"
    assert terminal.clean(nasty) == "abc]0;titledefg"


def test_newlines_and_tabs_stay_and_lone_surrogates_cannot_break_the_stream():
    assert terminal.clean("a\n\tb\ud800") == "a\n\tb\ufffd"


def test_what_is_read_is_told_a_line_an_article():
    dam = make_article("The dam broke.", title="Dam \x1b[2Jbreaks\n", source="Harbour Post")
    untitled = make_article("It held.", title="", source="")
    hits = [Hit(n, 1.0, make_chunk(one)) for n, one in enumerate((dam, untitled), start=1)]
    assert terminal.reading_words(hits) == (
        "reading 2 articles\n"
        f"  Dam breaks, Harbour Post, {terminal.day(dam.published)}\n"
        f"  Untitled, unknown outlet, {terminal.day(untitled.published)}"
    )
    assert terminal.reading_words(hits[:1]).startswith("reading 1 article\n")


def test_no_command_prints_what_an_article_smuggles_in(run, desk):
    nasty = make_article(
        "The \x1b[2J[bold]dam[/bold] broke :smile: [1].",
        title="\x1b]0;owned\x07[red]Dam",
        source="\x9b31mPost",
        id="c" * 16,
        author="\x1b[1mAda",
        url="https://news.example/\x1b[1m",
    )
    desk.library = {nasty.id: nasty}
    for command in (("list",), ("show", nasty.id), ("search", "broke"), ("ask", "broke?")):
        printed = run(*command).stdout
        assert not set(printed) & {"\x1b", "\x9b", "\x07"}
        assert "[red]Dam" in printed
    assert "[bold]dam[/bold] broke :smile: [1]." in run("show", nasty.id).stdout
