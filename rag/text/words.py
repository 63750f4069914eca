"""What the words of a text are: content words, stems, names. Pure text, shared by the stages.

English first; other languages lose only the stop words and the endings, not the search.
"""

from __future__ import annotations

import re
from functools import lru_cache

STOP_WORDS = frozenset(
    """a about above after again against all also am an and any are as at be because been before
    being below between both but by can could did do does doing down during each few for from
    further had has have having he her here hers him his how i if in into is it its itself just let
    me more most my no nor not now of off on once one only or other our out over own per said same
    say says she should so some such than that the their theirs them then there these they this
    those through to too under until up us very was we were what when where which while who whom
    whose why will with would you your according article articles outlet outlets report reported
    reports tell told know known happened happen many much recently news week following""".split()
)

PRONOUNS = frozenset(
    "he she it they him her them his hers its their theirs this that these those".split()
)

CALENDAR = frozenset(
    """january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday""".split()
)

_WORD = re.compile(r"[^\W_]+(?:(?:[’'.&-]|\.[’'])[^\W_]+)*", re.UNICODE)
_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪİĶŁŃŅŇŌŐŒŘŚŞŠŢŤŪŮŰŹŻŽȘȚ"
# A stop belongs to an initial or a short title ("J. Lind", "Dr. Lind"), else it ends the sentence.
_NAME_WORD = (
    rf"(?:(?:Mrs?|Ms|Dr|St|Gen|Sen|Gov|Rep|Lt|Col|Prof)\.|(?:[{_UPPER}]\.)+|[{_UPPER}][\w’'&-]*)"
)
_NAME = re.compile(
    rf"(?<!\w){_NAME_WORD}"
    rf"(?:\s+(?:(?:of|the|for|de|la|le|van|von|bin|al|and)\s+){{0,2}}{_NAME_WORD})*"
)
_ENDINGS = (
    "ations", "ation", "ating", "ated", "ates", "ate", "ions", "ion", "ings", "ing", "ers", "ed",
    "es", "er", "ly", "s", "e",
)  # fmt: skip
# Irregular, and in half of all news.
_IRREGULAR = dict.fromkeys("die dies died dying dead death deaths".split(), "die") | dict.fromkeys(
    "apology apologies apologise apologises apologised apologising apologize apologizes apologized "
    "apologizing".split(), "apolog"
)  # fmt: skip
_OPENERS = frozenset(
    """what who whom whose which when where why how did does do is are was were has have had can
    could will would should in on at by for from according after before during since tell the a an
    and but so list name give please between as if of to under with last next this early late
    every each""".split()
)


def words(text: str) -> list[str]:
    """Lower-case words and numbers in reading order: "J.B.’s $1.2m" -> ["j.b", "1.2m"]."""
    return [_plain(match.group()) for match in _WORD.finditer(text)]


def content_words(text: str) -> list[str]:
    """Words that carry meaning, each once, in reading order; all words if none do."""
    every = list(dict.fromkeys(words(text)))
    kept = [word for word in every if word not in STOP_WORDS and (len(word) > 1 or word.isdigit())]
    return kept or every


def stem(word: str) -> str:
    """A crude stem, so that "evacuated" meets "evacuation" and "died" meets "death"."""
    if any(character.isdigit() for character in word):
        return word.replace(",", "")
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def stems(text: str) -> set[str]:
    """Stems of the content words."""
    return {stem(word) for word in content_words(text)}


def names(text: str) -> list[str]:
    """Runs of capitalised words, without the opener of a question or a day: likely names, in order.

    Example: "What did Mara Lind of the Transport Ministry say?" -> ["Mara Lind of the Transport
    Ministry"].
    """
    found: list[str] = []
    for match in _NAME.finditer(text):
        run = match.group().split()
        while run and _opens(run[0]):
            run.pop(0)
        name = " ".join(run).strip(".,'’ ")
        name = re.sub(r"[’']s$", "", name)
        if len(name) > 1 and name not in found:
            found.append(name)
    return found


def _opens(word: str) -> bool:
    """Whether a capitalised word is no part of the name behind it; "WHO" and "May" may be one."""
    if len(word) > 1 and word.isupper():
        return False
    return word.lower().strip(".,'’") in _OPENERS | CALENDAR | PRONOUNS


@lru_cache(maxsize=1 << 15)
def _plain(word: str) -> str:
    word = word.lower().replace("’", "'")
    return word.removesuffix("'s").strip(".-'&")
