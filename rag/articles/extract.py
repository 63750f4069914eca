"""RawArticle -> Article: its text, title, outlet, date, author and language, cleaned once.

Knows nothing of files, the network or the database.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

from rag.articles.clean import clean_body, clean_line
from rag.articles.dates import parse_published
from rag.articles.language import detect_language, language_code
from rag.articles.page import Page, read_page
from rag.errors import SourceError
from rag.text.trim import without_dateline
from rag.types import Article, RawArticle

MIN_LETTERS = 40  # fewer in the whole body is no article
MAX_TITLE_CHARS = 300
MAX_NAME_CHARS = 200  # author, outlet
_HEADLINE_CHARS = 160
_HEADLINE_WORDS = 28
_FIRST_SENTENCE = re.compile(r".{20,}?[.!?…。！？](?=[\s\"”’]|$)", re.DOTALL)
_SUFFIX = re.compile(r"\s+[-–—|·:»]\s+([^-–—|·»]{2,60})$")
_BYLINE = re.compile(r"^(?:(?:written|reported|words|story|posted)\s+)?by[:\s]+", re.IGNORECASE)


def extract(raw: RawArticle, *, now: datetime | None = None) -> Article:
    """Version 1 of the article that `raw` holds; what the source says goes before the page's word.

    Args:
        raw: As a source found it.
        now: Aware; dates after it are not believed. The present moment if None.

    Raises:
        SourceError: No article text is left, or the page cannot be parsed.
    """
    name = raw.path or raw.url or raw.title
    page = _page(raw)
    url = _url(raw.url) or _url(page.url)
    source = _outlet(raw.source) or _outlet(page.source) or _host(url)
    title, body = _title_and_body(raw.title or page.title, clean_body(page.text), source, url)
    if sum(map(str.isalpha, body)) < MIN_LETTERS:
        raise SourceError(name, "no article text found")
    now = now or datetime.now(UTC)
    published = parse_published(raw.published, now=now) or parse_published(page.published, now=now)
    author = _author(raw.author or page.author)
    language = language_code(raw.language) or detect_language(body) or language_code(page.language)
    return Article(
        id=article_id(title, source, published, url, author, language, body),
        title=title,
        body=body,
        source=source,
        published=published,
        url=url,
        author=author,
        language=language,
        path=raw.path,
    )


def article_id(
    title: str,
    source: str,
    published: datetime | None,
    url: str,
    author: str,
    language: str,
    body: str,
) -> str:
    """First 16 hex digits of the SHA-256 of the content; a JSON list keeps fields apart."""
    moment = published.astimezone(UTC).isoformat() if published else None
    fields = [title, source, moment, url, author, language, body]
    encoded = json.dumps(fields, ensure_ascii=True, separators=(",", ":")).encode()
    return hashlib.sha256(encoded).hexdigest()[:16]


def _page(raw: RawArticle) -> Page:
    if raw.kind == "html":
        return read_page(raw.content, url=raw.url, path=raw.path)
    return Page(raw.content)


def _title_and_body(title: str, body: str, source: str, url: str) -> tuple[str, str]:
    """The title, from the text if need be, and the body, which does not repeat it."""
    title = _without_outlet(clean_line(title), source, url)
    first, _, rest = body.partition("\n")
    if title:
        repeated = _same(first, title) or _same(_without_outlet(first, source, url), title)
        return _cut(title, MAX_TITLE_CHARS), rest.lstrip("\n") if repeated and rest else body
    if rest.strip() and _is_headline(first):
        return _cut(clean_line(first), MAX_TITLE_CHARS), rest.lstrip("\n")
    # No headline: the first sentence names the article, and stays in the body.
    start = without_dateline(body[:1000])
    found = _FIRST_SENTENCE.match(start)
    return _cut(clean_line(found[0] if found else start.split("\n\n")[0]), _HEADLINE_CHARS), body


def _is_headline(line: str) -> bool:
    line = line.strip()
    words = len(line.split())
    return (
        2 <= len(line) <= _HEADLINE_CHARS
        and words <= _HEADLINE_WORDS
        and (words >= 2 or len(line) >= 6)
        and not line.endswith((".", "。", ":", ";", ",", "—", "–", "-"))
        and any(map(str.isalpha, line))
    )


def _same(one: str, other: str) -> bool:
    """Equal but for case, blanks and punctuation."""
    letters = re.sub(r"[\W_]+", "", one.casefold())
    return bool(letters) and letters == re.sub(r"[\W_]+", "", other.casefold())


def _without_outlet(title: str, source: str, url: str) -> str:
    """From "Rates rise - CNN" to "Rates rise", if the outlet is CNN or the page is of cnn.com."""
    found = _SUFFIX.search(title)
    if not found or found.start() < 8:
        return title
    named = re.sub(r"\W+", "", found[1].casefold()).removeprefix("the")
    host = _host(url)
    for name in (host, host.split(".")[0], source):
        known = re.sub(r"\W+", "", name.casefold()).removeprefix("the")
        # "CNNPolitics" and "The Week UK" are of the same house as "CNN" and "theweek.co.uk".
        if named == known or (
            len(known) > 2 and named.startswith(known) and len(named) < len(known) + 10
        ):
            return title[: found.start()]
    return title


def _cut(text: str, limit: int) -> str:
    """At most `limit` characters, cut between words, with an ellipsis if cut."""
    if len(text) <= limit:
        return text
    cut = text[:limit].rsplit(" ", 1)[0].rstrip(" ,;:-–—")
    return f"{cut[: limit - 1]}…"


def _url(text: str) -> str:
    text = clean_line(text).replace(" ", "%20")
    return text if re.match(r"https?://[^/\s]+", text, re.IGNORECASE) and len(text) <= 2000 else ""


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:  # "http://[broken"
        return ""


def _outlet(name: str) -> str:
    name = clean_line(name)
    if re.match(r"https?://", name, re.IGNORECASE):
        return _host(name)
    if re.fullmatch(r"www\.[\w.-]+", name, re.IGNORECASE):
        return name[4:]
    return _cut(name, MAX_NAME_CHARS)


def _author(name: str) -> str:
    name = _BYLINE.sub("", clean_line(name)).strip(" ,;|-–—")
    # Some pages give the link to a profile where the name should be.
    return "" if re.match(r"https?://", name, re.IGNORECASE) else _cut(name, MAX_NAME_CHARS)
