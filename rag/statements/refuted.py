"""Does an article as a whole call a story untrue, or doubt it? By words that news uses for that.

An article that debunks a story has to tell it first, so its sentences one by one seem to back what
the article refutes. Words of refutation near the words of the claim say what it makes of it. Pure
text; knows nothing of speakers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import prod

from rag.statements.roots import roots

REFUTES_FROM = 0.6
"""Score from which an article is taken to refute a claim."""

WINDOW = 220
"""Characters on either side of a word of refutation in which the claim must be spoken of."""

OPENING = 700
"""Characters at the head of an article: what stands there is what it is about."""

_FALSE, _DOUBTED = 0.5, 0.15  # weight of one word that calls it untrue, that doubts it
_LATER = 0.6  # share of that weight behind the opening
_SPOKEN_OF = 3  # roots of the claim near the word for its full weight
_UNTOLD = 0.35  # of a claim that is itself a refutation, where an article refutes nothing

_CALLS_FALSE = re.compile(
    r"\b(?:hoax(?:es|er|ers)?|fake[ds]?|fabricat(?:ed|ion|ions)|untrue|debunk\w*|bogus|satir\w+|"
    r"apocryphal|falsely|made[- ]up|never happened|urban legend|baseless|unfounded|nonsense|"
    r"prank\w*|photoshopped|misquoted|misreported|retract(?:ed|s|ion)|discredited|"
    r"(?:is|are|was|were|be|as|proved?|turn(?:s|ed) out|claims?|reports?|rumou?rs?)"
    r"(?: to be)?(?: \w+)? (?:false|not true|not real|not so|staged)|"
    r"(?:isn|wasn|aren|weren)[’']t (?:true|real|so)|"
    r"no (?:truth|evidence|proof|basis|such)|not (?:plausible|possible|the case)|"
    r"(?:den(?:y|ies|ied|ying)|dismiss(?:ed|es|ing)|refut(?:ed|es|ing)|rebut(?:ted|s|ting)|"
    r"reject(?:ed|s|ing)|shot down|disput(?:ed|es|ing)|contradict(?:ed|s|ing)))\b",
    re.IGNORECASE,
)
_DOUBTS = re.compile(
    r"\b(?:doubt(?:s|ed|ful)?|s[ck]eptic\w*|implausible|unlikely|dubious|suspicious|fishy|"
    r"questioned|cast doubt|too good to be true|in fact|actually|contrary to|far from|mistaken|"
    r"wrong(?:ly)?|misleading|inaccurate|exaggerated|rumou?rs?|supposed(?:ly)?|viral)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Refutation:
    """How surely a text is against a claim, 0 to 1, and its first words that say so."""

    score: float
    words: str = ""


NOT_REFUTED = Refutation(0.0)


def refutation(claim: str, text: str) -> Refutation:
    """What a text, title and body of an article, makes of a claim.

    A claim that is itself a refutation ("the spider story is a hoax") turns it round: an article
    that tells the story and refutes nothing is against it, though less surely.
    """
    wanted = roots(_CALLS_FALSE.sub(" ", claim))
    weights: list[float] = []
    first = ""
    for pattern, weight in ((_CALLS_FALSE, _FALSE), (_DOUBTS, _DOUBTED)):
        for match in pattern.finditer(text):
            near = text[max(0, match.start() - WINDOW) : match.end() + WINDOW]
            spoken_of = min(1.0, len(wanted & roots(near)) / _SPOKEN_OF)
            weights.append(weight * spoken_of * (1.0 if match.start() < OPENING else _LATER))
            if weight == _FALSE and spoken_of and not first:
                first = match.group()
    score = 1.0 - prod(1.0 - one for one in weights)
    if _CALLS_FALSE.search(claim):
        return Refutation(_UNTOLD * (1.0 - score))
    return Refutation(score, first)
