"""Who answers whom in an article: words by which a speaker does not accept what was told before.

"Ogilby was not convinced. The tunnel carries off rainwater, she said" contradicts whoever spoke of
the tunnel, though no word of the two says so. Pure: statements and sentences come in.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.statements.link import Holder
from rag.statements.roots import roots
from rag.types import Sentence, Statement

REACH = 900
"""Characters before the words of disagreement within which stands what they answer."""

VERDICT = (
    r"(?:neither\b[^.;]{2,40}\bnor|un(?:necessary|just|justified|fair|acceptable|lawful|"
    r"constitutional|true|founded)|irresponsible|absurd|ridiculous|laughable|nonsense|rubbish|"
    r"baseless|false|wrong|mistake[ns]?|misleading|disproportionate|illegal|lies?|fiction|"
    r"invent(?:ed|ion)|disgrace(?:ful)?|outrageous|fantasy|scaremongering|alarmist|premature|"
    r"reckless|hoax|joke)\b"
)
"""What is said of a thing by whoever will have none of it."""

_CLAIMED = (
    r"(?:(?:that|this|it|them|those|these)|(?:the|such|his|her|its|their)\s+(?:[\w-]+\s+)?"
    r"(?:claim|allegation|accusation|criticism|forecast|figure|report|statement|suggestion|charge|"
    r"estimate|warning|account|version|stor(?:y|ie)|argument|prediction|idea|decision)s?)"
)
_DISAGREES = re.compile(
    r"\b(?:was|were|is|are|remain(?:s|ed)?)\s+(?:not\s+(?:convinced|persuaded)|unconvinced)\b|"
    r"\b(?:disagree[sd](?=\s*[,.;:]|\s+(?:and|but|saying)\b)|beg(?:s|ged) to differ|"
    r"s(?:ees|aw) it differently|hits? back|shot back|fire[sd] back)\b|"
    # "The start is being pushed back a month", "he disagreed with the court": neither is an answer.
    r"(?<!been )(?<!being )(?<!was )(?<!were )(?<!is )(?<!are )\bpush(?:es|ed) back"
    r"(?=\s*[,.;:]|\s+(?:on|against|at|hard|saying)\b)|"
    r"\b(?:laugh(?:s|ed)|scoff(?:s|ed))\s+(?:at|off)\s+(?:that|this|it|the idea)\b|"
    rf"(?<!not )\b(?:disput|reject|dismiss|contest|refut|rebuff)(?:s|es|ed)\s+{_CLAIMED}"
    r"(?=[,.;:]|\s+(?:as|saying|and|but|on)\b)|"
    rf"\b(?:calls?|called|brand(?:s|ed)|label(?:s|led))\s+{_CLAIMED}\s+(?:an?\s+)?(?:\w+ly\s+)?"
    # "Called it a mistake to choose him": "it" points forward, at no one's words.
    rf"[“‘\"']?(?:an?\s+)?{VERDICT}(?![”’\"']?\s+(?:to|that|for|when|if)\b)",
    re.IGNORECASE,
)

# "The delegates approved it. Lind called it a mistake": that they did, nobody disputes.
_DONE = re.compile(r"\b(?:approv|adopt|pass|ratif|endors|sign)\w*", re.IGNORECASE)

_POINTS = re.compile(r"\s(?:that|this|it|them|those|these)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a statement answers: the id of another one, and the words that say so."""

    to: str
    words: str


def answers(
    statements: Sequence[Statement],
    sentences: Mapping[str, Sequence[Sentence]],
    holders: Mapping[str, Holder],
) -> dict[str, Answer]:
    """Statement id -> what it answers, for those that say that they disagree.

    Args:
        statements: Of any articles.
        sentences: Of the body of each article, by its id.
        holders: Statement id -> holder.
    """
    said: dict[str, list[Statement]] = defaultdict(list)
    for one in sorted(statements, key=lambda one: one.start):
        if one.kind != "plain" and one.speaker:
            said[one.article.id].append(one)
    found: dict[str, Answer] = {}
    for article_id, own in said.items():
        for sentence in sentences[article_id]:
            found = _answered(own, sentence, holders) | found  # the first that is told stays
    return found


def _answered(
    said: Sequence[Statement], sentence: Sentence, holders: Mapping[str, Holder]
) -> dict[str, Answer]:
    """What is said in a sentence of disagreement and behind it answers what stands before it."""
    body = said[0].article.body
    match = _DISAGREES.search(body, sentence.start, sentence.end)
    if match is None or _inside_speech(match.start(), said):
        return {}
    speaking = _speaking(said, sentence, body)
    if not speaking:
        return {}
    voice = holders[speaking[0].id].voice
    before = [one for one in said if one.sentence[1] <= sentence.start < one.end + REACH]
    others = [
        one for one in before if holders[one.id].voice != voice and not _DONE.search(one.cue_text)
    ]
    if not others:
        return {}
    found = {}
    for one in speaking:
        other = _meant(one, others, holders)
        if holders[one.id].voice == voice and _bears_on(one, other, match, holders[other.id]):
            found[one.id] = Answer(other.id, match.group())
    return found


def _bears_on(
    answer: Statement, other: Statement, disagrees: re.Match[str], holder: Holder
) -> bool:
    """Whether they stand in one paragraph, share a word, or one names the other: or "it" does."""
    body = answer.article.body
    near = "\n" not in body[other.sentence[1] : disagrees.start()]
    points = _POINTS.search(disagrees.group()) is not None
    told = roots(f"{answer.passage} {body[disagrees.start() : answer.end]}")
    return near or points or bool(told & (roots(other.quote) | roots(holder.name)))


def _inside_speech(place: int, said: Sequence[Statement]) -> bool:
    return any(one.kind == "direct" and one.start <= place < one.end for one in said)


def _speaking(said: Sequence[Statement], sentence: Sentence, body: str) -> list[Statement]:
    """What is said in the sentence of disagreement or behind it, up to the paragraph's end."""
    end = body.find("\n", sentence.end)
    end = len(body) if end < 0 else end
    return [one for one in said if sentence.start <= one.sentence[0] < end]


def _meant(
    answer: Statement, others: Sequence[Statement], holders: Mapping[str, Holder]
) -> Statement:
    """Of what the last one before said, that which shares most words with the answer; else last."""
    last = holders[others[-1].id].voice
    theirs = [one for one in others if holders[one.id].voice == last]
    words = roots(answer.passage)
    return max(theirs, key=lambda one: (len(words & roots(one.quote)), one.start))
