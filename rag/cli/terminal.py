"""How the nouns look in a terminal. Knows rich, not the desk.

Article text is shown as text: control characters are taken out, and rich's own markup in it means
nothing. Results go to stdout, everything about the work itself to stderr.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from rich import box
from rich.console import Console
from rich.live import Live
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from rag.text.shown import count, title_of
from rag.types import (
    Answer,
    Article,
    ArticleSummary,
    Check,
    Citation,
    Evidence,
    Hit,
    IngestProgress,
    IngestReport,
    ModelState,
    Understood,
)

PIPED_COLUMNS = 100_000
"""Width where there is no terminal: nothing is cut or wrapped, so a quote can be searched for."""

_TERMINAL_SEQUENCE = re.compile(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]")
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 and C1, without tab and newline
    "\u202a-\u202e\u2066-\u2069"  # reorder what follows them
    "\U000e0000-\U000e007f]"  # invisible tags
)
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """Without what could steer a terminal: "a ESC[31m b" -> "a  b". Newlines and tabs stay."""
    text = _CONTROL.sub("", _TERMINAL_SEQUENCE.sub("", text))
    return _SURROGATE.sub("\ufffd", text)


def flat(text: str) -> str:
    """Clean and on one line: runs of white space become one blank."""
    return " ".join(clean(text).split())


def out() -> Console:
    """The console of results. Made anew, since tests and pipes exchange the stream."""
    return _console(stderr=False)


def err() -> Console:
    """The console of progress, notes and failures."""
    return _console(stderr=True)


def put_line(text: str) -> None:
    """One line of output for machines, as it is, flushed."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def put_error(message: str) -> None:
    """A failure, on stderr."""
    err().print(Text("error: ", "bold red").append(clean(message), "not bold default"))


def put_note(message: str) -> None:
    """Something worth knowing that is no result, on stderr."""
    err().print(Text(clean(message), "dim"))


def put_understood(understood: Sequence[Understood]) -> None:
    """What the question was understood to want, and how to leave each of it out."""
    for one in understood:
        how = "" if one.kind == "divided" else ", only" if one.demanded else ", first"
        put_note(f"understood: {one.label}{how} (leave it out: --without {one.key!r})")


def day(moment: datetime | None) -> str:
    """The date in UTC, such as "2026-03-02", or "undated"."""
    return moment.astimezone(UTC).date().isoformat() if moment else "undated"


def byline(article: Article | ArticleSummary) -> str:
    """What names an article beside its title, such as "Harbour Post, 2026-03-02"."""
    return f"{flat(article.source) or 'unknown outlet'}, {day(article.published)}"


def articles_table(articles: Iterable[ArticleSummary]) -> Table:
    """A row an article; ids are cut to the 12 characters that `show` and `remove` accept."""
    table = empty_table("id", "published", "outlet", "title", "characters")
    table.columns[0].no_wrap = table.columns[1].no_wrap = True
    table.columns[4].justify = "right"
    for article in articles:
        table.add_row(
            Text(article.id[:12], "cyan"),
            Text(day(article.published)),
            Text(flat(article.source)),
            Text(flat(article.title)),
            Text(f"{article.characters:,}"),
        )
    return table


def checks_table(checks: Iterable[Check]) -> Table:
    """A row a check, with its remedy below what is wrong."""
    table = empty_table("", "check", "finding")
    for check in checks:
        finding = Text(clean(check.detail))
        if not check.ok and check.remedy:
            finding.append(f"\n{clean(check.remedy)}", "yellow")
        sign = Text("ok", "green") if check.ok else Text("FAILS", "bold red")
        table.add_row(sign, Text(clean(check.name)), finding)
    return table


def put_article(article: Article) -> None:
    """Headline, where it is from, and the whole body."""
    console = out()
    console.print(Text(flat(article.title) or "(no title)", "bold"))
    parts = [byline(article), flat(article.author), flat(article.url), article.language]
    parts += [f"version {article.version}" + ("" if article.current else ", replaced")]
    console.print(Text(" · ".join(part for part in parts if part), "dim"))
    console.print(Text(f"id {article.id}", "dim"), "", Text(clean(article.body)), sep="\n")


def put_hits(hits: Sequence[Hit]) -> None:
    """Each hit: rank, title and outlet, then its text."""
    console = out()
    for hit in hits:
        article = hit.chunk.article
        head = Text(f"{hit.rank}. ", "bold").append(flat(article.title), "bold")
        head.append(f"  {byline(article)}  {article.id[:12]}  {hit.score:.4f}", "not bold dim")
        console.print(head)
        # The empty line by itself: as padding it would be as wide as the text, in spaces.
        console.print(Padding(Text(flat(hit.chunk.text)), (0, 0, 0, 3), expand=False), "", sep="\n")


