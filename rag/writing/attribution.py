"""Keeps what a speaker said the speaker's: finds who says a quote, and says so where it was lost.

"They knew the wall was cracked," Lind said -> a written "They knew the wall was cracked" becomes
"They knew the wall was cracked, according to Lind". Rules on text, no model; when it cannot tell
who speaks it names the outlet.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text.pieces import is_comment, is_opinion
from rag.text.quotation import quoted_share, speaks_of_us
from rag.text.words import STOP_WORDS, names, stems
from rag.types import Evidence

# Words that always tell of speech, unless passive ("the firm was warned").
_SAYS = (
    r"(?:(?<!was )(?<!were )(?<!been )(?<!being )(?<!are )(?<!be )(?<!not )(?<!-)"
    r"(?:said|says|told|tells|"
    r"warned|warns|denied|denies|promised|promises|claims|claimed(?! (?:the |at least )?\w+ lives)|"
    r"argued|argues|insisted|insists|vowed|vows|predicted|predicts|stressed|stresses|stated|states|"
    r"maintained|maintains|conceded|concedes|admitted|admits|reiterated|acknowledged|acknowledges|"
    r"explained|testified|wrote|writes|tweeted|commented|remarked|asserted|countered|replied))"
)
_ALLEGES = r"(?:alleged|alleges|allegedly|allegations?|accused|accuses|suspected of|charged with)"
# Words that tell of speech only right behind a speaker: "the expected storm" has none.
_HOLDS = (
    r"(?:(?:added|adds)(?=[,:.]| that\b| [“\"])|suggested|suggests|believes?|believed|called|"
    r"calls|described|describes|blamed|blames|estimated|estimates|announced|announces|confirmed|confirms|rejected|rejects|dismissed|"
    r"dismisses|critici[sz]ed|criticizes|expects?|expected|thinks?|thought|fears?|feared|hopes?|"
    r"hoped|urged|urges|demanded|demands|reported|reports|accused|accuses|alleged|alleges)"
)
_TITLES = r"(?:Mr|Mrs|Ms|Dr|Gen|Sen|Gov|Rep|St|Lt|Col|Prof|Sgt|Capt)\."
_NAME = rf"(?:{_TITLES}|(?:[A-Z]\.)+|[A-ZÀ-ÖØ-ÞŁŚŻŠŽČĆĐŞİŘ][\w’'&-]*)"
_ROLE = (
    r"(?:police|officials?|authorities|prosecutors?|investigators?|residents?|witness(?:es)?|"
    r"ministers?|ministry|spokes\w+|president|company|mayor|governor|officers?|sources?|"
    r"diplomats?|unions?|experts?|analysts?|scientists?|doctors?|critics?|opponents?|chief|"
    r"director|head|leaders?|lawyers?|judge|secretary|chair\w*|agency|firm|operator|government|"
    r"opposition|court|report|board|survivors?|lawmakers?|campaigners?|researchers?|"
    r"economists?|executives?|inspectors?|passengers?|families|relatives)(?:[’']s?)?"
)
_SPEAKER = (
    rf"((?:(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Oo]ne|[Tt]wo|[Ss]everal|[Ss]ome|local|"
    rf"senior|former|rescue)\s+){{0,2}}(?:\b{_ROLE}\b|\b{_NAME})"
    rf"(?:\s+(?:{_NAME}|{_ROLE}\b|of|the|for|in|transport|de|van|von|bin|al)){{0,7}})"
)
_ACCORDING = re.compile(rf"\b[Aa]ccording to {_SPEAKER}")
_BEFORE_CUE = re.compile(
    rf"{_SPEAKER}(?:,(?P<aside>[^,“”\"]{{2,80}}),)?\s+(?:also\s+|has\s+|had\s+|have\s+|later\s+)?"
    rf"(?:{_SAYS}|{_HOLDS})\b"
)
_AFTER_QUOTE = re.compile(
    rf"(?:[”\"]|[a-z],)\s+(?:said|says|added|adds|warned|wrote|argued|insisted|explained|claimed)\s+"
    rf"{_SPEAKER}"
)
_PRONOUN_SAYS = re.compile(
    rf"\b(?:he|she|they|it|we|who)\s+(?:also\s+|has\s+|had\s+|have\s+)?(?:{_SAYS}|{_HOLDS})\b",
    re.IGNORECASE,
)
_HAS_CUE = re.compile(
    rf"\b{_SAYS}\b|\b{_ALLEGES}\b|\b[Aa]ccording to\b|\bsaying\b|\b[Ii]n the words of\b|"
    r"\bper [A-Z]|\bby \w+[’']s? own account\b",
)
# "One of the largest school districts in Texas announced": not Texas did.
_PART_OF_A_NAME = re.compile(r"\b[a-z]\w*\s+(?:in|of|from|at|near|across|for)\s+$")
_ALLEGED = re.compile(rf"\b{_ALLEGES}\b", re.IGNORECASE)
_PRONOUNS = frozenset("he she it they we i you who that this which and but".split())
_BEFORE_NAME = frozenset(
    """on in at by for but and as while when after before since yet so still however meanwhile
    yesterday today earlier later then also if though although because what that monday tuesday
    wednesday thursday friday saturday sunday january february march april may june july august
    september october november december last this""".split()
)
_CONNECTORS = frozenset("of the for in de van von bin al".split())


def is_attributed(text: str) -> bool:
    """Whether a text says that somebody says it."""
    return bool(_HAS_CUE.search(text) or _PRONOUN_SAYS.search(text) or speakers_of(text))


def speaker_of(quote: str) -> str | None:
    """Who speaks in a quote, as written there; None if nobody, or only a pronoun, is named."""
    return next(iter(speakers_of(quote)), None)


def speakers_of(text: str) -> list[str]:
    """All who are named as speaking, those of "according to" and behind quotations first."""
    found: list[str] = []
    for pattern in (_ACCORDING, _AFTER_QUOTE, _BEFORE_CUE):
        for match in pattern.finditer(text):
            if pattern is _BEFORE_CUE and _PART_OF_A_NAME.search(text, 0, match.start()):
                continue
            speaker = _trimmed(match.group(1))
            aside = (match.groupdict().get("aside") or "").strip()
            # "The company's spokesman, Joren Ekvall, told ...": the name is shorter and says more.
            if aside and re.fullmatch(rf"{_NAME}(?:\s+{_NAME})*", aside):
                speaker = aside
            if speaker and speaker.lower() not in _PRONOUNS and speaker not in found:
                found.append(speaker)
    return found


def needs_attribution(sentence: str, cited: Sequence[Evidence]) -> bool:
    """Whether a written sentence states as bare fact what its quotes only have as said.

    True if every cited sentence that shares most of its words is attributed, and it itself is not.
    """
    if is_attributed(sentence) or not cited or _in_run_up(sentence, cited):
        return False
    return all(_is_speech(evidence) for evidence in _close(sentence, cited))


def _in_run_up(sentence: str, cited: Sequence[Evidence]) -> bool:
    """Whether it is the article's own sentence before the speech, which nobody in it says."""
    if any(mark in sentence for mark in '“”"'):
        return False
    text = " ".join(sentence.split()).rstrip(".")
    return any(
        text in " ".join(one.article.body[one.start : one.focus_start].split()) for one in cited
    )


