"""Word forms that news uses for one thing: "suspended" and "suspension", "left" and "leave".

Finer than the search's stem, which must not join what a reader would not; for comparing what two
statements say, a missed form is a missed contradiction. Pure text.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rag.text.words import CALENDAR, content_words, stem

_IRREGULAR = {
    form: verb
    for line in """
    leave left leaves leaving; flee fled flees fleeing flight; rise rose risen rises; grow
    grew grown growth; fall fell fallen falls; sink sank sunk sinks sinking; break broke
    broken; speak spoke spoken; give gave given gives; take took taken takes; buy bought buys
    buyer purchase purchased; sell sold sells sale; pay paid pays payment payments; spend
    spent spends spending; build built builds; send sent sends; hold held holds; lose lost
    loses loss; win won wins; choose chose chosen choice; write wrote written writes; know
    knew known knows; see saw seen sees; find found finds; think thought thinks; go went gone
    goes; come came comes; run ran runs; begin began begun begins; shut shuts; close closed
    closes closing closure closures; cut cuts cutting; put puts; bid bids bidder bidding; sack
    sacked sacks dismiss dismissed dismissal; die died dead death deaths dies dying; kill
    killed kills killing; agree agreed agreement; refuse refused refusal; approve approved
    approval; oppose opposed opposition; deny denied denial denies; move moved moves; warn
    warned warning warnings warns; safe safety safely; strike struck; teach taught; fight
    fought fights; resign resigned resignation; decide decided decision decides; expand
    expanded expansion; extend extended extension; suspend suspended suspension suspends;
    explode exploded explosion; invade invaded invasion; divide divided division; permit
    permitted permission permits; admit admitted admission; raise raised raises raising; order
    ordered orders; free freed freedom; offer offered offers; plan planned plans planning; job
    jobs; leak leaked leaking leaks leakage; report reported reports; inspect inspected
    inspection inspections inspectors inspector; repair repaired repairs; evacuate evacuated
    evacuation evacuations evacuees; rule ruled ruling rules; vote voted votes
    """.replace("\n", " ").split(";")
    if line.strip()
    for verb in [line.split()[0]]
    for form in line.split()
}
_ALTERNATING = ((re.compile(r"ns$"), "nd"), (re.compile(r"cis$"), "cid"), (re.compile(r"pt$"), "p"))


_PARTICLES = frozenset("da de la le du des van von der bin al el".split())
"""Parts of names that say nothing alone."""


@lru_cache(maxsize=16384)
def root(word: str) -> str:
    """One form for all: "Suspension" -> "suspend"; a stem where nothing better is known."""
    lower = word.lower().replace("’", "'").removesuffix("'s")
    if lower in _IRREGULAR:
        return _IRREGULAR[lower]
    short = stem(lower)
    for ending, other in _ALTERNATING:
        if len(short) > 4 and ending.search(short):
            return ending.sub(other, short)
    return short[:-1] if short.endswith(("e", "i", "y")) and len(short) > 4 else short


def roots(text: str) -> frozenset[str]:
    """Of the words that carry meaning; figures are compared otherwise and left out."""
    return frozenset(
        root(word)
        for word in content_words(text)
        if not word[0].isdigit() and len(word) > 1 and word not in CALENDAR | _PARTICLES
    )
