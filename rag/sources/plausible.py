"""Which metadata of office programs can be believed. Knows nothing of file formats."""

from __future__ import annotations

import re

_EMPTY_TITLE = re.compile(
    r"(?:untitled|no title|title|document|word document|microsoft word|slide|presentation|press"
    r" release|new|draft|normal|template|layout|unknown|none)\W*\d*",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(
    r"\.(?:docx?|odt|rtf|indd|qxd|pdf|tex|dvi|txt|wpd|html?|pages)$", re.IGNORECASE
)
_PROGRAM = re.compile(
    r"^(?:microsoft word|powerpoint presentation|microsoft powerpoint)\s*-\s*", re.IGNORECASE
)
_NOBODY = re.compile(
    r"(?:admin(?:istrator)?|user|owner|root|author|unknown|none|anonymous|python-docx|default|guest"
    r"|pc|windows user|microsoft(?: office)?(?: user)?|\W*)\d*",
    re.IGNORECASE,
)


def plausible_title(text: str | None) -> str:
    """The title, or "" for what programs write when nobody gave one."""
    title = _PROGRAM.sub("", " ".join((text or "").split()))
    if _FILE_NAME.search(title) or _EMPTY_TITLE.fullmatch(title) or "/" in title.split(" ")[0]:
        return ""
    letters = sum(map(str.isalpha, title))
    return title if letters >= 4 and (" " in title or letters >= 8) and len(title) <= 300 else ""


def plausible_author(text: str | None) -> str:
    """The author, or "" for names of accounts and programs."""
    author = " ".join((text or "").split())
    return "" if _NOBODY.fullmatch(author) or len(author) > 200 else author
