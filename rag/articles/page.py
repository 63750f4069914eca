"""HTML -> text in paragraphs and what the page says of itself. Knows nothing of articles.

Nothing of the page is run, loaded or rendered: it is parsed, and its text taken out.
"""

from __future__ import annotations

import copy
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from rag.errors import SourceError

MAX_HTML_CHARS = 15_000_000  # more than the largest front pages; parsers take 10-20 times this
ENOUGH_LETTERS = 500  # with fewer, other ways of finding the text are tried too
NEXT_TO_NOTHING = 100  # letters; with fewer, even menus and captions are let through
_BLOCKS = frozenset(("p", "head", "quote", "code", "list", "item", "table", "row", "cell", "div"))
_DATE_META = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "pubdate", "publishdate", "publish-date", "dc.date.issued", "dcterms.created",
    "dc.date", "date",
)  # fmt: skip
_SITE_META = ("og:site_name", "application-name")
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])|opacity\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds: its text, and metadata in its own words; "" where it does not say."""

    text: str
    title: str = ""
    author: str = ""
    source: str = ""
    published: str = ""
    url: str = ""
    language: str = ""


def read_page(markup: str, *, url: str = "", path: str = "") -> Page:
    """The article of a page or of a fragment of one, paragraphs separated by an empty line.

    Args:
        markup: HTML, decoded.
        url: Where it was had, if known.
        path: What to call it in a failure.

    Raises:
        SourceError: It is too long, or no parser can make sense of it.
    """
    if len(markup) > MAX_HTML_CHARS:
        raise SourceError(
            path or url,
            f"the page has {len(markup):,} characters, more than the {MAX_HTML_CHARS:,} that are "
            "read; save only the article",
        )
    try:
        tree = _parse(markup)
        return Page("") if tree is None else _with_metadata(_with_text(tree, url), tree)
    except Exception as error:  # strangers' HTML: parsers may raise anything
        raise SourceError(path or url, f"the page cannot be parsed ({error})") from error


def _parse(markup: str) -> Any:
    """The tree without what a reader does not see; None if there is no markup."""
    if not markup.strip():
        return None
    # A saved page often declares an encoding, which lxml refuses to see in a decoded string.
    tree = lxml_html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", markup))
    hidden = [element for element in tree.iter() if _is_hidden(element)]
    for element in hidden:
        if element.getparent() is not None:
            element.drop_tree()  # keeps what follows the element
    return tree


def _is_hidden(element: Any) -> bool:
    """Text hidden from readers is not the article's: it is spare markup, or meant for machines."""
    if not isinstance(element.tag, str):
        return True  # comments, processing instructions
    return element.tag not in ("html", "body", "head", "meta", "script") and (
        element.get("hidden") is not None or bool(_HIDING.search(element.get("style") or ""))
    )


def _with_text(tree: Any, url: str) -> Page:
    """What trafilatura finds; if that is little, what other ways of looking find beyond it."""
    page = _by_trafilatura(tree, url, tables=False)
    if _letters(page.text) >= ENOUGH_LETTERS:
        return page
    text = page.text
    if tree.find(".//table") is not None:  # pages of the last century are laid out in tables
        text = _longest(text, _by_trafilatura(tree, url, tables=True).text)
    text = _longest(text, _baseline(tree))
    if _letters(text) < NEXT_TO_NOTHING:
        text = _longest(text, _plain(tree))
    return replace(page, text=text)


