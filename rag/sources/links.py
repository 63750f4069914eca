"""A pasted list of links -> URLs, and what in it is none."""

from __future__ import annotations

from rag.types import Failure


def links_in(text: str) -> tuple[list[str], list[Failure]]:
    """One link a line, blank lines and repetitions left out.

    Only http and https: a path typed into a web page would read the files of the machine that
    serves it.
    """
    urls: dict[str, None] = {}
    refused = []
    for line in text.splitlines():
        word = line.strip()
        if not word:
            continue
        if word.lower().startswith(("http://", "https://")) and not any(map(str.isspace, word)):
            urls[word] = None
        else:
            refused.append(Failure(word, "is not a link; it must begin with https:// or http://"))
    return list(urls), refused
