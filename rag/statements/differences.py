"""In what two statements on one matter differ, by rules that can be explained in words.

Denial, figures, dates, opposites, cause, place, actor, in this order; the first that speaks is
taken. Each rule asks how near the two are in matter before it speaks at all, because two
statements about different things differ in everything. Knows nothing of speakers' histories.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from rag.statements.answers import VERDICT
from rag.statements.denials import ACCUSED_WITHIN, DENIAL_CLOSE, denial, own_words
from rag.statements.figures import (
    SURE_FIGURES_CLOSE,
    Check,
    Difference,
    apart_in,
    comparable_figures,
    same_but_for,
    same_in,
    share_figure,
)
from rag.statements.link import CLAIMANT
from rag.statements.mood import only_if, says_no
from rag.statements.occasions import within
from rag.statements.opposites import opposed
from rag.statements.parts import parts
from rag.statements.reading import Reading
from rag.statements.rebutted import rebutted
from rag.statements.roots import root, roots
from rag.text.days import Resolved, resolve
from rag.text.negation import affirmed_stems, denied_stems
from rag.text.words import CALENDAR, stem, words

REFUTED_CLOSE = 0.55
"""Closeness from which a story that is called false is the one that the other tells."""


TURNED_CLOSE = 0.5
OPPOSED_CLOSE = 0.55
DATES_CLOSE = 0.6

OWN_WORDS_CLOSE = 0.25
"""For a speaker's own earlier words: nobody says and unsays a thing of two matters in a week."""

OWN_SHARED = 0.5
"""Share of the lighter content's words, what it leans on aside, that both have to have."""


_LIGHT = frozenset(
    """find make go come get take give put pay know use see want need work first last only
    new next day week month year time call""".split()
)
"""Roots that are denied and affirmed of anything."""

CORRECTED_WITHIN = timedelta(days=7)

_MOST_SHARED = 0.45  # overlap that a denial or an opposite needs
# Who "stops airing it" or "takes it off the air" does not air it.
_STOPPED = re.compile(
    r"\b(?:stop(?:s|ped|ping)?|ceas(?:e|es|ed|ing)|quit(?:s|ting)?|halt(?:s|ed|ing)?|"
    r"end(?:s|ed|ing)?|avoid(?:s|ed|ing)?)\s+\w+|\boff\s+(?:the\s+)?\w+",
    re.IGNORECASE,
)
_REFUTES = re.compile(
    r"\b(?:an? |elaborate |complete |total )?(?:hoax|fabricat(?:ed|ion)|untrue|debunk\w*|"
    r"bogus|satir(?:e|ical)|apocryphal)\b|"
    # A fake passport refutes no story.
    r"\bfake(?=\W*$|\s*[.,;:!?”\"]|\s+(?:hoax|news|stor(?:y|ies)|reports?|claims?|"
    r"rumou?rs?|videos?|photos?|pictures?|images?|quotes?|tweets?)\b)|"
    r"\b(?:is|are|was|were|proved?|turned out|turns out)(?: to be)?(?: (?!an?\b|the\b)\w+)? "
    r"(?:false|not true|not real|made up(?! of))\b|\bno (?:truth|evidence)\b|"
    r"\bnever happened\b|\bdenie[sd] (?:the |these |those )?(?:report|rumou?r|claim|stor)\w*",
    re.IGNORECASE,
)
_NO_SIGN = re.compile(
    r"no (?:truth|evidence)\s+(?:that\s+(?P<claim>[^,.;:!?”\"]{3,80})|(?:of|to|for|in)\s+"
    r"(?P<what>[^,.;:!?”\"]{3,80}?)(?=[,.;:!?”\"]|\s+(?:in|at|on|with|by|from|during)\b|$))",
    re.IGNORECASE,
)
_CONDEMNS = re.compile(
    r"(?:^|\b(?:call|brand|label|describ|deem)\w*\s+)"
    rf"(?:the|this|that|his|her|its|their)\s+(?P<what>[\w-]+)\s+(?:as\s+)?(?:an?\s+)?(?:\w+ly\s+)?"
    # "The camp lies on the river."
    rf"(?P<verdict>{VERDICT})(?!\s+(?:on|in|at|near|beside|behind|between|along|within|beneath|under|"
    r"to|about|just|some|\d))",
    re.IGNORECASE,
)
# "It was irresponsible to call the attack a hoax" takes it back.
_RUES = re.compile(
    r"\b(?:irresponsible|wrong|mistake[n]?|sorry|regret\w*|never|not)\b[^.;]{0,30}$", re.IGNORECASE
)
_CRITICAL = re.compile(
    rf"\b(?:{VERDICT}|injustice|miscarriage|lenient|concerns?|appeal)", re.IGNORECASE
)
_NAMED_NOT = re.compile(
    r"\b(?P<name>[A-ZÀ-Þ][a-zà-ÿ][\w’'-]+)\s+"
    r"(?:(?:did|does|has|had|was|is|will|would|could)(?:\s+not|n[’']t)|never)\b"
)
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_CLAUSE_END = re.compile(r"[,.;:!?”\"]|\b(?:and|but|because|if|unless|until|while|when|that)\b")
_REACH = 6  # words behind a denied one
_APART = re.compile(r"[;:.!?”\"]\s|,\s+(?:and|but|so|because|while)\b")
_OF_MATTER = 4
"""Roots of a clause from which it says itself what it is of."""