def put_evidence(evidence: Sequence[Evidence]) -> None:
    """What the answer will rest on, a line each, dim."""
    console = out()
    for one in evidence:
        line = Text(f"[{one.n}] {byline(one.article)}: {flat(one.focus)}", "dim")
        line.truncate(console.width, overflow="ellipsis")
        console.print(line)
    console.print()


def put_answer(answer: Answer) -> None:
    """The checked text, then each citation with its quote, then what a reader should know."""
    console = out()
    console.print(Text(clean(answer.text), "yellow" if answer.abstained else "bold"))
    console.print()
    for citation in answer.citations:
        console.print(*citation_lines(citation), sep="\n")
    for question in answer.unanswered:
        console.print(Text(f"The articles do not say: {flat(question)}", "yellow"))
    for sentence in answer.sentences:
        for flag in sentence.flags:
            console.print(Text(f"check: {clean(flag)} ({flat(sentence.text)})", "yellow"))
    for text, reason in answer.dropped_sentences:
        console.print(Text(f"left out: {flat(text)} ({clean(reason)})", "dim"))
    console.print(Text(_footer(answer), "dim"))


def put_report(report: IngestReport) -> None:
    """What an ingest did, failures first."""
    console = out()
    for failure in report.failed:
        line = Text("failed  ", "red").append(clean(failure.path), "default")
        console.print(line.append(f": {clean(failure.reason)}", "default"))
    done = (
        f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged, "
        f"{len(report.failed)} failed in {report.seconds:.1f} s"
    )
    console.print(Text(f"Stopped: {done}" if report.stopped else done, "bold"))
    console.print(f"The library holds {report.articles:,} articles in {report.chunks:,} chunks.")


@contextmanager
def live(words: Callable[[], str]) -> Iterator[None]:
    """Shows `words()` on stderr, asked again four times a second, and wipes it at the end.

    Where stderr is no terminal, nothing is shown.
    """
    console = err()
    if not console.is_terminal:
        yield
        return
    with Live(
        console=console,
        get_renderable=lambda: Text(clean(words()), "italic dim"),
        refresh_per_second=4,
        transient=True,
    ):
        yield


def model_words(states: Sequence[ModelState]) -> str:
    """What to wait for, such as "loading qwen2.5-1.5b"; "" if every model is ready or idle."""
    waiting = [state for state in states if state.stage in ("fetching", "loading")]
    return "\n".join(
        f"{state.stage} {flat(state.name)}"
        + ("" if state.fraction is None else f" {state.fraction:.0%}")
        + (f": {flat(state.detail)}" if state.detail else "")
        for state in waiting
    )


def reading_words(hits: Sequence[Hit]) -> str:
    """Such as "reading 1 article", and a line for each: "Dam breaks, Harbour Post, 2026-03-02"."""
    articles = [hit.chunk.article for hit in hits]
    lines = [f"  {flat(title_of(one))}, {byline(one)}" for one in articles]
    return "\n".join([f"reading {count(len(hits), 'article')}", *lines])


def progress_words(progress: IngestProgress) -> str:
    """Such as "embedding 3 of 24, 1.5 a second, 14 s left, 1 failed: storm.txt"."""
    total = "" if progress.total is None else f" of {progress.total}"
    words = [f"{progress.stage} {progress.done}{total}"]
    if progress.done:
        words.append(f"{progress.rate:.1f} a second")
    if progress.seconds_left is not None:
        words.append(f"{progress.seconds_left:.0f} s left")
    if progress.failed:
        words.append(f"{len(progress.failed)} failed")
    return ", ".join(words) + (f": {flat(progress.current)}" if progress.current else "")


def citation_lines(citation: Citation) -> tuple[Text, Padding, str]:
    """Number, title, outlet and link, the quote below them, and an empty line."""
    article = citation.article
    head = Text(f"[{citation.n}] ", "bold").append(flat(article.title), "bold")
    head.append(f"  {byline(article)}  {article.id[:12]}", "not bold dim")
    if article.url:
        head.append(f"  {flat(article.url)}", "not bold dim")
    return head, Padding(Text(f"“{flat(citation.quote)}”"), (0, 0, 0, 4), expand=False), ""


def _footer(answer: Answer) -> str:
    words = []
    if answer.citations:
        articles = "1 article" if answer.articles == 1 else f"{answer.articles} articles"
        independent = answer.origins != answer.articles
        words.append(articles + (f", {answer.origins} independent" if independent else ""))
    if answer.query and answer.query != answer.question:
        words.append(f"searched for “{flat(answer.query)}”")
    words += [flat(answer.model), f"{answer.timings.total_ms / 1000:.1f} s"]
    return " · ".join(word for word in words if word)


def empty_table(*names: str) -> Table:
    """An empty table with these columns, ruled below its head only."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in names:
        table.add_column(name)
    return table


def _console(*, stderr: bool) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else PIPED_COLUMNS
    return Console(stderr=stderr, markup=False, highlight=False, emoji=False, width=width)
