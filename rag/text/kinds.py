"""What kind of answer a question asks for, and whether a text holds one. Pure text.

A question "how many" is answered by a sentence with a number that the question does not have
itself: cheap, and worth more than its cost in choosing sentences and in knowing when to abstain.
"""

from __future__ import annotations

import re
from typing import Literal

from rag.text.counted import counting, what_is_counted
from rag.text.figures import backed_by, figures
from rag.text.tolls import counted_in, tolls
from rag.text.trim import without_dateline
from rag.text.words import names, words

AnswerKind = Literal["number", "date", "name", "reason", "other"]

_DATE = re.compile(
    r"\b(?:(?:19|20)\d\d|january|february|(?-i:March|May|MARCH|MAY)|april|june|july|august|september|october|"
    r"november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|today|"
    r"tomorrow|tonight|noon|midnight|morning|afternoon|evening|o'clock|[ap]\.?m\.?|\d+:\d\d|"
    r"(?:last|next|this|a|two|three|\d+) (?:day|week|month|year|hour)s?)\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:because|due to|after|caused?|reason|blam\w+|owing to|since|so that|in order to|"
    r"to (?:avoid|prevent|protect|help|make|save|ensure|allow|protest|oppose|stop|force)|amid|over|"
    r"following|as a result|"
    r"result(?:s|ed)? (?:of|from)|(?:c[ao]mes?|coming|stem(?:s|med)?|ar[io]ses?|springs?|sprang|"
    r"deriv(?:es|ed)) from|"
    r"so (?:could|can|would|did|do|does|will|had|was|were|is|are|has|have)\b|"
    r"(?:found|ruled|held|concluded|judged) that|on (?:the )?grounds|cit(?:ed|es|ing)|"
    r"in protest|accus(?:ed|es|ing)|complain(?:ed|s|ing)|"
    r"thanks to|attribut\w+ to|(?:is|was|were|are) down to)\b",
    re.IGNORECASE,
)
_ASKS_NUMBER = re.compile(
    r"\bhow (?:many|much|long|old|far|high|big|large|often|fast|tall|deep)\b|"
    r"\bwhat (?:(?:is|was|were|are) )?(?:the )?(?:\w+ ){0,2}?(?:percent\w*|share|number|amount|"
    r"proportion|age|price|figure|score|toll|total|cost|sum)\b|\bhow .{0,20}percent|"
    r"\bwhat (?:did|does|do|will|would|has|have)\b.{1,60}\b(?:costs?|pa(?:y|id) for)\b",
    re.IGNORECASE,
)
_CURRENCY = (
    r"(?:dollars?|euros?|pounds?|yen|yuan|rupees?|crowns?|francs?|cents?|pence|kron[eo]r|rubles?|"
    r"roubles?|pesos?|lira|shekels?|reais|rand|won|dirhams?|riyals?|zlotys?|USD|EUR|GBP|CHF)"
)
_HOW_BIG = re.compile(r"\bhow (?:big|large|tall|wide|high|deep)\b", re.IGNORECASE)
_AS_BIG = re.compile(r"\bsize of\b|\bas (?:big|large|tall|wide|high|deep) as\b", re.IGNORECASE)
_MEASURES = (
    # What a question asks to be measured, and what a text with such a measure has.
    (
        re.compile(r"\bper\s?cent\w*|\bwhat (?:share|proportion) of\b", re.I),
        re.compile(r"\d\s?%|\bper\s?cent\b|\bpct\b|\b(?:half|third|quarter|majority)\b", re.I),
    ),
    (
        re.compile(
            r"\bhow much (?:money|cash)\b|\bhow much\b.{1,60}\b(?:costs?|pa(?:y|id|ys)|spen[dt]|"
            r"rais\w+|offer\w*|lend|lent|sold|bought|worth|charg\w+|owe[sd]?|earn\w*|fined?)\b|"
            r"\bwhat\b.{1,60}\b(?:price|costs?|pa(?:y|id) for|salary|payment|compensation|fine|"
            r"budget)\b",
            re.I,
        ),
        re.compile(rf"[$£€¥₹]\s?\d|\d[\w.,]*(?: \w+)?\s{_CURRENCY}\b|\b\w+ {_CURRENCY}\b", re.I),
    ),
    (
        # "How long is the bridge?" asks for a length.
        re.compile(r"\bhow long\b", re.I),
        re.compile(
            r"\b(?:second|minute|hour|day|night|week|month|year|season|decade|centur(?:y|ie)|"
            r"lifetime|met(?:re|er)|feet|foot|yard|mile|km|kilomet(?:re|er))s?\b|"
            r"\b(?:until|till|since|forever|indefinite(?:ly)?|permanent(?:ly)?|overnight|"
            r"for life)\b",
            re.I,
        ),
    ),
    (
        _HOW_BIG,
        re.compile(
            r"\d[\d,.]*(?:[ -](?:\w+[ -])?(?:feet|foot|ft|met(?:re|er)s?|cm|mm|inch(?:es)?|yards?|"
            r"miles?|km|kilomet(?:re|er)s?|acres|hectares|square|tons?|tonnes?|pounds|kg|times|"
            rf"million|billion|trillion|people|per\s?cent|percent|{_CURRENCY})\b|\s?%)|[$£€¥₹]\s?\d|"
            r"\b(?:half|twice|third|quarter|majority)\b",
            re.I,
        ),
    ),
    (
        re.compile(r"\b(?:what|which) (?:time|hour)\b", re.I),
        re.compile(
            r"\b\d{1,2}[:.]\d\d\b|\b\d{1,2}\s?[ap]\.?m\b|\bnoon\b|\bmidnight\b|o[’']clock", re.I
        ),
    ),
)
_ASKS_DATE = re.compile(
    # "What happened when the dam broke?" asks for no date.
    r"(?:^|[,;:]|\b(?:and|but|so|or|since|until|exactly|know|say|tell me))\s*when\b|"
    r"\bwhat (?:(?:is|was) )?(?:the )?(?:\w+ ){0,1}?(?:day|date|month|year|time|deadline)\b|"
    r"\bwhich (?:day|date|month|year)\b|"
    r"\bhow soon\b|\bby what date\b|\bsince when\b",
    re.IGNORECASE,
)
_ASKS_REASON = re.compile(
    r"\bwhy\b|\b(?:for )?what reasons?\b|\bwhat (?:caused|explains?|explained)\b|"
    r"\bhow (?:did|does|do|has|have) .{1,60}\b(?:explain|justify|account for)",
    re.IGNORECASE,
)
_ASKS_CAUSE = re.compile(
    r"\bwhat (?:had |has |have )?(?:\w+ly )?(?:blocked|jammed|triggered|sparked|prompted|provoked|"
    r"started|stopped|delayed|halted|killed|damaged|destroyed|brought down|led to|set off)\b",
    re.IGNORECASE,
)
_ASKS_NAME = re.compile(
    # "What did the minister reply?" asks for no minister.
    r"\bwho(?:m|se)?\b|\bwhere\b|"
    r"\b(?:which|what) (?!(?:did|do|does|has|have|had|will|would|can|could|should)\b)"
    r"(?:\w+[ -]){0,3}?(?:country|city|state|company|"
    r"person|man|woman|player|team|agency|party|minister|president|leader|outlet|paper|firm|bank|"
    r"group|brand|platform|network|star|actor|singer|athlete|country's|nation|town|village|river|"
    r"island|airline|automaker|retailer|university|school|museum|film|movie|show|song|album|"
    r"name|place|airport|port|ministry|organi[sz]ation|continent|region)\b|"
    # "What happened to the ferry?" asks for no ferry.
    r"\bwhich (?:\w+[ -]){0,2}?(?:ship|ferry|vessel|hotel|hospital|court|bridge|street|district|"
    r"province|county|club|union|publisher|studio|actress|author|band|artist|coach|judge|senator|"
    r"governor|mayor)\b|"
    # "Which countries abstained?", "Which Republicans voted against it?"
    r"\bwhich (?:\w+[ -]){0,2}?(?:countries|cities|states|companies|people|players|teams|agencies|"
    r"parties|ministers|leaders|firms|banks|groups|stars|actors|towns|airlines|universities|schools|"
    r"films|movies|shows|songs|albums|soldiers|senators|lawmakers|officials|members|judges|mayors|"
    r"governors|republicans|democrats|politicians|athletes|victims|survivors)\b",
    re.IGNORECASE,
)
_UNTOLD = re.compile(
    r"\b(?:an?|the) (?:unknown|unspecified|undisclosed|unconfirmed) "
    r"(?:number|amount|sum|price|fee)\b",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"\b(?:in|at|near|into|outside|around|across|off|from)\s+(?:the\s+)?$", re.IGNORECASE
)
_REGION = re.compile(r"\b(?:in|at|near|from)\s+(?:[A-ZÀ-Þ][\w.’'-]*\s+)*[A-ZÀ-Þ][\w’'-]*,\s+$")
"""Before a word that says in which region a place is: "in Orem, Utah"."""