def _by_trafilatura(tree: Any, url: str, *, tables: bool) -> Page:
    # Imported here: it takes a second. Its log lines tell people nothing that a reason does not.
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = bare_extraction(
        copy.deepcopy(tree),
        url=url or None,
        with_metadata=True,
        include_comments=False,
        include_tables=tables,
        include_images=False,
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    if found is None:
        return Page("")
    return Page(
        text="\n\n".join(_paragraphs(found.body)),
        title=found.title or "",
        author=(found.author or "").replace("; ", ", "),
        source=found.sitename or "",
        published=found.date or "",
        url=found.url or "",
    )


def _paragraphs(body: Any) -> Iterator[str]:
    """Text of each innermost block, in order."""
    for element in body:
        if not isinstance(element.tag, str):
            continue
        if element.tag in _BLOCKS and any(child.tag in _BLOCKS for child in element):
            yield from _one(element.text or "")
            yield from _paragraphs(element)
        else:
            yield from _one(_inline_text(element))
        yield from _one(element.tail or "")


def _one(text: str) -> Iterator[str]:
    lines = (" ".join(line.split()) for line in text.split("\u2028"))
    if paragraph := "\n".join(line for line in lines if line):
        yield paragraph


def _inline_text(element: Any) -> str:
    for line_break in element.iter("lb"):
        line_break.tail = "\u2028" + (line_break.tail or "")
    return "".join(element.itertext())


def _baseline(tree: Any) -> str:
    from trafilatura import baseline

    body, _, _ = baseline(copy.deepcopy(tree))
    return "\n\n".join(_paragraphs(body))


def _plain(tree: Any) -> str:
    """All text of the page, block by block: for fragments and for pages without paragraphs."""
    tree = copy.deepcopy(tree)
    etree.strip_elements(
        tree, "script", "style", "noscript", "template", "head", "nav", "footer", "aside", "form",
        "button", "figure", with_tail=False,
    )  # fmt: skip
    for element in tree.iter("p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "section",
                             "article", "blockquote", "pre", "tr"):  # fmt: skip
        mark = "\u2028" if element.tag == "br" else "\u2029"
        element.text = mark + (element.text or "")
        element.tail = mark + (element.tail or "")
    blocks = "".join(tree.itertext()).split("\u2029")
    return "\n\n".join(paragraph for block in blocks for paragraph in _one(block))


def _longest(first: str, *others: str) -> str:
    """The first text unless another has half as many letters again: precision comes first."""
    best = first
    for other in others:
        if _letters(other) > 1.5 * _letters(best):
            best = other
    return best


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _with_metadata(page: Page, tree: Any) -> Page:
    """Adds what trafilatura rounds off or overlooks: the time of day, the outlet, the language."""
    meta = {
        (name or "").lower(): content
        for element in tree.iter("meta")
        if (content := (element.get("content") or "").strip())
        and (name := element.get("property") or element.get("name") or element.get("itemprop"))
    }
    linked = dict(_linked_data(tree))
    root = tree.getroottree().getroot()
    exact = linked.get("published") or next((meta[name] for name in _DATE_META if name in meta), "")
    site = next((meta[name] for name in _SITE_META if name in meta), "")
    return replace(
        page,
        title=_title(page.title, meta.get("og:title") or linked.get("title", ""), tree),
        source=site or linked.get("source", "") or page.source,
        published=exact or page.published,
        author=page.author or linked.get("author", ""),
        language=(root.get("lang") or meta.get("og:locale") or "").strip(),
    )


def _title(found: str, declared: str, tree: Any) -> str:
    """What the page calls its article where it says so, else a heading that its <title> confirms.

    The largest heading alone is often the name of a section, of a series, or an appeal.
    """
    named = " ".join((tree.findtext(".//title") or "").split())
    if declared or not named:
        return declared or found
    if _words(found) and _words(found) <= _words(named):
        return found
    for heading in tree.iter("h1", "h2"):
        text = " ".join(heading.text_content().split())
        if len(_words(text)) >= 2 and _words(text) <= _words(named):
            return text
    return found if len(_words(found) & _words(named)) >= 0.6 * len(_words(found)) > 0 else named


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _linked_data(tree: Any) -> Iterator[tuple[str, str]]:
    """Date, author and outlet of the first article among the page's JSON-LD blocks."""
    for element in tree.iter("script"):
        if "ld+json" not in (element.get("type") or ""):
            continue
        try:
            block = json.loads(element.text_content())
        except (ValueError, RecursionError):
            continue  # many pages carry broken blocks; the other sources of metadata remain
        for node in _nodes(block):
            if "Article" in str(node.get("@type", "")) or "Posting" in str(node.get("@type", "")):
                yield from (
                    (field, value)
                    for field, value in (
                        ("title", _name(node.get("headline"))),
                        ("published", _name(node.get("datePublished"))),
                        ("author", _name(node.get("author"))),
                        ("source", _name(node.get("publisher"))),
                    )
                    if value
                )
                return


def _nodes(block: Any) -> Iterator[dict[str, Any]]:
    for node in block if isinstance(block, list) else [block]:
        if isinstance(node, dict):
            yield node
            graph = node.get("@graph")
            inner = graph if isinstance(graph, list) else []
            yield from (other for other in inner if isinstance(other, dict))


def _name(value: Any) -> str:
    """The name in JSON-LD's several forms: a string, an object with a name, a list of those."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, dict):
        return _name(value.get("name"))
    if isinstance(value, list):
        return ", ".join(name for item in value[:5] if (name := _name(item)))
    return ""
