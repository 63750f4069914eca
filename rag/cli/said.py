"""The command that lists who said what: statements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer
from rich.padding import Padding
from rich.text import Text

from rag.cli import terminal
from rag.cli.options import AsJson, Home, Since, Sources, Until, filters_from
from rag.cli.progress import Lines
from rag.cli.session import desk_at
from rag.contract import statements_json, to_line
from rag.statements.find import near
from rag.types import Filters, Statement

if TYPE_CHECKING:
    from rag.desk import Desk


def statements(
    article_id: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", help="One article: its id, or 6 characters of it or more."),
    ] = None,
    home: Home = None,
    as_json: AsJson = False,
    speaker: Annotated[
        str, typer.Option("--speaker", metavar="NAME", help="Only this speaker or outlet.")
    ] = "",
    topic: Annotated[
        str, typer.Option("--topic", metavar="WORDS", help="Only where half of these words occur.")
    ] = "",
    since: Since = None,
    until: Until = None,
    sources: Sources = None,
) -> None:
    """List who said what, each with its quote: of one article, or of all that pass.

    What an article asserts itself is listed as its outlet's.
    """
    filters = filters_from(since, until, sources)
    with desk_at(home, as_json=as_json) as desk:
        chosen = _articles(desk, article_id, topic, filters)
        _read(desk, chosen)
        found = desk.statements(chosen, speaker=speaker, topic=topic)
        others = near(speaker, desk.statements(chosen)) if speaker and not found else []
    if as_json:
        terminal.put_line(to_line(statements_json(found)))
    elif found:
        _put(found)
    else:
        meant = f" Near in name: {', '.join(others)}." if others else ""
        terminal.put_note(f"No statement found.{meant}")


def _articles(desk: Desk, article_id: str | None, topic: str, filters: Filters) -> list[str]:
    """Ids of the articles to read: the one named, those that a topic finds, or all that pass."""
    if article_id is not None:
        return [desk.article(article_id).id]
    with terminal.live(lambda: terminal.model_words([desk.embedder_state()])):
        return desk.heard(topic, filters)


def _read(desk: Desk, article_ids: Sequence[str]) -> None:
    words = [""]
    lines = Lines()
    with terminal.live(lambda: words[-1]):
        for event in desk.read_statements(article_ids):
            words[-1] = f"reading {event.done} of {event.total}"
            lines.tell(words[-1])


def _put(found: Sequence[Statement]) -> None:
    """An article's headline, then each of its statements: who, how, and the quote."""
    console = terminal.out()
    shown = ""
    for statement in found:
        article = statement.article
        if article.id != shown:
            shown = article.id
            head = Text(terminal.flat(article.title) or "(no title)", "bold")
            console.print(head.append(f"  {terminal.byline(article)}  {article.id[:12]}", "dim"))
        role = f", {terminal.flat(statement.role)}" if statement.role else ""
        who = Text(f"{terminal.flat(statement.speaker) or 'unclear'}{role}", "cyan")
        cue = terminal.flat(statement.cue_text) or ("asserts" if statement.kind == "plain" else "")
        how = ", ".join(part for part in (cue, statement.kind, statement.stance) if part)
        quote = Text(f"“{terminal.flat(statement.quote)}”")
        console.print(Padding(who.append(f"  {how}", "dim"), (0, 0, 0, 2), expand=False))
        console.print(Padding(quote, (0, 0, 0, 4), expand=False))
