"""What somebody did, where that is their line: "Morwen suspended the licence", after "I will not".

The grammar of speech does not see it, because nobody says anything, and half of all changes of line
are deeds. Read from sentences whose subject is a known speaker, by a list of verbs that commit. The
content begins with the verb; of "ruled out" and its like it is what was ruled out, denied.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.text.trim import dateline_end
from rag.types import Article, Sentence, SpeakerKind, Stance, Statement

_ACTS = (
    r"orders?|ordered|suspends?|suspended|approves?|approved|raises?|raised|lifts?|lifted|withdrew|"
    r"withdraws?|resigns?|resigned|bans?|banned|cancel(?:s|l?ed)|postponed?|called off|"
    r"agreed|agrees|backs|backed|endorsed?|come out in favou?r of|came out in favou?r of|"
    r"took no side|takes no side|admits?|admitted|apologi[sz]e[sd]?|correct(?:s|ed)|"
    r"revers(?:es|ed)|drops|dropped|"
    r"abandon(?:s|ed)|halt(?:s|ed)|resum(?:es|ed)|sign(?:s|ed)|accept(?:s|ed)|demand(?:s|ed)|"
    r"tops|topped|offers|offered|suspended|reinstated|recalled|recalls|evacuated|closed|reopened|"
    r"gave the order|gave up|gives up"
)
_REFUSALS = r"rules? out|ruled out|rejects?|rejected|refused to|refuses to|vetoe[sd]"
_DEED = re.compile(
    rf"^(?P<subject>.{{2,110}}?),?\s+(?:has\s+|have\s+|had\s+)?(?:also\s+|then\s+|finally\s+)?"
    rf"(?:(?P<act>{_ACTS})|(?P<refusal>{_REFUSALS}))\b",
)
_LOUD = re.compile(r"^[A-Z]{3}[^a-z]*(?=[A-Z][a-z])")
_OPENING = re.compile(r"^(?:On|In|At|By|After|Before|Late|Early|Earlier)\b[^,]{2,40},\s+")
_SPEAKS = re.compile(
    r"\b(?:said|says|told|that|which|who|when|because|whether|if|denied|asked|was|were|is|are)\b"
)
_ENDS = re.compile(
    r",?\s+(?:saying|citing|adding|as|while|because|in what|topping|ending|opening)\b|"
    r"\s+and (?:told|said|denied|promised|warned|added)\b|[;:]\s"
)


@dataclass(frozen=True, slots=True)
class Known:
    """A named speaker of the articles at hand, with the words of their roles, lower case."""

    name: str
    kind: SpeakerKind
    roles: frozenset[str]


def deeds(
    article: Article, sentences: Sequence[Sentence], known: Sequence[Known]
) -> list[Statement]:
    """What known speakers did, as an article has it, in the order of its text.

    Args:
        article: English.
        sentences: Of its body.
        known: Speakers; a sentence with another subject gives nothing.
    """
    found = (_deed(article, one, known) for one in sentences)
    return [one for one in found if one is not None]


def _deed(article: Article, sentence: Sentence, known: Sequence[Known]) -> Statement | None:
    text = article.body[sentence.start : sentence.end]
    skipped = dateline_end(text)
    for opening in (_LOUD, _OPENING):
        if match := opening.match(text[skipped:]):
            skipped += match.end()
    match = _DEED.match(text[skipped:])
    if match is None or _SPEAKS.search(match["subject"]) or re.search(r"[“”\"]", match["subject"]):
        return None
    actor = _actor(match["subject"], known)
    if actor is None:
        return None
    refusal = match["refusal"] is not None
    verb = skipped + match.start("refusal" if refusal else "act")
    behind = skipped + match.end()
    stop = _ENDS.search(text, behind)
    end = len(text[: stop.start() if stop else len(text)].rstrip(" .,"))
    start = behind if refusal else verb
    start += len(text[start:end]) - len(text[start:end].lstrip())
    if end - start < 3:
        return None
    at = sentence.start
    return _statement(
        article,
        actor,
        "denied" if refusal else "said",
        content=(at + start, at + end),
        mention=(at + skipped, at + skipped + match.end("subject")),
        cue=(at + verb, at + behind),
        sentence=(at, sentence.end),
    )


def _statement(
    article: Article,
    actor: Known,
    stance: Stance,
    *,
    content: tuple[int, int],
    mention: tuple[int, int],
    cue: tuple[int, int],
    sentence: tuple[int, int],
) -> Statement:
    told = "\x1f".join(["deed", article.id, repr(content), repr(mention)])
    return Statement(
        hashlib.sha256(told.encode()).hexdigest()[:32],
        article,
        *content,
        "indirect",
        actor.name,
        actor.kind,
        mention,
        cue,
        stance,
        sentence,
    )


def _actor(subject: str, known: Iterable[Known]) -> Known | None:
    """The known speaker whom a subject names, or describes as nobody else: longest name first."""
    lowered = " " + re.sub(r"[^\w]+", " ", subject.lower()) + " "
    named = [one for one in known if _names(one.name, lowered)]
    if named:
        return max(named, key=lambda one: (one.kind == "person", len(one.name), one.name))
    words = {
        word for word in lowered.split() if word not in {"the", "of", "a", "its", "his", "her"}
    }
    described = [one for one in known if one.roles and words and words <= one.roles]
    return described[0] if len({one.name for one in described}) == 1 else None


def _names(name: str, lowered: str) -> bool:
    """The whole name, without its article, stands in the subject."""
    plain = _plain(name)
    return len(plain) > 5 and plain in lowered


@lru_cache(maxsize=16384)
def _plain(name: str) -> str:
    """A name's words in lower case, without its article, with a space on either side."""
    words = re.sub(r"[^\w]+", " ", name.lower()).strip()
    return f" {words.removeprefix('the ')} "