_OPENS_WHO = re.compile(r"\W*who\b(?!\s+(?:else|knows)\b)", re.IGNORECASE)
_ASKS_PERSON = re.compile(r"\bwho\b", re.IGNORECASE)
"""Also answered by a company or a country, seldom by a paper, a dateline or an abbreviation."""

_LATEST = re.compile(
    r"\b(?:final|finally|latest|newest|most recent|current|currently|now|so far|to date|today|"
    r"recent|recently|this (?:week|month|morning)|these days|"
    r"in the end|ended up|eventually|at last|still)\b",
    re.IGNORECASE,
)
_EARLIEST = re.compile(
    r"\bfirst\s+(?:say|said|call|called|claim\w*|report\w*|put|state\w*|announce\w*|describe\w*|"
    r"tell|told|think|thought|react\w*|respond\w*|deny|denied)\b|"
    r"\b(?:originally|initially|at first)\b",
    re.IGNORECASE,
)

_TO_COME = re.compile(
    r"\b(?:will|shall|next|upcoming|coming|tomorrow)\b|"
    r"\b(?:is|are)\s+(?:\w+\s+){0,5}?(?:due|set|scheduled|slated|expected|planned|planning)\b",
    re.IGNORECASE,
)

_PAST = r"(?!need|indeed|hundred|speed|feed|seed|breed|united\b)\w{2,}ed"
_FINITE = re.compile(
    r"\b(?P<now>is|are|has|have|do|does|can|[’']s)\b|"
    rf"\b(?:did|was|were|had|will|would|could|might|{_PAST})\b",
    re.IGNORECASE,
)

