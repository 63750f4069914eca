"""What of a statement is shown in a cell or a heading: its clause, or a phrase with its verb.

"The allegations" tells nothing; "denied the allegations" does. Whether a content is a clause is
told by its words alone: what is taken for a phrase though it is none is only shown with its verb.
"""

from __future__ import annotations

import re

from rag.statements.cues import VERBS, Cue
from rag.statements.link import reports_itself
from rag.text.words import words
from rag.types import Statement

GAP = 60
"""Characters between a verb and its phrase at most: "accused the ministry on Monday of lying"."""

LONG_SPEECH = 8
"""Words of speech from which it is taken for a sentence, whatever it begins with."""

_CLAUSAL = frozenset({"that", "at"})
"""Frames by which a clause can follow a verb."""

_NAMING = frozenset({"call", "describe", "oppose"})
"""Verbs that have such a frame for speech between marks alone."""

_SUBJECT = re.compile(
    r"^\W*(?:that\s+|if\s+|whether\s+)?(?:I|you|he|she|it|we|they|there|this|these|those|nobody|"
    r"everybody|nothing|everything)\b(?!\s+of\b)",
    re.IGNORECASE,
)
_OBJECT = re.compile(r"^\W*(?:it|this|these|those)\s+(?:of|as|for|to|an?|the)\b", re.IGNORECASE)
_FINITE = re.compile(
    r"\b(?:am|is|are|was|were|has|have|had|do|does|did|will|would|can|cannot|could|shall|should|"
    r"may|might|must)\b|\w(?:n[’']t|[’'](?:re|ve|ll|d|m))\b|\b(?:he|she|it|there|that)[’']s\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:who|whom|whose|which|that|where|when|why|how|what)\b", re.IGNORECASE)
_PAST = re.compile(
    r"(?<![\w-])(?:[^\W\d_]+ed|said|told|went|took|made|gave|got|came|knew|saw|found|left|lost|kept|"
    r"held|began|ran|led|met|won|paid|sent|spent|built|brought|thought|fell|rose|grew|wrote|spoke|"
    r"broke|chose|drove|became|felt|meant|died|stood|sold|bought|heard|sank|shot|misled)\b(?!-)",
    re.IGNORECASE,
)
_NO_SUBJECT = re.compile(
    r"\b(?:an?|the|of|for|to|by|in|his|her|its|their|and|or|be|been|being|was|were|is|are|has|have|had|"
    r"who|which|that)\s+$",
    re.IGNORECASE,
)
_STARTS_PHRASE = re.compile(
    r"^\W*(?:to|of|for|as|about|against|on|by|with|him|her|me|us|them)\b(?!\s+own\b)",
    re.IGNORECASE,
)
# What stands before a verb and belongs to it: without its "not", it would say the contrary.
_AUXILIARIES = re.compile(
    r"(?:\b(?:did|does|do|has|have|had|is|are|was|were|be|been|being|will|would|can|could|should|"
    r"must|may|might|not|never|no longer|also|again|\w+ly|to|cannot|refus(?:es?|ed)|"
    r"declin(?:es?|ed)|fail(?:s|ed)?)(?:\s+not|n[’']t)?\s+|\b\w+n[’']t\s+)+$",
    re.IGNORECASE,
)
_SILENT = re.compile(
    r"^\W*to\s+(?:immediately\s+|publicly\s+)?(?:comment|answer|discuss|respond|say|elaborate|"
    r"provide|give|speak|talk|testify|explain|confirm|specify|name|identify|disclose|be named)\b",
    re.IGNORECASE,
)
_UNNAMED = re.compile(
    r"^\W*(?:(?:not to be|to remain|that (?:he|she|they) not be) (?:fully |further )?(?:named|"
    r"identified|quoted|anonymous)\b|(?:for )?anonymity\b|not to (?:give|print|publish|use) "
    r"(?:his|her|their) (?:full |real |last )?names?\b)",
    re.IGNORECASE,
)
# "His comments about the strike": on what he spoke, and not what he said of it.
_ONLY_ON = re.compile(
    r"\b(?:comment(?:s|ed|ing)?|remark(?:s|ed|ing)?|talk(?:s|ed|ing)?|conversations?|speaks?|spoke|"
    r"speaking|react(?:s|ed|ing)?|discuss(?:es|ed|ing)?|weigh(?:s|ed|ing)?)\b"
    r"(?:\s+(?:in|out|on|upon|about|of|to))*$",
    re.IGNORECASE,
)
_REFUSES = frozenset(VERBS[form].lemma for form in ("refused", "declined"))


