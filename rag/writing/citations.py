"""Reads the marks that a generator wrote, trusting nothing. Pure text.

Accepted: [2], [1][3], [1, 3], [1-3], full-width and lenticular brackets and digits. A mark that
names no shown evidence, or that is malformed ("[2a]", "[^1]", "[]"), is removed and counted; a
range is clamped to what was shown, and numbers of five digits are none, so that [1-999999999]
costs nothing. Each mark belongs to the sentence that it stands in or right behind, or, where a
text opens with its marks ("[1] It rained."), to the sentence behind it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rag.ports import Splitter
from rag.types import Sentence

_MARK = re.compile(
    r"\s*[\[［【〔]\s*(?:(?:sentences?|sources?|no\.?|#)\s*)?"
    r"([0-9０-９]+(?:\s*(?:[,;，、–—-]|and|&)\s*[0-9０-９]+)*)\s*[\]］】〕]",
    re.IGNORECASE,
)
# Other brackets that were meant as marks; "[the minister]" and "[sic]" are editors' words.
_MALFORMED = re.compile(
    r"\s*[\[［【〔]\s*(?:[\W_]*[0-9０-９][^\]］】〕\n]{0,30}|[\W_]{0,8}|n|x|(?:citation|source|sentence)s?"
    r"(?:\s+needed|\s+\w{1,3})?)\s*[\]］】〕](?!\()",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^\s*(?:answer|because|sentence|response|a)\s*[:：]\s*", re.I | re.M)
_LIST_SIGN = re.compile(r"^[ \t]*(?:[-*•]|\d{1,2}[.)])[ \t]+", re.M)
_EMPHASIS = re.compile(r"\*\*|__|`+")
_DANGLING = re.compile(r"\s*[\[［【〔]\s*(?:(?:sentences?|sources?|no\.?|#)\s*)?[\d\s,;–-]*$", re.I)
_MAX_DIGITS = 4


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence without its marks, and the evidence numbers they named, in order, each once."""

    text: str
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WrittenText:
    """What was written: sentences, and how many marks named nothing that was shown."""

    sentences: tuple[WrittenSentence, ...]
    dropped_marks: int


def read_marks(text: str, shown: Collection[int], splitter: Splitter) -> WrittenText:
    """Splits generated text into sentences with their valid marks.

    Args:
        text: As generated; an unfinished mark at the end ("[1") is ignored.
        shown: Numbers of the evidence that the generator was given.
        splitter: The same that splits articles.
    """
    text = _EMPHASIS.sub("", _LIST_SIGN.sub("", _LABEL.sub("", text)))
    text = _DANGLING.sub("", text)
    plain, marks, dropped = _without_marks(text, shown)
    sentences = splitter.split(plain, "en")
    opens_with_mark = bool(_MARK.match(text)) and not _ends_with_mark(text)
    cited: list[list[int]] = [[] for _ in sentences]
    for offset, numbers in marks:
        owner = _owner(offset, sentences, before=opens_with_mark)
        if owner is not None:
            cited[owner] += [number for number in numbers if number not in cited[owner]]
    written = [
        WrittenSentence(" ".join(plain[sentence.start : sentence.end].split()), tuple(numbers))
        for sentence, numbers in zip(sentences, cited, strict=True)
    ]
    has_words = [sentence for sentence in written if re.search(r"\w", sentence.text)]
    return WrittenText(tuple(has_words), dropped)


def without_marks(text: str) -> str:
    """The text without anything that looks like a mark: article text may hold some of its own."""
    return _without_marks(text, ())[0]


def marks_in(text: str, shown: Collection[int]) -> list[int]:
    """All valid numbers marked anywhere in a text, in order, each once."""
    _, marks, _ = _without_marks(text, shown)
    return list(dict.fromkeys(number for _, numbers in marks for number in numbers))


def with_marks(text: str, numbers: Collection[int]) -> str:
    """The sentence with its marks before the closing stop: "It rained." -> "It rained [2]."."""
    if not numbers:
        return text
    marks = "".join(f"[{number}]" for number in numbers)
    body = text.rstrip()
    stop = re.search(r"[.!?…]+$", body)
    if stop:
        return f"{body[: stop.start()].rstrip()} {marks}{stop.group()}"
    return f"{body} {marks}"


def _ends_with_mark(text: str) -> bool:
    ends = [match.end() for match in _MARK.finditer(text)]
    return bool(ends) and not re.search(r"\w", text[ends[-1] :])


def _owner(offset: int, sentences: Sequence[Sentence], *, before: bool) -> int | None:
    """Index of the sentence that a mark at this offset belongs to."""
    behind = [index for index, sentence in enumerate(sentences) if sentence.end > offset]
    ahead = [index for index, sentence in enumerate(sentences) if sentence.start < offset]
    if before or not ahead:
        return behind[0] if behind else None
    return ahead[-1]


def _without_marks(
    text: str, shown: Collection[int]
) -> tuple[str, list[tuple[int, list[int]]], int]:
    """Plain text, (offset in it, valid numbers) of each mark, and the count of invalid ones."""
    plain = ""
    marks: list[tuple[int, list[int]]] = []
    dropped = 0
    position = 0
    while match := _MARK.search(text, position) or _MALFORMED.search(text, position):
        malformed = _MALFORMED.search(text, position)
        if malformed is not None and malformed.start() < match.start():
            match = malformed
        plain += text[position : match.start()]
        # "died.[1]They" would run two sentences together.
        if plain and match.end() < len(text) and plain[-1] in ".!?" and text[match.end()].isalpha():
            plain += " "
        position = match.end()
        valid, invalid = _numbers(match.group(1), shown) if match.re is _MARK else ([], 1)
        dropped += invalid
        marks.append((len(plain), valid))
    return plain + text[position:], marks, dropped


def _numbers(inside: str, shown: Collection[int]) -> tuple[list[int], int]:
    inside = unicodedata.normalize("NFKC", inside)
    valid: list[int] = []
    invalid = 0
    for part in re.split(r"\s*(?:[,;、]|and|&)\s*", inside):
        ends = re.split(r"\s*[–—-]\s*", part)
        # A number of a thousand digits is a mark for nothing, and not worth converting.
        if any(len(end) > _MAX_DIGITS for end in ends):
            invalid += 1
            continue
        low, high = int(ends[0]), int(ends[-1])
        named = [number for number in sorted(shown) if low <= number <= high]
        invalid += not named
        valid += named
    return valid, invalid
