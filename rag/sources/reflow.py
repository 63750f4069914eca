"""Lines as they stand on printed pages -> paragraphs. Knows nothing of PDF."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_MIN_PAGES = 3  # a line must repeat on so many to be a running head
_EDGE_LINES = 2  # running heads and feet are this near to the edge of a page
_SHORT = 0.75  # of the usual width: a line this short ends a paragraph
_BULLET = re.compile(r"^(?:[•◦▪●‣–—*-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s")
_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[-–—\[(]?\s*\d{1,4}\s*[-–—\])]?(?:\s*(?:/|of)\s*\d{1,4})?", re.IGNORECASE
)
_HYPHENATED = re.compile(r"(?<!\w)(\w+)[-\u00ad\u2010]$")
# Printers' shapes, not letters: with them, "filled" is not found.
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
_WORDS = re.compile(r"\w+(?:[-\u2010]\w+)*")


def reflow(pages: Sequence[str]) -> str:
    """Paragraphs separated by an empty line; hyphenated words joined; running heads left out.

    Args:
        pages: The text of each page, a line for each printed line.
    """
    lines = [
        [" ".join(line.split()) for line in page.translate(_LIGATURES).splitlines()]
        for page in pages
    ]
    lines = _without_running_lines(lines)
    flat = [line for page in lines for line in (*page, *([""] if _ends_paragraph(page) else []))]
    width = _usual_width(flat)
    words = Counter(word.lower() for line in flat for word in _WORDS.findall(line))
    paragraphs: list[list[str]] = [[]]
    for line in flat:
        if not line or _BULLET.match(line):
            paragraphs.append([])
        if line:
            paragraphs[-1].append(line)
            if len(line) < _SHORT * width:
                paragraphs.append([])
    return "\n\n".join(_join(paragraph, words) for paragraph in paragraphs if paragraph)


def _without_running_lines(pages: list[list[str]]) -> list[list[str]]:
    """Drops page numbers, and lines that stand at the edge of most pages but for their number."""
    pages = [_strip_empty(page) for page in pages]
    edges: Counter[str] = Counter()
    for page in pages:
        edges.update({_pattern(line) for line in (*page[:_EDGE_LINES], *page[-_EDGE_LINES:])})
    often = max(_MIN_PAGES, len(pages) // 2)
    running = {pattern for pattern, count in edges.items() if count >= often}

    def is_running(line: str) -> bool:
        return _pattern(line) in running or bool(_PAGE_NUMBER.fullmatch(line))

    kept = []
    for page in pages:
        start, end = 0, len(page)
        while start < min(_EDGE_LINES, end) and is_running(page[start]):
            start += 1
        while end > max(len(page) - _EDGE_LINES, start) and is_running(page[end - 1]):
            end -= 1
        kept.append(_strip_empty(page[start:end]))
    return kept


def _strip_empty(lines: list[str]) -> list[str]:
    start, end = 0, len(lines)
    while start < end and not lines[start]:
        start += 1
    while end > start and not lines[end - 1]:
        end -= 1
    return lines[start:end]


def _pattern(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _ends_paragraph(page: list[str]) -> bool:
    """Whether the page ends with a sentence; else the sentence goes on overleaf."""
    return not page or page[-1].endswith((".", "!", "?", ".”", '."', "。"))


def _usual_width(lines: list[str]) -> int:
    """Length, in characters, that four of five lines do not exceed; lists count little."""
    lengths = sorted(len(line) for line in lines if len(line) > 20)
    return lengths[int(0.8 * (len(lengths) - 1))] if lengths else 0


def _join(lines: list[str], words: Counter[str]) -> str:
    parts = [lines[0]]
    for line in lines[1:]:
        broken = _HYPHENATED.search(parts[-1])
        if broken and line[:1].islower():
            after = _WORDS.match(line)
            joined = (broken[1] + (after[0] if after else "")).lower()
            hyphenated = f"{broken[1]}-{after[0] if after else ''}".lower()
            # The rest of the text knows whether it is "wellknown" or "well-known".
            if words[hyphenated] <= words[joined]:
                parts[-1] = parts[-1][:-1]
        else:
            parts.append(" ")
        parts.append(line)
    return "".join(parts)
