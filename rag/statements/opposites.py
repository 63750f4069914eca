"""Words that mean opposite things in news: rise and fall, approve and reject. Pure text.

A table of our own, by root. Only pairs of which both cannot be true of one thing at one time.
"""

from __future__ import annotations

import re

from rag.statements.roots import root

_PAIRS = """
rise rose risen climb grow grew increase gain up / fall fell fallen drop dropped decline decrease shrink sink down
approve approved accept accepted endorse back backed support supported favour favor welcome / reject rejected oppose opposed refuse refused block blocked veto
open opened reopen / close closed shut
win won / lose lost
for / against
confirm confirmed admit admitted acknowledge / deny denied dispute disputed
safe sound secure harmless / unsafe dangerous unsound hazardous risky
guilty convicted / innocent acquitted cleared
legal lawful / illegal unlawful
true genuine authentic real accurate correct / false fake forged untrue bogus hoax wrong
alive / dead died killed
stay remain remained stayed / leave left go depart quit evacuate
start begin began launch launched resume resumed / stop stopped end ended halt halted cancel cancelled canceled suspend suspended
allow allowed permit permitted authorise / ban banned forbid forbade prohibit prohibited bar barred
succeed succeeded success / fail failed failure
keep kept / scrap scrapped drop axe
free / paid charge
raise raised / cut lowered reduce reduced slash
full / empty
guaranteed certain / doubtful uncertain
possible / impossible
enough sufficient adequate / insufficient inadequate
necessary needed / unnecessary needless
first / last
arrested detained / released freed
present attended / absent
deliberate intentional / accidental accident
improved better / worsened worse
stronger / weaker
more / fewer less
agree agreed / disagree disagreed
friend ally / enemy foe
peaceful / violent
"""  # noqa: E501


def _table() -> dict[str, set[str]]:
    """Each word -> roots of its opposites."""
    table: dict[str, set[str]] = {}
    for line in _PAIRS.strip().splitlines():
        left, right = (side.split() for side in line.split("/"))
        for word in left:
            table.setdefault(root(word), set()).update(root(other) for other in right)
        for word in right:
            table.setdefault(root(word), set()).update(root(other) for other in left)
    return table


_OPPOSITE = _table()
_NOT_BEFORE = re.compile(
    r"\b(?:not|never|no|cannot|without|neither|nor)\b(?:\W+\w+){0,3}\W*$|n[’']t\b(?:\W+\w+){0,3}\W*$|"
    r"\bonly\s+$",
    re.IGNORECASE,
)


def opposed(one: str, other: str) -> tuple[str, str] | None:
    """A word of each text that means the opposite of the other's, both affirmed; else None.

    Left out where either text has both words of the pair ("from stay to go"), or denies its own.
    Example: "Shares rose sharply", "Shares fell" -> ("rose", "fell").
    """
    mine, theirs = _affirmed(one), _affirmed(other)
    for form, word in mine.items():
        opposites = _OPPOSITE.get(form, set())
        if opposites & set(mine):
            continue
        for opposite in sorted(opposites & set(theirs)):
            if not _OPPOSITE[opposite] & set(theirs):
                return word, theirs[opposite]
    return None


def _affirmed(text: str) -> dict[str, str]:
    """Root -> word, of the words in the table that no "not" stands close before, or "only".

    To "only allow" some is to ban the others.
    """
    found: dict[str, str] = {}
    for match in re.finditer(r"[^\W\d_]+(?:-[^\W\d_]+)*", text):
        word = match.group().lower()
        form = root(word)
        if form in _OPPOSITE and not _NOT_BEFORE.search(text[: match.start()]):
            found.setdefault(form, word)
    return found
