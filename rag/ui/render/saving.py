"""The line that offers an answer as a file, and what the browser is given to save."""

from __future__ import annotations

import base64
import re

from rag.export import Format
from rag.ui.render.html import Html, tag

NAMES: dict[Format, str] = {
    "docx": "Word",
    "pdf": "PDF",
    "html": "Web page",
    "md": "Markdown",
    "json": "JSON",
}
MEDIA: dict[Format, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "html": "text/html",
    "md": "text/markdown",
    "json": "application/json",
}
LONGEST_NAME = 60
"""Characters of a file's name before its ending."""


def save_as(**which: str | int) -> Html:
    """A button for each format; a click on it is the event `save`, with `format` and `which`."""
    named = {f"data_{key}": value for key, value in which.items()}
    buttons = [
        tag("button", name, type="button", data_act="save", data_format=format, **named)
        for format, name in NAMES.items()
    ]
    return tag("p", tag("span", "Save as"), *buttons, class_="save")


def saved(title: str, format: Format, content: bytes, *, saving: int) -> Html:
    """A file for the browser to save, and that it is; `saving` makes two savings of it differ.

    The bytes are in the page itself: no copy of them lies on the server for others to ask for.
    """
    name = f"{file_name(title)}.{format}"
    file = tag(
        "data", hidden=True, data_name=name, data_media=MEDIA[format],
        data_content=base64.b64encode(content).decode(), data_saving=saving,
    )  # fmt: skip
    return tag("p", file, f"Saved as {name}", class_="note", role="status")


def unsaved(message: str, *, saving: int) -> Html:
    """Why there is no file."""
    return tag("p", message, class_="failure", role="alert", data_saving=saving)


def file_name(title: str) -> str:
    """A title as the name of a file.

    Example: file_name("Who was rescued?") -> "who-was-rescued"
    """
    words = re.findall(r"\w+", title.lower())
    name = "-".join(words)[:LONGEST_NAME].strip("-_")
    return name or "dateline"
