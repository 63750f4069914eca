"""Sentences that tell of what is open or to come, and sentences that settle it. Pure text.

"Has yet to decide whether to extend the pause" is true of its day only: once "the pause was
extended" is in the papers, the first is no news any more. English only.
"""

from __future__ import annotations

import re

from rag.text.quotation import without_quotations
from rag.text.words import content_words, stem

_PENDING = re.compile(
    r"\b(?:ha(?:s|ve)|had) (?:yet|still) to\b|"
    r"\bha(?:(?:s|ve) not|(?:s|ve)n[’']t) (?:yet )?(?:been )?"
    r"(?:decided|announced|determined|settled|ruled|voted|said (?:if|whether|when))\b|"
    r"\b(?:is|are|was|were|remains?) (?:still |now )?(?:deciding|weighing|considering|mulling|"
    r"debating|undecided|pending)\b|"
    r"\b(?:is|are|was|were) (?:still )?(?:expected|due|set|scheduled|poised|to meet) to (?:decide|"
    r"announce|rule|vote|choose|sign)\b|"
    r"\bwill (?:soon )?(?:decide|rule|vote|announce)\b|"
    r"\bnot (?:yet )?(?:clear|known|decided) (?:if|whether)\b|\bremains to be seen\b",
    re.IGNORECASE,
)
_SETTLES = re.compile(
    r"\b(?:announced|decided|approved|rejected|signed|ruled|extended|voted|agreed|adopted|passed|"
    r"granted|refused|ordered|named|appointed|elected|chose|confirmed|cancel+ed|lifted|banned|"
    r"suspended|dismissed|resigned|withdrew|will (?:be|extend|cancel|forgive))\b",
    re.IGNORECASE,
)

_AHEAD = re.compile(
    r"\b(?:will|(?:is|are|was|were) (?:now |still |all )?(?:set|due|expected|scheduled|poised|"
    r"likely|ready|about|going|preparing|planning|bracing) (?:to|for)|brac(?:es?|ing) for|"
    r"threatens? (?:to|the)\b|as (?:the |an? )?\w+ (?:threatens|nears|approaches|looms)|"
    r"(?:could|may|might) (?!have\b)|(?:faces?|awaits?) (?:a )?(?:trial|charges|sentencing|up to)|"
    r"(?:is|are) (?:now |still |currently )?(?:closing in|head(?:ing|ed)|moving|barrel+ing|"
    r"bearing down|nearing|approaching|returning|facing|trying|searching|seeking|targeting)|"
    r"previously (?:had|been|sched|plan|target|expect)\w*|(?:conditions|fate) awaiting|"
    r"call(?:ed|s|ing) (?:for )?a (?:special )?meeting|"
    r"(?:wants?|expects?)(?= )|hopes? to|plans? to|intends? to|open to talking|"
    r"more than \w+ (?:days|weeks|months) have passed)\b|[’']ll\b",
    re.IGNORECASE,
)

_WANTED = re.compile(
    r"\b(?:(?:call(?:s|ed|ing)?|push(?:es|ed|ing)?|press(?:es|ed|ing)?|campaign(?:s|ed|ing)?) "
    r"(?:on|for)|urg(?:es?|ed|ing)|demand(?:s|ed|ing)?|(?:ha(?:s|ve)|had) (?:long )?(?:wanted|"
    r"called|asked|promised|pledged|vowed|proposed)|promis(?:es?|ed|ing) to|pledg(?:es?|ed|ing) to|"
    r"vow(?:s|ed|ing)? to|propos(?:es?|ed|ing)|should|must|ought to|need(?:s|ed)? to|wanted to|"
    r"hop(?:ed|ing) (?:to|for|that)|(?:was|were|been) (?:hoping|seeking|trying|expected|supposed) "
    r"(?:to|that))\b",
    re.IGNORECASE,
)

_ENDED = re.compile(r"(?<=[.!?])\s+")
_WOULD = re.compile(r"\bwould (?!have\b|not\b)", re.IGNORECASE)
_TO_DO = re.compile(
    r"\b(?:advis|urg|ask|recommend|want|wish|hop|plan|expect|intend|propos|invit|encourag|press|beg|"
    r"tell|told|call(?:s|ed|ing)? on|appeal|demand|agree|offer|promis|pledg|vow|threat|refus|"
    r"declin|consider|try|tri|seek|sought|need|ready|due|set|about|able|free|allow|permit|enabl)\w*"
    r"(?:\s+[^\s.;:]+){0,6}?\s+to\s+(?:\w+ly\s+)?(?P<deed>\w+)",
    re.IGNORECASE,
)

_UNEXPLAINED = re.compile(
    r"\b(?:reasons?|causes?|motives?|explanations?|sources?|origins?)\b(?:\s+(?:of|for|behind)\b[^,.;]{1,60})?"
    r"\s+(?:is|are|was|were|remain(?:s|ed)?|ha(?:s|ve|d))\s+(?:still\s+)?(?:not\s+(?:yet\s+)?(?:been\s+)?"
    r"(?:known|clear|established|determined|found|given)|unknown|unclear|a mystery|"
    r"(?:still\s+|being\s+)?(?:under investigation|investigated))|"
    r"\b(?:is|was|remains?)\s+(?:not\s+(?:yet\s+)?(?:known|clear)|unclear|unknown)\s+"
    r"(?:why|what caused|what led|how it)\b|\bnobody (?:yet )?knows why\b",
    re.IGNORECASE,
)

BEGINNING = 12
"""Words of a sentence that tell what it is about: further on, what "will" be is an aside."""

SHARED = 3
"""Content words that two sentences on one open matter have in common, at least."""


def is_pending(text: str) -> bool:
    """Whether it says that something is still to be decided, announced or voted on."""
    return bool(_PENDING.search(text))


def is_unexplained(text: str) -> bool:
    """Whether it says that the reason or the cause of something is not known."""
    return bool(_UNEXPLAINED.search(text))


def looks_ahead(text: str) -> bool:
    """Whether its own words, not those that it quotes, tell of what is to come."""
    return bool(_AHEAD.search(without_quotations(text)))


def is_wanted(text: str) -> bool:
    """Whether its own words tell of what somebody wants, urges or promises."""
    return bool(_WANTED.search(without_quotations(text)))


def merely_wanted(told: str, text: str) -> bool:
    """Whether what is told as done stands in a text only as what somebody wants or is to come.

    "The board advised shareholders to accept the offer" does not say that they accepted it.
    """
    if looks_ahead(told) or is_wanted(told):
        return False
    for sentence in _ENDED.split(text):
        beginning = " ".join(sentence.split()[:BEGINNING])
        if looks_ahead(beginning) or _WOULD.search(beginning):
            return True
    deeds = {stem(word) for word in content_words(told)}
    wanted = {stem(match["deed"].lower()) for match in _TO_DO.finditer(text)} & deeds
    wanted -= {stem(match["deed"].lower()) for match in _TO_DO.finditer(told)}
    bare = _TO_DO.sub(lambda match: match.group()[: match.start("deed") - match.start()], text)
    return bool(wanted - {stem(word) for word in content_words(bare)})


def settles(later: str, earlier: str) -> bool:
    """Whether a later sentence tells what became of what an earlier one calls open."""
    if not is_pending(earlier) or is_pending(later) or not _SETTLES.search(later):
        return False
    mine = {stem(word) for word in content_words(earlier)}
    theirs = {stem(word) for word in content_words(later)}
    return len(mine & theirs) >= SHARED
