"""Building blocks of safe HTML. Knows nothing of articles.

A plain `str` is text and is escaped wherever it is put into a tag; only `Html` is markup. So an
article, a question or a model's sentence cannot become markup by being forgotten somewhere.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from urllib.parse import urlsplit

VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "wbr"})


class Html(str):
    """Markup that is safe as it stands."""

    __slots__ = ()


def escape(text: str) -> Html:
    """Text as markup. Lone surrogates, which cannot be sent to a browser, become "?"."""
    if isinstance(text, Html):
        return text
    return Html(html.escape(text.encode("utf-8", "replace").decode("utf-8"), quote=True))


def join(parts: Iterable[str], separator: str = "") -> Html:
    """Parts one after the other, texts among them escaped."""
    return Html(escape(separator).join(escape(part) for part in parts))


def tag(name: str, *children: str | None, **attributes: str | int | bool | None) -> Html:
    """An element. `class_="a"` gives class="a", `data_id="x"` gives data-id="x".

    Attributes that are None or False are left out, True stands alone; children that are None are
    left out.

    Example: tag("p", "1 < 2", class_="sum") -> <p class="sum">1 &lt; 2</p>
    """
    written = [name]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        attribute = key.rstrip("_").replace("_", "-")
        written.append(attribute if value is True else f'{attribute}="{escape(str(value))}"')
    opening = f"<{' '.join(written)}>"
    if name in VOID:
        return Html(opening)
    return Html(f"{opening}{join(child for child in children if child is not None)}</{name}>")


def link(text: str, url: str) -> Html | None:
    """A link that opens elsewhere and tells nothing; None unless the URL is plain http or https.

    `javascript:`, `data:` and the like, and addresses that hide behind a user name, are no links.
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return None
    return tag(
        "a",
        text,
        href=url.strip(),
        rel="noopener noreferrer nofollow",
        target="_blank",
        class_="out",
    )


def count(number: int, singular: str, plural: str | None = None) -> str:
    """A number with its noun.

    Example: count(1200, "article") -> "1,200 articles"
    """
    noun = singular if number == 1 else plural or f"{singular}s"
    return f"{number:,} {noun}"


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
