"""What only the pages' HTML has: links that open elsewhere, and durations as people say them.

The building blocks are those of `rag.text.html`, and are passed on from here with `count`.
"""

from __future__ import annotations

from rag.text.html import Html, escape, join, tag
from rag.text.shown import count, web_link

__all__ = ["Html", "count", "duration", "escape", "join", "jump", "link", "pane_title", "tag"]


def link(text: str, url: str) -> Html | None:
    """A link that opens elsewhere and tells nothing; None unless it is a `web_link`."""
    address = web_link(url)
    if not address:
        return None
    return tag(
        "a",
        text,
        href=address,
        rel="noopener noreferrer nofollow",
        target="_blank",
        class_="out",
    )


def pane_title(title: str, name: str) -> Html:
    """The heading of a pane, which links lead to where it is not beside the text but below it."""
    return tag("h2", title, class_="pane-title", id=name, tabindex="-1")


def jump(text: str, to: str) -> Html:
    """A link to the heading of a pane, to be seen only where that is out of view."""
    return tag("a", text, href=f"#{to}", class_="jump", data_jump=True)


def duration(seconds: float) -> str:
    """Seconds as people say them.

    Example: duration(75) -> "1 min 15 s"
    """
    if seconds < 10:
        return f"{seconds:.1f} s".replace(".0 s", " s")
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest} s" if rest and minutes < 10 else f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min"