_ENOUGH = 3
"""Roots of a statement's own words from which these alone say what it is of."""

_WHETHER = re.compile(r"\bwhether\b|\bor not\b", re.IGNORECASE)
_PART = re.compile(
    r"\d\s?%|\bper ?cent\b|\b(?:some|many|most|few|several|half|a third|a quarter|not all)\s+\w+",
    re.IGNORECASE,
)


def difference(one: Reading, other: Reading, closeness: float, overlap: float) -> Difference | None:
    """What the first rule says that has anything to say; None if none has.

    Args:
        one: The earlier.
        other: The later.
        closeness: Of their matter, 0 to 1.
        overlap: Of their words, 0 to 1.
    """
    if found := rebutted(one, other):
        return found
    if closeness < SURE_FIGURES_CLOSE:
        return None
    pairs = comparable_figures(one, other, closeness)
    return (
        denial(one, other, closeness)
        or refuted(one, other, closeness)
        or _condemned(one, other, closeness)
        or apart_in(one, other, pairs, closeness)
        or _turned(one, other, closeness, overlap)
        or _opposites(one, other, closeness, overlap)
        or _dates(one, other, closeness)
        or parts(one, other, closeness)
        or same_in(pairs, closeness)
    )


def refuted(one: Reading, other: Reading, closeness: float) -> Difference | None:
    """One calls a story, a report or a picture false, and the other tells it."""
    first, second = _REFUTES.search(one.text), _REFUTES.search(other.text)
    if closeness < REFUTED_CLOSE or (first is None) == (second is None):
        return None
    # "He has not died" is what who calls the story of his death a hoax says, too.
    teller = other if first else one
    if says_no(teller) or one.denied or other.denied:
        return None
    found = first or second
    if found and not _of_what_is_told(found, teller):
        return None
    word = found.group() if found else ""
    return Difference("", min(0.9, 0.45 + closeness / 2), f"one calls it false: “{word}”")


def _of_what_is_told(found: re.Match[str], teller: Reading) -> bool:
    """“No evidence of fraud” refutes who tells of fraud, and not the rest of the matter."""
    of = _NO_SIGN.match(found.string, found.start())
    if of is None:
        # “... and it’s time to move on from this hoax”: of a matter that its clause has not named.
        begin = max((m.end() for m in _APART.finditer(found.string, 0, found.start())), default=0)
        ends = _APART.search(found.string, found.end())
        clause = found.string[begin : ends.start() if ends else None]
        told = roots(clause.replace(found.group(), " "))
        named = teller.names | roots(teller.holder.name)
        said = teller.own if len(teller.own) >= _ENOUGH else teller.about
        shared = (told & said) - named - _LIGHT
        return len(told) < _OF_MATTER or len(shared) >= min(2, len(said))
    wanted = roots(of["claim"] or of["what"])
    return not wanted or 2 * len(wanted & teller.about) >= len(wanted)


def refutes(reading: Reading) -> bool:
    """Whether it calls something false, with what it leans on."""
    return _REFUTES.search(reading.whole) is not None


