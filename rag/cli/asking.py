"""Commands that search the library: search, ask. Results are the desk's, shown as they come."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from rag.cli import batch, terminal
from rag.cli.exporting import AsFormat, deliver, format_asked
from rag.cli.options import AsJson, Home, Since, Sources, Until, Without, filters_from
from rag.cli.session import desk_at
from rag.contract import hits_json, to_line
from rag.errors import QuestionError
from rag.types import Answer, ArticlesFound, Drafted, EvidenceFound, Filters

if TYPE_CHECKING:
    from collections.abc import Generator

    from rag.desk import Desk


def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="Words or a question.")],
    k: Annotated[int, typer.Option("-k", min=1, help="How many passages.")] = 10,
    home: Home = None,
    as_json: AsJson = False,
    since: Since = None,
    until: Until = None,
    sources: Sources = None,
    without: Without = None,
) -> None:
    """Find the passages that fit best, by meaning and by words."""
    filters = filters_from(since, until, sources)
    with (
        desk_at(home, as_json=as_json) as desk,
        terminal.live(lambda: terminal.model_words([desk.embedder_state()])),
    ):
        hits = desk.search(query, k, filters, without=without or ())
        understood = desk.understood(query, without=without or ())
    if as_json:
        terminal.put_line(to_line(hits_json(hits, understood)))
        return
    terminal.put_understood(understood)
    if hits:
        terminal.put_hits(hits)
    else:
        terminal.put_note("Nothing found.")


def ask(
    question: Annotated[
        str | None, typer.Argument(metavar="QUESTION", help="In your own words.")
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
    since: Since = None,
    until: Until = None,
    sources: Sources = None,
    without: Without = None,
    questions_file: Annotated[
        Path | None,
        typer.Option(
            "--questions",
            metavar="FILE.jsonl",
            help="Ask many: an object a line with id, question and, if wanted, from, to, sources, "
            "history.",
        ),
    ] = None,
    format: AsFormat = None,
    out_file: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help="Write the answer to this file, in the format that its ending says or --format; "
            "with --questions, the answers, a line each: ids that it holds are not asked again.",
        ),
    ] = None,
) -> None:
    """Answer a question from the articles, every sentence cited.

    Where the articles do not say, that is the answer.
    """
    filters = filters_from(since, until, sources)
    if (question is None) == (questions_file is None):
        raise typer.BadParameter("give either a QUESTION or --questions FILE.jsonl")
    if format is not None and questions_file is not None:
        raise typer.BadParameter("--format goes with one QUESTION")
    wanted = format_asked(format, out_file, as_json=as_json) if question is not None else None
    with desk_at(home, as_json=as_json) as desk:
        # The generator loads while the evidence is looked for.
        desk.start_models()
        if questions_file is not None:
            _ask_many(desk, questions_file, out_file, filters, as_json=as_json)
        elif question is not None and wanted is not None and out_file is None:
            answer = batch.answer_to(desk, question, filters, without=without or ())
            deliver(answer, wanted, None)
        elif question is not None:
            answer = _ask_one(desk, question, filters, without or ())
            if wanted is not None:
                deliver(answer, wanted, out_file)


def _ask_one(desk: Desk, question: str, filters: Filters, without: Sequence[str]) -> Answer:
    """What is read while it is weighed, the evidence, the draft as it grows, the checked answer."""
    reading, draft = "", ""

    def waiting() -> str:
        models = terminal.model_words([desk.embedder_state(), desk.generator_state()])
        return draft or "\n".join(filter(None, (models, reading))) or "…"

    # The desk's iterators are generators; closing one stops the engine if we are interrupted.
    asking = desk.ask(question, filters=filters, without=without)
    with closing(cast("Generator[Any]", asking)) as events:
        with terminal.live(waiting):
            found = next(events, None)
            if isinstance(found, ArticlesFound):
                reading = terminal.reading_words(found.hits)
            first = next(events, None)
        reading = ""
        if isinstance(first, EvidenceFound):
            terminal.put_understood(first.understood)
            terminal.put_evidence(first.evidence)
        answer: Answer | None = None
        with terminal.live(waiting):
            for event in events:
                if isinstance(event, Drafted):
                    draft = event.text
                elif isinstance(event, Answer):
                    answer = event
    if answer is None:
        raise RuntimeError("the desk ended a question without an answer")
    terminal.put_answer(answer)
    return answer


def _ask_many(
    desk: Desk, questions_file: Path, out_file: Path | None, filters: Filters, *, as_json: bool
) -> None:
    questions = batch.read_questions(questions_file)
    done = batch.answered_ids(out_file) if out_file else set()
    with _lines_to(out_file) as write:
        report = batch.run(desk, questions, done, filters, write, terminal.put_note)
    if out_file and as_json:
        counts = {name: getattr(report, name) for name in ("answered", "failed", "skipped")}
        terminal.put_line(to_line(counts))
    elif out_file:
        terminal.put_note(
            f"{report.answered} answered, {report.failed} failed, {report.skipped} done before: "
            f"{out_file}"
        )
    if report.failed and not report.answered + report.skipped:
        raise typer.Exit(1)


@contextmanager
def _lines_to(path: Path | None) -> Iterator[Callable[[str], None]]:
    """A function that writes a line and flushes it: to the end of the file, or to stdout."""
    if path is None:
        yield terminal.put_line
        return
    try:
        file = path.open("a", encoding="utf-8", buffering=1)
    except OSError as error:
        raise QuestionError(f"the answers cannot be written to {str(path)!r}: {error}") from error

    def write(line: str) -> None:
        try:
            file.write(line + "\n")
        except OSError as error:
            raise QuestionError(
                f"{str(path)!r} took no more answers: {error}. Make room and run it again: it "
                "goes on where it stopped."
            ) from error

    with file:
        yield write
