"""Building blocks of safe HTML. Knows nothing of articles.

A plain `str` is text and is escaped wherever it is put into a tag; only `Html` is markup. So an
article, a question or a model's sentence cannot become markup by being forgotten somewhere.
"""

from __future__ import annotations

import html
from collections.abc import Iterable

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


def tag(name: str, /, *children: str | None, **attributes: str | float | bool | None) -> Html:
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