def _condemned(one: Reading, other: Reading, closeness: float) -> Difference | None:
    """One did it, and the other condemns it: "called the suspension a mistake"."""
    if closeness < DENIAL_CLOSE or one.holder.voice == other.holder.voice:
        return None
    if not within(one, other, ACCUSED_WITHIN):
        return None  # months later it is another sentence
    for judging, done in ((one, other), (other, one)):
        match = _CONDEMNS.search(judging.text)
        if (
            match
            and root(match["what"]) in done.core
            and _stands_by(done)
            and not _RUES.search(judging.text[: match.start()])
        ):
            why = f"one condemns it: “{match['verdict']}”"
            return Difference("", min(0.85, 0.45 + closeness / 2), why)
    return None


def _stands_by(reading: Reading) -> bool:
    """Whether its holder did it or speaks for it: no outlet that reports it, no other critic.

    Nobody stands by a claim that is checked: who condemns what it tells does not deny it.
    """
    critical = says_no(reading) or _CRITICAL.search(reading.text)
    return not (reading.plain or reading.denied or critical or reading.holder == CLAIMANT)


def of_others(one: Reading, other: Reading) -> bool:
    """Of other things: each names somebody, nobody in common; or only one tells of the past."""
    named = bool(one.names and other.names) and not one.names & other.names
    return named or one.past != other.past


def share_own_words(
    one: Reading,
    other: Reading,
    besides: frozenset[str] = frozenset(),
    least: float = OWN_SHARED,
) -> bool:
    """Whether two contents themselves, what stands before them aside, are of one thing.

    Args:
        one: Either.
        other: The other.
        besides: Roots that do not count, as those in which the two are found to differ.
        least: Share of the lighter one's roots that both have to have.
    """
    mine, theirs = one.own - besides, other.own - besides
    shared = len(mine & theirs)
    return shared >= least * max(1, min(len(mine), len(theirs))) and shared > 0


def _turned(one: Reading, other: Reading, closeness: float, overlap: float) -> Difference | None:
    """One says "not" to the very word that the other affirms."""
    own = own_words(one, other) and closeness >= OWN_WORDS_CLOSE
    if not own and (closeness < TURNED_CLOSE or overlap < _MOST_SHARED):
        return None
    if one.denied != other.denied or of_others(one, other) or one.phrase or other.phrase:
        return None
    denied = _turned_words(one, other) or _turned_words(other, one)
    # "He has not died", "that he died is a hoax": who says no in either way agrees.
    refuted = _REFUTES.search(one.text) or _REFUTES.search(other.text)
    both = says_no(one) and says_no(other)
    if not denied or refuted or both or _of_a_part(one, other) or only_if(one, other):
        return None
    if _of_somebody_else(one, other) or _of_somebody_else(other, one):
        return None
    if not own and not share_own_words(one, other, frozenset((denied,))):
        return None
    why = f"one says not what the other says: {denied}"
    return Difference("", min(0.9, 0.35 + closeness), why, check=_contradiction(one, other))


def _of_somebody_else(denier: Reading, teller: Reading) -> bool:
    """“Lind did not testify” denies nothing of others who did."""
    subject = _NAMED_NOT.search(denier.text)
    known = teller.names | teller.about | roots(teller.holder.name)
    return subject is not None and root(subject["name"]) not in known


def _of_a_part(one: Reading, other: Reading) -> bool:
    """“Just 5% do not qualify” denies nothing of all the others, nor "some did not" of the rest."""
    return any(_PART.search(reading.text) for reading in (one, other)) and not share_figure(
        one, other
    )


def _turned_words(denier: Reading, teller: Reading) -> str:
    """A word that one denies and the other only affirms; "" if there is none."""
    denied = {root(word) for word in denied_stems(denier.text)}
    theirs = {root(word) for word in denied_stems(teller.text)}
    affirmed = {root(word) for word in affirmed_stems(_STOPPED.sub(" ", teller.text))}
    shared = (denied & affirmed) - theirs - _LIGHT
    if own_words(denier, teller):
        return min((one for one in shared if _of_the_same(one, denier, teller)), default="")
    rest = (denier.about & teller.about) - shared
    return min(shared, default="") if rest else ""


