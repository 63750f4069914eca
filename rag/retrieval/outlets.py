"""Where a question names outlets of the library, and what of the question each is asked about.

A name counts only where the wording makes it an outlet ("according to Fortune", "The Age
article"): many outlets are called like things in the news. Pure text; the outlets are given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from types import MappingProxyType

_WORD = re.compile(r"[^\W_]+(?:[.'’&+-][^\W_]+)*|[|&+-]")
_NOT_IN_NAME = re.compile(r"[^a-z0-9\u00c0-\uffff]+")
_MOST_WORDS = 9
_POSSESSIVE = re.compile(r"['’]s$")
_QUOTES = "\"'“”‘’«»"
_PIECE = (
    r"(?:articles?|reports?|stor(?:y|ies)|pieces?|coverage|reviews?|interviews?|columns?|"
    r"editorials?|reporting|newsletters?|accounts?|dispatch(?:es)?)"
)
_SAYING = (
    r"(?:reported|reports?|said|says?|claim(?:s|ed)?|covered|covers?|mention(?:s|ed)?|"
    r"not(?:es|ed)|publish(?:es|ed)?|describ(?:es?|ed)|discuss(?:es|ed)?|suggest(?:s|ed)?|"
    r"portray(?:s|ed)?|alleg(?:es?|ed)|stat(?:es?|ed)|writes?|wrote|written|highlight(?:s|ed)?|"
    r"featured|impl(?:y|ies|ied)|argu(?:es?|ed)|indicat(?:es?|ed)|present(?:s|ed)|quot(?:es?|ed)|"
    r"attribut(?:es?|ed)|maintain(?:s|ed)?|accus(?:es?|ed)|detail(?:s|ed)|"
    r"reveal(?:s|ed)?|told|tells?|predict(?:s|ed)?|report)"
)
_DETERMINER = r"(?:an?\s+|the\s+|both\s+|another\s+|one\s+|its\s+)?"
# Words right before a name.
_DEMANDS_BEFORE = re.compile(
    rf"(?:\baccording\s+to\s+{_DETERMINER}|\b(?:as\s+)?per\s+{_DETERMINER}|"
    rf"\b{_PIECE}\s+(?:\w+\s+)?(?:from|by|in|of|at|on)\s+{_DETERMINER})[{_QUOTES}]?$",
    re.I,
)
_POINTS_BEFORE = re.compile(
    rf"\b{_SAYING}(?:\s+(?:about|on))?\s+(?:by|in|from|on|at)\s+{_DETERMINER}[{_QUOTES}]?$", re.I
)
# Words right behind it.
_DEMANDS_BEHIND = re.compile(
    rf"[{_QUOTES}]?(?:['’]s?)?[{_QUOTES}]?\s+(?:(?:first|second|third|other|recent|latest|own|later|"
    rf"earlier|previous|news)\s+)?{_PIECE}\b",
    re.I,
)
_POINTS_BEHIND = re.compile(
    rf"[{_QUOTES}]?\s+(?:also\s+|later\s+|first\s+|both\s+|both\s+|then\s+)?{_SAYING}\b", re.I
)
_BY = re.compile(rf"\b(?:by|in)\s+{_DETERMINER}[{_QUOTES}]?$", re.I)
_BESIDE = re.compile(
    rf"[{_QUOTES}]?\s*(?:,|,?\s*\b(?:and|or|nor|as\s+well\s+as)\b)\s*"
    rf"(?:(?:by|in|from|on|to)\s+)?{_DETERMINER}[{_QUOTES}]?$",
    re.I,
)
_CLAUSE_STARTS = re.compile(
    r"[,;:]?\s*\b(?:while|whereas|but|and|when|whilst|compared\s+(?:to|with)|than|versus|vs\.?)\b"
    r"|[,;:?.]\s+",
    re.I,
)
_TELLING = re.compile(rf"\b{_PIECE}\b|\b{_SAYING}\b|[^\W_]+", re.I)
_SHORTEST_LEAD = 4  # words before a name that make it stand behind what it reports


@dataclass(frozen=True, slots=True)
class Mention:
    """An outlet in a question.

    Attributes:
        start: Offset of its name.
        end: Offset behind it.
        outlet: As the library spells it.
        demanded: The wording asks for this outlet's articles alone.
        leads: What it reports stands behind it, else before it.
    """

    start: int
    end: int
    outlet: str
    demanded: bool
    leads: bool


class Spellings(dict[str, str]):
    """What outlets may be called, bare -> the outlet; knows with which two letters they begin."""

    def __init__(self, named: Mapping[str, str] = MappingProxyType({})) -> None:
        """Takes names without blanks, in lower case, of two letters at least."""
        super().__init__(named)
        self.beginnings = frozenset(name[:2] for name in named)


def spellings(outlets: Sequence[str]) -> Spellings:
    """What outlets may be called, without blanks and in lower case -> the outlet.

    "The Verge", "Verge" and "theverge.com" are one, "Cnbc | World Business News Leader" is "CNBC".
    """
    found: dict[str, str] = {}
    shorter: dict[str, str] = {}
    for outlet in outlets:
        found.setdefault(_bare(outlet), outlet)
        head = re.split(r"\s+[|–—-]\s+|,\s|\s\(", outlet, maxsplit=1)[0]
        site = re.sub(r"^(?:www\.)?([^\s/]+?)(?:\.(?:co|com|org|net))?\.[a-z]{2,4}$", r"\1", outlet)
        for form in (
            head,
            site,
            *(re.sub(r"^the\s+", "", one, flags=re.I) for one in (head, site)),
        ):
            shorter.setdefault(_bare(form), outlet)
    named = {form: outlet for form, outlet in (shorter | found).items() if len(form) > 1}
    for form in [one for one in named if not one.startswith("the")]:
        named.setdefault("the" + form, named[form])
    return Spellings(named)


def mentions(question: str, named: Spellings) -> list[Mention]:
    """The outlets that a question speaks of as outlets, in reading order.

    Args:
        question: As asked.
        named: See `spellings`.
    """
    candidates = _candidates(question, named)
    found: list[Mention] = []
    for place, (start, end, outlet) in enumerate(candidates):
        cued = _cued(question, start, end, outlet)
        follows = place > 0 and bool(found) and found[-1].end == candidates[place - 1][1]
        if cued is None and follows and _BESIDE.fullmatch(question[found[-1].end : start]):
            # "Reported by both TechCrunch and The Verge": the second goes with the first.
            cued = Mention(start, end, outlet, found[-1].demanded, found[-1].leads)
        if cued is not None:
            found.append(cued)
    return _with_those_before(found, candidates, question)


def segments(question: str, found: Sequence[Mention]) -> list[str]:
    """What of the question each mention is about, in the order of the mentions.

    A mention that stands behind what it reports ("..., as reported by The Verge") takes the words
    before it, one that leads ("The Verge article suggests that ...") those behind it.
    """
    cuts = [0]
    for before, after in pairwise(found):
        cuts.append(_cut(question, before, after))
    cuts.append(len(question))
    parts = [question[a:b] for a, b in pairwise(cuts)]
    named = [(mention.start - a, mention.end - a) for mention, a in zip(found, cuts, strict=False)]
    return [
        " ".join((part[:a] + " " + part[b:]).split()) if 0 <= a <= b <= len(part) else part
        for part, (a, b) in zip(parts, named, strict=True)
    ]


def _cut(question: str, before: Mention, after: Mention) -> int:
    """Where the words about one mention end and those about the next begin."""
    between = question[before.end : after.start]
    if not before.leads and not after.leads:
        return before.end
    starts = [match.start() for match in _CLAUSE_STARTS.finditer(between)]
    if not starts:
        return before.end if not before.leads else after.start
    if after.leads:
        return before.end + starts[-1]
    return before.end + starts[len(starts) // 2]


def _candidates(question: str, named: Spellings) -> list[tuple[int, int, str]]:
    """Where outlets may be named, the longest name at each place."""
    words = list(_WORD.finditer(question))
    # A name is looked up as its words and what lies between them, all bare, one after the other.
    whole = [_bare(word.group()) for word in words]
    ending = [_bare(_POSSESSIVE.sub("", word.group())) for word in words]
    between = [_bare(question[one.end() : other.start()]) for one, other in pairwise(words)]
    found: list[tuple[int, int, str]] = []
    place = 0
    while place < len(words):
        if "".join(whole[place : place + 2])[:2] not in named.beginnings:
            place += 1
            continue
        begun, longest = "", None
        for last in range(place, min(len(words), place + _MOST_WORDS)):
            outlet = named.get(begun + ending[last])
            if outlet is not None and (last > place or words[last].group()[0].isupper()):
                longest = last, outlet
            if last < len(between):
                begun += whole[last] + between[last]
        if longest is not None:
            last, outlet = longest
            start = words[place].start()
            text = _POSSESSIVE.sub("", question[start : words[last].end()])
            found.append((start, start + len(text), outlet))
            place = last
        place += 1
    return found


def _cued(question: str, start: int, end: int, outlet: str) -> Mention | None:
    before, behind = question[:start], question[end:]
    demanded_before = _DEMANDS_BEFORE.search(before)
    if demanded_before:
        lead = _words_in_clause(before[: demanded_before.start()])
        of_piece = re.search(
            rf"\b{_PIECE}\s+(?:\w+\s+)?(?:from|by|in|of|at|on)\b", demanded_before[0]
        )
        leads = bool(of_piece and _POINTS_BEHIND.match(behind)) or lead < _SHORTEST_LEAD
        return Mention(start, end, outlet, True, leads)
    if _DEMANDS_BEHIND.match(behind):
        return Mention(start, end, outlet, True, True)
    if _POINTS_BEFORE.search(before):
        return Mention(start, end, outlet, False, _words_in_clause(before) < _SHORTEST_LEAD)
    if _POINTS_BEHIND.match(behind):
        return Mention(start, end, outlet, False, True)
    quoted = before[-1:] in _QUOTES and behind[:1] in _QUOTES and before[-1:] != ""
    if quoted:
        return Mention(start, end, outlet, False, _words_in_clause(before) < _SHORTEST_LEAD)
    return None


def _with_those_before(
    found: list[Mention], candidates: Sequence[tuple[int, int, str]], question: str
) -> list[Mention]:
    """In "Polygon and Engadget articles" the first goes with the second, which has the cue."""
    kept = {mention.start: mention for mention in found}
    for (start, end, outlet), (after, _, _) in zip(
        reversed(candidates[:-1]), reversed(candidates[1:]), strict=True
    ):
        beside = kept.get(after)
        if start not in kept and beside and _BESIDE.fullmatch(question[end:after]):
            kept[start] = replace(beside, start=start, end=end, outlet=outlet)
    for start, end, outlet in candidates if kept else ():
        # "... was called reliable by The Verge": beside others, that is an outlet too.
        if start not in kept and _BY.search(question[:start]):
            kept[start] = Mention(start, end, outlet, False, False)
    return [kept[start] for start in sorted(kept)]


def _words_in_clause(before: str) -> int:
    starts = [match.end() for match in _CLAUSE_STARTS.finditer(before)]
    return len(_TELLING.findall(before[starts[-1] if starts else 0 :]))


def _bare(text: str) -> str:
    return _NOT_IN_NAME.sub("", text.lower())