def is_clause(text: str) -> bool:
    """Whether a text has a subject and a verb of its own.

    Example: "she had lied" -> True; "the allegations that she had lied" -> False.
    """
    if _OBJECT.match(text):
        return False
    if _STARTS_PHRASE.match(text):
        _, comma, rest = text.partition(", ")
        return bool(comma) and not _STARTS_PHRASE.match(rest) and is_clause(rest)
    if _SUBJECT.match(text):
        return True
    head = re.sub(r"^\W*that\s+", "", text, flags=re.IGNORECASE)
    verbs = len(_FINITE.findall(head)) + sum(map(_has_subject, _pasts(head)))
    return verbs > len(_RELATIVE.findall(head))


def _pasts(text: str) -> list[str]:
    """What stands before each verb in the past tense, the first word of the text aside."""
    first = len(text.split(" ", 1)[0])
    return [text[: found.start()] for found in _PAST.finditer(text, first)]


def _has_subject(before: str) -> bool:
    """“Reporters asked” has one, "the leaked documents" and "accused and jailed" have none."""
    return _NO_SUBJECT.search(before) is None


def is_phrase(statement: Statement) -> bool:
    """Whether a content only names a thing or a deed, and says nothing of it.

    A verb that takes no clause ("accused", "supported") has a phrase behind it whatever its words.
    """
    if statement.kind == "plain" or reports_itself(statement):
        return False
    if statement.kind == "direct" and _is_sentence(statement):
        return False
    cue = _verb(statement)
    clausal = cue is None or (cue.frames & _CLAUSAL and cue.lemma not in _NAMING)
    if statement.kind != "direct" and _leads(statement) and not clausal:
        return True
    return not is_clause(statement.quote)


def _is_sentence(statement: Statement) -> bool:
    """Whether a speech is one: it is long, or stands behind a colon."""
    body, cue = statement.article.body, statement.cue
    behind_colon = cue is not None and ":" in body[cue[1] : statement.start]
    return behind_colon or len(words(statement.quote)) >= LONG_SPEECH


def keeps_silent(statement: Statement) -> bool:
    """Whether all that is told is that somebody would not speak, or not by name, or on what."""
    cue = _verb(statement)
    if _UNNAMED.match(statement.quote):
        return True
    if _ONLY_ON.search(statement.cue_text) and not is_clause(statement.quote):
        return True
    return cue is not None and cue.lemma in _REFUSES and bool(_SILENT.match(statement.quote))


def shown(statement: Statement) -> str:
    """Word for word: the content, or more of its sentence where the content alone would mislead.

    A phrase has the verb that it hangs on, and what is denied "denied"; the whole sentence is shown
    where nobody is named as saying it: "dead" says little.
    """
    if reports_itself(statement):
        return statement.passage
    alone = statement.stance != "denied" or statement.kind == "direct"
    if not _leads(statement) or (alone and not is_phrase(statement)):
        return statement.quote
    body, (sentence, _) = statement.article.body, statement.sentence
    assert statement.cue is not None
    start = statement.cue[0]
    if found := _AUXILIARIES.search(body, sentence, start):
        start = found.start()
    return body[start : statement.end]


def _leads(statement: Statement) -> bool:
    """Whether its verb stands before its content, near enough to be read in one go."""
    cue = statement.cue
    if cue is None or _verb(statement) is None:
        return False
    return statement.sentence[0] <= cue[0] < statement.start <= cue[1] + GAP


def _verb(statement: Statement) -> Cue | None:
    """Of "did not respond" or "called on", the last word that reports."""
    told = reversed(statement.cue_text.lower().split())
    return next((VERBS[word] for word in told if word in VERBS), None)