_DONE = re.compile(
    r"\b(?:did|was|were|won|became|got|made|left|lost|took|sold|bought|paid|beat|fell|rose|"
    rf"{_PAST})\b",
    re.IGNORECASE,
)
# What was said, wanted or foretold may well be still to come; so may what "would" be.
_NOT_DONE = re.compile(
    r"\b(?:will|would|shall|should|may|might|could|must|going to|next|say|says|said|tell|told|"
    r"(?:plan|expect|want|ask|hop|demand|urg|propos|predict|forecast|suggest|intend|aim|schedul|"
    r"promis|pledg|vow|threaten|warn|call|think|believ|estimat|need|supposed|due|announc|"
    r"consider|offer|agree|advis|recommend|argu|claim|accus|oppos|support|criticis|criticiz|"
    r"respon|react|describ|explain|still|fear)\w*)\b",
    re.IGNORECASE,
)

# "Who takes over while she is suspended?" asks for nothing that was done.
_MEANWHILE = re.compile(
    r"(?<=\w)\s+(?:while|when|once|until|as long as|as soon as|now that)\b[^,?]*", re.IGNORECASE
)


def asks_for(question: str) -> AnswerKind:
    """The kind of answer that would satisfy the question."""
    if _ASKS_NUMBER.search(question):
        return "number"
    if _ASKS_DATE.search(question):
        return "date"
    if _ASKS_REASON.search(question):
        return "reason"
    if _ASKS_NAME.search(question):
        return "name"
    return "other"


