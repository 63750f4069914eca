"""The masthead: name, what the library holds, which model writes and how far it is."""

from __future__ import annotations

from rag.types import ModelState
from rag.ui.render.html import Html, count, tag
from rag.users import ANYBODY, User


def masthead(
    articles: int,
    outlets: int,
    writer: ModelState,
    searcher: ModelState,
    user: User = ANYBODY,
) -> Html:
    """The head of every page.

    Args:
        articles: In the library.
        outlets: They are from.
        writer: The generator.
        searcher: The embedder.
        user: Who is signed in.
    """
    holdings = (
        f"{count(articles, 'article')} · {count(outlets, 'outlet')}"
        if articles
        else "The library is empty"
    )
    states = [_state("Writing model", writer)]
    if searcher.stage != "ready":
        states.append(_state("Search model", searcher))
    return tag(
        "header",
        tag("h1", "Dateline"),
        tag("p", holdings, class_="holdings"),
        tag(
            "div",
            _who(user),
            tag("div", *states, class_="models", role="status"),
            class_="standing",
        ),
        class_="masthead",
    )


def settled(*states: ModelState) -> bool:
    """Whether nothing about these models will change by waiting."""
    return all(state.stage in ("ready", "failed") for state in states)


def _who(user: User) -> Html | None:
    """Who is signed in, and the way out; nothing where there are no users."""
    if not user.name:
        return None
    name = tag("bdi", user.name, class_="user-name")
    out = tag("a", "Sign out", href="/sign-out", data_sign_out="")
    return tag("p", name, f", {user.role}", out, class_="who")


def _state(role: str, state: ModelState) -> Html:
    name = tag("span", state.name or "none", class_="model-name", title=state.name or None)
    line = tag("span", f"{role}: ", name, f", {_words(state)}", class_="model-line")
    bar = None
    if state.stage == "fetching" and state.fraction is not None:
        bar = tag(
            "progress", value=f"{state.fraction:.3f}", max="1", aria_label=f"{role} being fetched"
        )
    return tag("div", line, bar, _detail(state), class_="model", data_stage=state.stage)


def _detail(state: ModelState) -> Html | None:
    """How far it is, or why it is not there.

    That is long, and is told again by whatever needs the model, so it is folded.
    """
    if not state.detail or state.stage not in ("fetching", "loading", "failed"):
        return None
    detail = tag("span", state.detail, class_="model-detail")
    if state.stage != "failed":
        return detail
    return tag("details", tag("summary", "Why, and what to do"), detail)


def _words(state: ModelState) -> str:
    if state.stage == "fetching" and state.fraction is not None:
        return f"fetching, {state.fraction:.0%}"
    return {
        "idle": "not loaded yet",
        "fetching": "fetching",
        "loading": "loading",
        "ready": "ready",
        "failed": "not available",
    }[state.stage]