def attribute(sentence: str, cited: Sequence[Evidence]) -> str:
    """The sentence with its speaker, or its outlet, added before the closing stop.

    Whoever says "I" in it is quoted: "I was wrong, according to Lind" would be said of ourselves.
    So is a reader who comments on an article.
    """
    close = _close(sentence, cited)
    bare = _without_stop(sentence)
    who = next((speaker for one in close if (speaker := _speaker_in(one))), None)
    outlet = next((one.article.source for one in close if one.article.source), "")
    if any(is_comment(one.article, one.focus_start) for one in close):
        return f"A reader writes{f' in {outlet}' if outlet else ''}: “{sentence}”"
    if speaks_of_us(sentence) and (who or outlet):
        return f"{who}: “{sentence}”" if who else f"{outlet} writes: “{sentence}”"
    if who is not None:
        if _names_itself(sentence, who):
            return f"{bare}, by {who}{_genitive(who)} own account."
        return f"{bare}, according to {_inside_sentence(who)}."
    if any(_ALLEGED.search(one.focus) for one in close):
        reported = f" that {outlet} reports" if outlet else ""
        return f"{bare}, according to an allegation{reported}."
    return f"{bare}, {outlet} reports." if outlet else sentence


def wrong_speaker(sentence: str, cited: Sequence[Evidence]) -> str | None:
    """Somebody whom the sentence lets speak, though in the quotes others do; None if all is well.

    Only where it is plain: one named speaker in the sentence, only other named speakers in the
    quotes, no "she said" that may stand for anybody, and the name occurs there in another part.
    """
    spoken = speakers_of(sentence)
    if len(spoken) != 1:
        return None
    quotes = " \n".join(one.quote for one in cited)
    speakers = speakers_of(quotes)
    own = _capitals(spoken[0])
    outlets = {word for one in cited for word in _capitals(one.article.source)}
    unclear = _PRONOUN_SAYS.search(quotes) or not all(_capitals(one) for one in speakers)
    if not speakers or not own or unclear or own & outlets:
        return None
    named = {word for name in names(quotes) for word in _capitals(name)}
    theirs = set().union(*(_capitals(one) for one in speakers))
    return spoken[0] if own <= named and not own & theirs else None


