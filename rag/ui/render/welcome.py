"""What stands where the conversation will be; chips of filters and of what was understood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from rag.types import Filters, Understood
from rag.ui.render.html import Html, count, tag


def welcome(articles: int, examples: Sequence[str], *, samples: bool, edits: bool = True) -> Html:
    """An invitation to ask, or to fill the library first, for who `edits` it."""
    if articles:
        return _invitation(articles, examples)
    return _empty(samples) if edits else _unfilled()


def unfilled(lede: str) -> Html:
    """Instead of what a page is for, while the library is empty; with the way there."""
    way = tag("button", "Open the Library", type="button", class_="first", data_act="library")
    return tag(
        "section",
        tag("h2", "Your library is empty"),
        tag("p", lede, class_="lede"),
        tag("p", way, class_="actions"),
        class_="welcome empty",
    )


def chips(filters: Filters) -> Html:
    """The filters in force, each a button that removes it."""
    found = []
    if filters.since:
        found.append(_chip(f"From {_day(filters.since)}", "since", ""))
    if filters.until:
        found.append(_chip(f"Until {_day(filters.until)}", "until", ""))
    found += [_chip(source, "source", source) for source in filters.sources]
    return tag("div", *found, class_="chips", role="group", aria_label="Filters in force")


def understood(found: Iterable[Understood]) -> Html:
    """What the words were taken to say about the articles wanted, each to be taken away."""
    chips = [
        tag(
            "button", tag("bdi", one.label[:1].upper() + one.label[1:]),
            tag("span", "×", aria_hidden="true"), type="button", class_="chip",
            data_act="without", data_key=one.key,
            title=f"Read from “{one.words}”; a click leaves it out",
            aria_label=f"Do not take “{one.words}” to mean: {one.label}",
        )
        for one in found
    ]  # fmt: skip
    if not chips:
        return Html("")
    return tag("div", tag("span", "Understood", class_="hint"), *chips, class_="chips")


def _invitation(articles: int, examples: Sequence[str]) -> Html:
    tried = None
    if examples:
        buttons = (
            tag(
                "li",
                tag("button", example, type="button", data_act="example", data_question=example),
            )
            for example in examples
        )
        tried = tag("div", tag("p", "For instance"), tag("ul", *buttons), class_="examples")
    return tag(
        "section",
        tag("h2", "What do the articles say?"),
        tag(
            "p",
            f"Ask {count(articles, 'article')} in your own words. Every sentence of the answer "
            "is checked and carries a mark that opens the passage it rests on. Where the "
            "articles say nothing, the answer says so.",
            class_="lede",
        ),
        tried,
        class_="welcome",
    )


def _empty(samples: bool) -> Html:
    load = tag(
        "button", "Load the sample articles", type="button", class_="second", data_act="samples"
    )
    return tag(
        "section",
        tag("h2", "Your library is empty"),
        tag(
            "p",
            "Dateline answers from your own articles only. Add files or links first, then ask.",
            class_="lede",
        ),
        tag(
            "p",
            tag("button", "Add articles", type="button", class_="first", data_act="library"),
            load if samples else None,
            class_="actions",
        ),
        class_="welcome empty",
    )


def _unfilled() -> Html:
    """For readers, who cannot do anything about it."""
    return tag(
        "section",
        tag("h2", "The library is empty"),
        tag(
            "p",
            "Dateline answers from articles only. Ask an editor to add some.",
            class_="lede",
        ),
        class_="welcome empty",
    )


def _chip(text: str, field: str, value: str) -> Html:
    cross = tag("span", "×", aria_hidden="true")
    return tag(
        "button", tag("bdi", text), cross, type="button", class_="chip", data_act="unfilter",
        data_field=field, data_value=value, aria_label=f"Remove filter: {text}",
    )  # fmt: skip


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%b} {moment.year}"