def _of_the_same(denied: str, denier: Reading, teller: Reading) -> bool:
    """Whether what is behind a denied word in its clause is told of, too, if there is anything.

    Who "never cheated in games over the board" may have "cheated in online games".
    """
    text = denier.text
    told = ((m.end(), m.group().lower()) for m in _WORD.finditer(text))
    # What is denied is the root of a stem: "decisions" is "deci" there, and "decid" alone.
    place = next((end for end, one in told if denied in (root(one), root(stem(one)))), len(text))
    clause = _CLAUSE_END.split(text[place:], maxsplit=1)[0]
    # "No decisions about September" are none of what is told in September of others.
    if not set(words(clause)) & CALENDAR <= set(words(teller.text)):
        return False
    wanted = roots(" ".join(clause.split()[:_REACH]))
    shared = wanted & (teller.own | teller.about)
    return not wanted or any(
        not (mine := _before(clause, one))
        or not (theirs := _before(teller.text, one))
        or mine & theirs
        for one in shared
    )


def _before(text: str, wanted: str) -> frozenset[str]:
    """Roots of the words right before a word: "online" of "online games"."""
    told = [match.group() for match in _WORD.finditer(text)]
    return roots(" ".join(a for a, b in pairwise(told) if root(b) == wanted))


def _opposites(one: Reading, other: Reading, closeness: float, overlap: float) -> Difference | None:
    if closeness < OPPOSED_CLOSE or overlap < _MOST_SHARED or of_others(one, other):
        return None
    found = opposed(one.text, other.text)
    unsure = _WHETHER.search(one.text) or _WHETHER.search(other.text)
    if found is None or unsure or one.denied != other.denied or only_if(one, other):
        return None
    if not share_own_words(one, other, frozenset(map(root, found))):
        return None
    why = f"“{found[0]}” against “{found[1]}”"
    return Difference("", min(0.85, 0.25 + closeness), why, check=_contradiction(one, other))


def _contradiction(one: Reading, other: Reading) -> Check | None:
    """A word turned round proves little of two speakers; of one speaker's own words, enough."""
    if own_words(one, other):
        return None
    return Check(((one.whole, other.text), (other.whole, one.text)), "contradicts")


def _dates(one: Reading, other: Reading, closeness: float) -> Difference | None:
    """One date each, of one precision, and otherwise nearly the same words."""
    if closeness < DATES_CLOSE or one.denied or other.denied:
        return None
    mine, theirs = (resolve(reading.text, reading.published) for reading in (one, other))
    apart = [
        (a, b)
        for a in mine
        for b in theirs
        if a.precision == b.precision
        # "Jan. 6" and "Jan. 6, 2021": the year of a name is mostly left out.
        and not (a.precision == "day" and (a.day.month, a.day.day) == (b.day.month, b.day.day))
        and _only_ones(a, mine, b, theirs)
    ]
    if not apart or of_others(one, other):
        return None
    first, second = apart[0]
    own = own_words(one, other) and one.holder.kind != "outlet"
    # Two days of what has happened are mostly two happenings; who errs about one says so soon.
    ahead = _ahead(one, first) and _ahead(other, second)
    if not ahead and not (own and within(one, other, CORRECTED_WITHIN)):
        return None
    words = one.text[first.start : first.end], other.text[second.start : second.end]
    if words[0].lower() == words[1].lower():
        return None
    why = f"{words[0]} against {words[1]}"
    # Two plans for two days are two plans, unless the rest says the same.
    check = None if own else same_but_for(one, words[0], other, words[1])
    return Difference("date", min(0.85, 0.2 + closeness), why, check=check)


def _only_ones(
    one: Resolved, mine: Sequence[Resolved], other: Resolved, theirs: Sequence[Resolved]
) -> bool:
    """Whether each text has no other date of that precision."""
    return (
        sum(date.precision == one.precision for date in mine) == 1
        and sum(date.precision == other.precision for date in theirs) == 1
    )


def _ahead(reading: Reading, date: Resolved) -> bool:
    """Whether a date lies after its article: a deadline, a plan. All of this year is ahead."""
    today = reading.published
    if today is None:
        return False
    month = 12 if date.precision == "year" else date.day.month
    day = date.day.day if date.precision == "day" else 31
    return (date.day.year, month, day) > (today.year, today.month, today.day)