def _close(sentence: str, cited: Sequence[Evidence]) -> list[Evidence]:
    """The cited evidence that shares at least half of the sentence's words, closest first."""
    wanted = stems(sentence)
    shared = [(len(wanted & stems(evidence.quote)), evidence) for evidence in cited]
    shared.sort(key=lambda pair: -pair[0])
    close = [evidence for count, evidence in shared if 2 * count >= len(wanted)]
    return close or [evidence for _, evidence in shared]


def _speaker_in(evidence: Evidence) -> str | None:
    """Who speaks in the sentence that matters; "she said" is looked up in what stands before."""
    if speaker := speaker_of(evidence.focus):
        return speaker
    before = evidence.article.body[evidence.start : evidence.focus_start]
    # "There were eight of them": any word is capitalised where a sentence begins.
    people = [
        name for one in names(before) if (name := _trimmed(one)) and name.lower() not in STOP_WORDS
    ]
    if _PRONOUN_SAYS.search(evidence.focus) and len(people) == 1:
        return people[0]
    if _is_quotation(evidence.focus) and (speaker := speaker_of(evidence.quote)):
        return speaker
    return (evidence.article.author or None) if is_opinion(evidence.article) else None


def _is_speech(evidence: Evidence) -> bool:
    """Attributed in so many words, one whole quotation, a piece of opinion, a reader's comment."""
    focus, article = evidence.focus, evidence.article
    if is_opinion(article) or is_comment(article, evidence.focus_start):
        return True
    return is_attributed(focus) or _is_quotation(focus)


def _is_quotation(focus: str) -> bool:
    return quoted_share(focus) > 0.6


def _trimmed(speaker: str) -> str:
    """Without "On Monday" before the name and "of the" behind it."""
    run = speaker.split()
    while run and run[0].lower().strip(".,") in _BEFORE_NAME:
        run.pop(0)
    while run and run[-1].lower() in _CONNECTORS:
        run.pop()
    text = " ".join(run).strip(" ,.")
    if text.lower() in {"the", "a", "an"}:
        return ""
    return re.sub(r"[’']s?$", "", text)


def _without_stop(sentence: str) -> str:
    """The sentence without its closing stop; the stop of "U.S." stays."""
    sentence = sentence.rstrip()
    if re.search(r"\b(?:[A-Z]\.)+[A-Z]?\.$", sentence):
        return sentence
    return re.sub(r"[.!?]+([”\"’')]*)$", r"\1", sentence)


def _inside_sentence(who: str) -> str:
    first = who.split()[0].lower()
    lowered = {"the", "a", "an", "its", "his", "her", "their", "one", "two", "several", "some"}
    return who[:1].lower() + who[1:] if first in lowered or re.match(_ROLE, first) else who


def _names_itself(sentence: str, who: str) -> bool:
    own = _capitals(who)
    return bool(own) and bool(own & _capitals(" ".join(sentence.split()[:5])))


def _genitive(who: str) -> str:
    return "'" if who.endswith("s") else "'s"


def _capitals(text: str) -> set[str]:
    """Capitalised words, lower case, without articles and titles."""
    found = {word.lower() for word in re.findall(r"\b[A-ZÀ-Þ][\w-]+", text)}
    return found - {"the", "an", "mr", "mrs", "ms", "dr"} - _BEFORE_NAME
