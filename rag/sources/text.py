"""Plain text and Markdown, with what their first lines say of them -> RawArticle.

Knows nothing of files or encodings.
"""

from __future__ import annotations

import re

from rag.types import RawArticle

_FIELDS = {
    "title": "title", "headline": "title",
    "source": "source", "outlet": "source", "publisher": "source", "publication": "source",
    "date": "published", "published": "published", "pubdate": "published", "datetime": "published",
    "author": "author", "authors": "author", "byline": "author", "by": "author",
    "url": "url", "link": "url", "canonical": "url",
    "language": "language", "lang": "language",
}  # fmt: skip
_LINE = re.compile(r"\s{0,3}([A-Za-z_]{2,12})\s*:\s?(.*)")
_MAX_HEADER_LINES = 60


def read_text(text: str, *, path: str) -> RawArticle:
    """Plain text; a block of "Title: ..." lines at its top is its metadata."""
    fields, body = _front_matter(text)
    if not fields:
        fields, body = _header_block(text)
    return RawArticle(kind="text", content=body, path=path, **fields)


def read_markdown(text: str, *, path: str) -> RawArticle:
    """Markdown as the text that a reader sees; front matter between `---` is its metadata."""
    fields, body = _front_matter(text)
    if not fields:
        fields, body = _header_block(text)
    title, plain = _markdown_text(body)
    fields.setdefault("title", title)
    return RawArticle(kind="text", content=plain, path=path, **fields)


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    lines = text.lstrip("\ufeff \r\n").splitlines(keepends=True)
    if not lines or lines[0].strip() != "---":
        return {}, text
    for number, line in enumerate(lines[1 : _MAX_HEADER_LINES + 1], start=1):
        if line.strip() in ("---", "..."):
            return _fields(lines[1:number]), "".join(lines[number + 1 :])
    return {}, text


def _header_block(text: str) -> tuple[dict[str, str], str]:
    """Known "Key: value" lines from the first line on; one alone counts only if it is the title."""
    lines = text.lstrip("\ufeff \r\n").splitlines(keepends=True)
    count = 0
    for line in lines[:_MAX_HEADER_LINES]:
        found = _LINE.match(line)
        if not found or found[1].lower() not in _FIELDS:
            break
        count += 1
    fields = _fields(lines[:count])
    ends = count == len(lines) or not lines[count].strip()
    if not ends or (len(fields) < 2 and "title" not in fields):
        return {}, text
    return fields, "".join(lines[count:])


def _fields(lines: list[str]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in lines:
        found = _LINE.match(line)
        name = _FIELDS.get(found[1].lower()) if found else None
        if found and name:
            value = found[2].strip().strip("[]").strip()
            if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
                value = value[1:-1]
            fields.setdefault(name, value)
    return {name: value for name, value in fields.items() if value}


def _markdown_text(markdown: str) -> tuple[str, str]:
    """The first heading, if the text begins with it, and the whole as paragraphs."""
    from markdown_it import MarkdownIt

    title, paragraphs, lists = "", [], 0
    tokens = MarkdownIt("commonmark").parse(markdown)
    for position, token in enumerate(tokens):
        if token.type == "list_item_open":
            lists = 1
        if token.type in ("fence", "code_block"):
            paragraphs.append(token.content.rstrip("\n"))
        if token.type != "inline":
            continue
        text = _inline_text(token.children or [])
        if position == 1 and tokens[0].type == "heading_open":
            title = text
            continue
        paragraphs.append(("- " if lists else "") + text)
        lists = 0
    return title, "\n\n".join(paragraph for paragraph in paragraphs if paragraph.strip())


def _inline_text(children: list) -> str:  # type: ignore[type-arg]  # tokens of markdown-it
    parts = []
    for child in children:
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" " if child.type == "softbreak" else "\n")
    return "".join(parts)