def asks_who(question: str) -> bool:
    """Whether it opens with who: a person, or a body, is wanted, and not "who else knows"."""
    return _OPENS_WHO.match(question) is not None


def asks(text: str) -> bool:
    """Whether a sentence asks and so states nothing: it ends in a question mark, quoted or not."""
    return text.rstrip(" \t\r\n\"'”’»)").endswith(("?", "？", "؟"))


def asks_for_cause(question: str) -> bool:
    """Whether it asks why, or by what something came about."""
    return asks_for(question) == "reason" or bool(_ASKS_CAUSE.search(question))


def asks_for_latest(question: str) -> bool:
    """Whether the newest account is wanted: "the final toll", "the latest on", "as of now"."""
    return bool(_LATEST.search(question))


def asks_what_was_done(question: str) -> bool:
    """Whether it asks what came about: what was planned, wanted or foretold is no answer to it."""
    main = _MEANWHILE.sub(" ", question)
    return bool(_DONE.search(main)) and not _NOT_DONE.search(question)


def asks_for_earliest(question: str) -> bool:
    """Whether the oldest account is wanted: "what did she first say", "originally"."""
    return bool(_EARLIEST.search(question))


def asks_of_what_is_to_come(question: str) -> bool:
    """Whether it asks of what has not happened yet: older articles may have announced it."""
    return bool(_TO_COME.search(question))


def asks_of_now(question: str) -> bool:
    """Whether its first verb tells how things are or what has come about: "has filed", "is"."""
    verb = _FINITE.search(question)
    return verb is not None and verb["now"] is not None


def holds(kind: AnswerKind, text: str, question: str) -> bool:
    """Whether `text` has something of that kind that the question does not already have.

    Asked for a percentage, a price or a time of day, another number will not do; nor, asked for the
    dead, that of those aboard.
    """
    if kind == "number" and _UNTOLD.search(text):
        return True  # the article says that there is none
    if kind == "number" and _HOW_BIG.search(question) and _AS_BIG.search(text):
        return True
    if kind in ("number", "date") and not _measured(text, question):
        return False
    if kind == "number":
        toll, counts = counted_in(question), tolls(text)
        if toll is not None and counts:
            return any(one.of == toll for one in counts)
        asked = backed_by([question])
        told = counting(text) if what_is_counted(question) else figures(text)
        return any(figure.backs.isdisjoint(asked) for figure in told)
    if kind == "date":
        asked = {match.group().lower() for match in _DATE.finditer(question)}
        return any(match.group().lower() not in asked for match in _DATE.finditer(text))
    if kind == "name":
        bare = without_dateline(text)
        return any(_could_be(name, bare, question) for name in _names(bare))
    if kind == "reason":
        return bool(_REASON.search(text))
    return True


def _names(text: str) -> list[str]:
    # The first word of a sentence is capitalised whatever it is.
    return names(text[:1].lower() + text[1:]) + names(text)


def _could_be(name: str, text: str, question: str) -> bool:
    """Whether a name is news to the question; nobody who is asked for is "The Daily Lantern"."""
    if name.lower() in {"the", "it", "he", "she", "they", "this", "that", "we", "i"}:
        return False
    if " " not in name and figures(name):
        return False  # "Two of them", at the head of a sentence
    if _ASKS_PERSON.search(question) and (name.isupper() or f" The {name}" in text):
        return False
    if asks_who(question) and _only_says_where(name, text):
        return False
    return not set(words(name)) <= set(words(question))


def _only_says_where(name: str, text: str) -> bool:
    """Whether a name stands behind "in", "from" or a town's name wherever it does."""
    before = [text[: one.start()] for one in re.finditer(re.escape(name), text)]
    return all(_WHERE.search(one) or (" " not in name and _REGION.search(one)) for one in before)


def _measured(text: str, question: str) -> bool:
    """Whether `text` has the measure that the question asks for, if it asks for one."""
    return all(has.search(text) for asks, has in _MEASURES if asks.search(question))
