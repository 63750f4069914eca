"""For whom a spokesman speaks: the institution that his article puts beside his name or office.

Where two would fit, neither is taken. Knows nothing of what is said. Pure text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from rag.statements.name_words import words_of
from rag.types import SpeakerKind, Statement

OFFICE_REACH = 160
"""Characters from a name within which stand its bearer's office and the institution's name."""

_SPOKESPERSON = re.compile(r"\bspokes(?:man|woman|person|people)\b|\bpress (?:office|secretary)\b")


def voices(
    statements: Sequence[Statement], name_of: Mapping[str, tuple[str, SpeakerKind]]
) -> dict[str, str]:
    """Spokesman -> institution, where his article says for whom he speaks.

    Args:
        statements: Of any articles.
        name_of: Statement id -> name and kind of who holds it.
    """
    found: dict[str, str] = {}
    institutions: dict[str, set[str]] = defaultdict(set)
    everywhere = {name for name, kind in name_of.values() if kind == "institution"}
    for one in statements:
        name, kind = name_of[one.id]
        if kind == "institution":
            institutions[one.article.id].add(name)
    known = [(who, frozenset(words_of(who))) for who in sorted(everywhere)]
    spoken_for: dict[tuple[str, str], list[str]] = {}
    for one in statements:
        name, kind = name_of[one.id]
        if kind != "person" or not _SPOKESPERSON.search(one.role.lower()):
            continue
        place = name, one.article.id
        if place not in spoken_for:
            beside = _beside_office(name, one.article.body)
            spoken_for[place] = [who for who, _ in known if _speaks_for(name, who, beside)]
        role = set(words_of(one.role))
        here = sorted(institutions[one.article.id])
        chosen = (
            [who for who, called in known if called <= role]
            or spoken_for[place]
            or [who for who in here if who in one.article.title]
            or here
        )
        if len(chosen) == 1:
            found.setdefault(name, chosen[0])
    return found


def _beside_office(person: str, body: str) -> str:
    """What stands around a person's name wherever an office of a speaker stands there, too."""
    around = [
        body[max(0, match.start() - OFFICE_REACH) : match.end() + OFFICE_REACH]
        for match in re.finditer(re.escape(person), body)
    ]
    return "\n\n".join(text for text in around if _SPOKESPERSON.search(text.lower()))


def _speaks_for(person: str, institution: str, body: str) -> bool:
    """Whether a body puts the institution beside the person's office: "X spokeswoman Ann Lee"."""
    if institution not in body:
        return False  # nearly always so: three patterns would be compiled in vain
    who = re.escape(person)
    whose = re.escape(institution)
    title = r"(?:spokes(?:man|woman|person)|press secretary)"
    forms = (
        rf"{whose}(?:[’']s?)?\s+{title},?\s+{who}",
        rf"{title}\s+(?:of|for)\s+(?:the\s+)?{whose},?\s+{who}",
        rf"{who},\s+(?:an?\s+|the\s+)?{title}\s+(?:of|for)\s+(?:the\s+)?{whose}",
    )
    return any(re.search(form, body) for form in forms)
