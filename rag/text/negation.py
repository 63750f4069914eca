"""Does a written sentence deny what its quotes affirm, or affirm what they deny? Pure text.

Looks at what stands right behind the word of denial: "Lind did not resign" denies "resign", and
"Lind resigned, but did not say why" does not. Rules that would rather miss than accuse.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text.words import STOP_WORDS, content_words, stem, words

# Denials in other words: they keep a "not" from being called invented.
_SOFT_DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|denials?|refus\w+|reject\w*|rul\w+(?:\s+\w+){0,3} out|fail\w*|"
    r"false\w*|untrue|unable|unlikely|un\w+ed|lack\w*|contradict\w*|dismiss\w*|halt\w*|stop\w*|"
    r"cancel\w*|dis\w+|declin\w+|ban\w*|absent|absence|barred|block\w*|wrong|instead|"
    r"rather than|avoid\w*|avert\w*|prevent\w*|prohibit\w*|forb\w+|keep\w*|kept|away|against|"
    r"oppos\w+|ceas\w+|end(?:s|ed|ing)?|quit\w*|exclud\w+|only|last|without|zero)\b",
    re.IGNORECASE,
)
_HARD_DENIAL = re.compile(
    r"\b(?:not|no|never|neither|nor|none|nobody|nothing|cannot)\b|n[’']t\b", re.IGNORECASE
)
_PLAIN_DENIAL = re.compile(
    r"\b(?:not(?! (?:the )?only| just| least)|never|no longer|neither|nobody|no one|cannot|"
    r"den(?:y|ies|ied))\b|n[’']t\b",
    re.IGNORECASE,
)
_DENIES_NEXT = re.compile(
    r"(?:\b(?:not(?! (?:the )?only| just| least| long| all| alone| enough)|never|no longer|cannot|"
    r"(?:refus|declin|fail)\w* to|unable to|rul(?:e|es|ed|ing) out)\b|"
    r"n[’']t\b(?! only| just| all| alone| enough))[\s,]+",
    re.IGNORECASE,
)
_FOOLISH = re.compile(
    r"\b(?:stupid|foolish|crazy|mad|insane|silly|remiss|wrong|a fool|an idiot)[\"”’',]*\s+$",
    re.IGNORECASE,
)
_NO_THING = re.compile(r"\bno\s+(?!doubt|later|longer|sooner|wonder|matter|one\b)", re.IGNORECASE)
_DENIED_CLAUSE = re.compile(
    r"\bden(?:y|ies|ied|ying)\s+(?:that|having|being|it|he|she|they|its|his|her|their|claims?|"
    r"reports?|allegations?|accusations?|suggestions?)\b(?P<clause>[^,.;!?”\"]*)",
    re.IGNORECASE,
)
# "It contained none of these", "he did not.": what is denied is not said behind it.
_BARE_DENIAL = re.compile(r"\bnone\b|\bneither\b|(?:\bnot|n[’']t)\s*[.,;:!?”\"]", re.IGNORECASE)
_NOTHING_HEARD = re.compile(
    r"\bno\s+(?:(?:confirmed|known|immediate)\s+)?(?:reports?|signs?|records?|plans?|intention|word)\s+"
    r"(?:of|that|to)\b(?P<clause>[^,.;!?”\"]*)",
    re.IGNORECASE,
)
_ADMITS = re.compile(r"\b(?:admit|confess|concede|acknowledge)\w*\b", re.IGNORECASE)
_DENIES = re.compile(r"\bden(?:y|ies|ied)\b", re.IGNORECASE)
_ACCUSED = re.compile(r"\b(?:accus|alleg|suspect|claim|report)\w*", re.IGNORECASE)
_CONDITION = re.compile(
    r"[^.;!?”\"]{0,80}\b(?:until|unless|without|before|except)\b", re.IGNORECASE
)
_BETWEEN = frozenset(
    """yet been be being to have has had also even ever any the a an immediately currently
    actually really still directly all that it such""".split()
)
_TOO_COMMON = (STOP_WORDS - set("report reports reported".split())) | frozenset(
    """give gave make made comment take clear immediate confirm specify respond name elaborate
    want think know believe expect mean need enough sure yet available""".split()
)


def denies(text: str) -> bool:
    """Whether a text has any word of denial, refusal or absence; generous."""
    return bool(_HARD_DENIAL.search(text) or _SOFT_DENIAL.search(text))


def plainly_denies(text: str) -> bool:
    """Whether a text says "not", "never" or "denied" in so many words; strict."""
    return bool(_PLAIN_DENIAL.search(text))


def denials(text: str) -> list[tuple[int, int]]:
    """Where a text says "not", "never" or "denied" in so many words; offsets in characters."""
    return [match.span() for match in _PLAIN_DENIAL.finditer(text)]


def turned_around(sentence: str, quotes: Sequence[str]) -> str | None:
    """What is wrong if sentence and quotes contradict each other, in words; else None.

    Args:
        sentence: As written.
        quotes: All that it cites.
    """
    denied_in_quotes = set().union(*(denied_stems(quote) for quote in quotes))
    affirmed_in_quotes = set().union(*(affirmed_stems(quote) for quote in quotes))
    denied, affirmed = denied_stems(sentence), affirmed_stems(sentence)
    if plainly_denies(sentence) and not any(denies(quote) for quote in quotes):
        return "it denies what the quotes do not deny"
    # Irregular verbs have other stems ("broke", "break") and are left to the rule above.
    soft = any(_SOFT_DENIAL.search(quote) or _BARE_DENIAL.search(quote) for quote in quotes)
    if not soft and not denied & denied_in_quotes and denied & affirmed_in_quotes:
        return "it denies what the quotes affirm"
    if not denies(sentence):
        if affirmed & (denied_in_quotes - affirmed_in_quotes):
            return "it affirms what the quotes deny"
        accused = _ACCUSED.search(sentence)
        if not accused and any(_repeats_denied_clause(sentence, quote) for quote in quotes):
            return "it states as fact what the quotes deny"
    return None


def _denials_of_next(text: str) -> list[re.Match[str]]:
    """Words that deny what stands behind them; who is "stupid not to accept it" accepts it."""
    found = [*_DENIES_NEXT.finditer(text), *_NO_THING.finditer(text)]
    return [match for match in found if not _FOOLISH.search(text[: match.start()])]


def denied_stems(text: str) -> set[str]:
    """Stems of what is denied: the first word that matters behind each word of denial."""
    found = set()
    for match in _denials_of_next(text):
        # "It will not open until it is repaired" does not deny that it opens.
        if _CONDITION.match(text, match.end()):
            continue
        for word in words(text[match.end() : match.end() + 60])[:4]:
            if word in _BETWEEN or word.endswith("ly"):
                continue
            if word not in _TOO_COMMON:
                found.add(stem(word))
            break
    return found


def denies_what_is_asked(question: str, text: str) -> bool:
    """Whether a text denies a word of a question that itself denies nothing.

    "Will he go?", "he would not go"; "Was anyone hurt?", "there are no reports of anyone hurt"; "Do
    they admit fraud?", "the men deny fraud".
    """
    asked = {stem(word) for word in content_words(question)}
    if denied_stems(question):
        return False
    if asked & (denied_stems(text) - affirmed_stems(text)):
        return True
    if any(asked & _content(match["clause"]) for match in _NOTHING_HEARD.finditer(text)):
        return True
    admitted = _ADMITS.search(question)
    told = _content(question[admitted.end() :]) if admitted else set()
    return any(told & _content(text[match.end() :]) for match in _DENIES.finditer(text))


def affirmed_stems(text: str) -> set[str]:
    """Stems of all words that do not stand right behind a word of denial."""
    kept = text
    for match in reversed(_denials_of_next(text)):
        kept = kept[: match.end()] + re.sub(r"^(?:\W*\w+){0,4}", " ", kept[match.end() :])
    return {stem(word) for word in words(kept) if word not in _TOO_COMMON}


def _repeats_denied_clause(sentence: str, quote: str) -> bool:
    """Whether a sentence says what follows "denied that", and nothing else of the quote says it."""
    said = _content(sentence)
    for match in _DENIED_CLAUSE.finditer(quote):
        clause = _content(match["clause"])
        rest = _content(quote[: match.start()] + quote[match.end() :])
        told = said & (clause - rest)
        if len(told) >= 2 and len(told) >= 0.5 * len(said - rest):
            return True
    return False


def _content(text: str) -> set[str]:
    return {stem(word) for word in words(text) if word not in STOP_WORDS}
