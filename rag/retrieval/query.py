"""A question, read in the light of the conversation, becomes what is searched for.

A follow-up ("And how many were hurt?", "Why did she resign?") is completed from the turns before
it by rule: no model call, so it costs nothing and cannot invent. Knows nothing of the index.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rag.errors import QuestionError
from rag.retrieval.divide import divide
from rag.retrieval.outlets import mentions
from rag.retrieval.periods import periods
from rag.retrieval.pronouns import resolved
from rag.retrieval.wanted import Known, Part, wanted
from rag.text.kinds import asks_for_earliest
from rag.text.words import PRONOUNS, STOP_WORDS, content_words, names, stem, stems, words
from rag.types import Turn, Understood

DIVIDED = "divided"
"""Key of what leaves a question whole though it asks several things."""

MAX_TURNS = 4
"""How many turns a follow-up may reach back."""

_TAG = re.compile(
    r"</?(?:a|abbr|b|br|cite|code|div|em|font|h\d|i|img|li|mark|p|q|small|span|strong|sub|sup|u|ul)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ORDERS = frozenset("first finally initially originally".split())
_LEAD_IN = re.compile(
    r"^\s*(and|but|so|also|then|what about|how about|what else|who else|anything else|why|"
    r"since when|how so|when|where|how many|how much|which one|really)\b",
    re.IGNORECASE,
)
_OPENS_MIDWAY = re.compile(r"^\s*(and|but|so|what about|how about)\b", re.IGNORECASE)
# Pronouns that stand for nothing said before: "this week", "is it true that", "how long does it
# take".
_EMPTY_PRONOUN = re.compile(
    r"\b(?:this|that|these|those)\s+(?:past\s+|last\s+|coming\s+)?(?:year|week|month|weekend|"
    r"morning|afternoon|evening|season|summer|autumn|winter|spring|decade|century)s?\b|"
    r"\bit\s+(?=true|likely|possible|legal|illegal|safe|take|cost to)|"
    r"\b(?:say|says|said|tell|told|know|think|claim|deny|true|likely|sure|so)\s+that\b",
    re.IGNORECASE,
)
_OF_A_THING = re.compile(r"\b(?:it|this|that|these|those|they|them|there|then)\b", re.IGNORECASE)
_POSSESSIVES = frozenset("its their theirs his her".split())
_DEFINITE = re.compile(r"\bthe\s+\w", re.IGNORECASE)
_DEFINITION = re.compile(r"^\s*what\s+(?:is|are)\s+(?:an?\s+)?[\w-]+\W*$", re.IGNORECASE)
_MARKS = re.compile(r"\[[\d,\s–-]+\]")


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for.

    Attributes:
        question: As asked.
        text: The question completed from the conversation; the same where it stands alone.
        alone: A follow-up as one would ask it who has not heard the conversation, if the name of
            whom it asks after is all that it lacks; else empty.
        terms: Content words of `text`, lower case.
        names: Likely names in `text`.
        follow_up: Whether the conversation was needed.
        understood: What it says about the articles it wants; each can be left out.
        parts: What is also searched by itself, with room of its own among the hits.
        asked: What it asks, one query each, where that are several things; else empty.
        today: The day that it is asked on, from which "recent" is seen; None if not known.
    """

    question: str
    text: str
    terms: tuple[str, ...]
    names: tuple[str, ...]
    follow_up: bool = False
    alone: str = ""
    understood: tuple[Understood, ...] = ()
    parts: tuple[Part, ...] = ()
    asked: tuple[Query, ...] = ()
    today: date | None = None

    @property
    def put(self) -> str:
        """What is asked, to be put to whoever has not heard the conversation."""
        return self.alone or self.text

    @property
    def news_of(self) -> date | None:
        """The day whose news it asks for, if it does: recent articles are likelier to be meant.

        None where the oldest is asked for, or a period that is over.
        """
        if self.today is None or asks_for_earliest(self.question):
            return None
        ends = [one.filters.until for one in self.understood if one.kind == "period"]
        over = any(end is not None and end.date() < self.today for end in ends)
        return None if over else self.today


def understand(
    question: str,
    history: Sequence[Turn] = (),
    *,
    max_chars: int = 2000,
    known: Known = Known(),
    without: Iterable[str] = (),
    today: date | None = None,
) -> Query:
    """Reads a question.

    One that asks several things has a query for each in `asked`, unless it is a follow-up.

    Args:
        question: In the user's words.
        history: Earlier turns of this conversation, oldest first.
        max_chars: Longest question accepted, in characters.
        known: The library that is asked: its outlets, and the days that it covers.
        without: Keys of what was understood before and is to be left out.
        today: What "yesterday" is seen from; `Known.today` if not given.

    Raises:
        QuestionError: It is empty, too long, or has no word in it.
    """
    question = " ".join(_without_markup(question).split())
    if not question:
        raise QuestionError("The question is empty. Type what you would like to know.")
    if len(question) > max_chars:
        raise QuestionError(
            f"The question has {len(question):,} characters, and {max_chars:,} are allowed. "
            "Ask in a sentence or two; put long text into the library as an article."
        )
    if not words(question):
        raise QuestionError(f"There is no word in {question!r} to search for.")
    recent = list(history)[-MAX_TURNS:]
    follow_up = bool(recent) and leans_on_context(question, _spoken(recent))
    if follow_up:
        return _followed(question, recent, known, without, today)
    query = _query(question, question, known, without, today)
    divided = _divided(question, known, without, today)
    if not divided:
        return query
    told = " · ".join(one.question for one in divided)
    note = Understood(DIVIDED, "divided", f"asked one by one: {told}", question)
    return replace(query, asked=divided, understood=(*query.understood, note))


def _without_markup(question: str) -> str:
    """What a reader would see of a question that was copied with its links and entities."""
    return html.unescape(_TAG.sub("", question)) if "<" in question or "&" in question else question


def _followed(
    question: str,
    turns: Sequence[Turn],
    known: Known,
    without: Iterable[str],
    today: date | None,
) -> Query:
    """A follow-up with whom it asks after, and for the search with what the talk is about."""
    told = resolved(question, turns)
    query = _query(question, f"{told} ({_topic(told, turns)})", known, without, today)
    # "What did Mara Lind say about it?" still lacks what "it" is.
    whole = told != question and not _OF_A_THING.search(told)
    says_more = len(content_words(told)) > len(content_words(" ".join(names(told))))
    return replace(query, follow_up=True, alone=told if whole and says_more else "")


def _query(
    question: str, text: str, known: Known, without: Iterable[str], today: date | None
) -> Query:
    asked = wanted(question, known, without=without, today=today)
    return Query(
        question,
        text,
        tuple(content_words(text)),
        tuple(names(text)),
        understood=asked.understood,
        parts=asked.parts,
        today=today or known.today(),
    )


def _divided(
    question: str, known: Known, without: Iterable[str], today: date | None
) -> tuple[Query, ...]:
    """A query for each thing asked, the later ones with the topic of the first."""
    if DIVIDED in without:
        return ()
    pieces = divide(question, today or known.today())
    if len(pieces) == 1:
        return ()
    queries = [_query(pieces[0], pieces[0], known, without, today)]
    about = _subject(pieces[0], known, today)
    for piece in pieces[1:]:
        have = stems(piece)
        topic = [word for word in about if stem(word) not in have]
        text = f"{piece} ({', '.join(topic)})" if topic else piece
        queries.append(replace(_query(piece, text, known, without, today), follow_up=True))
    return tuple(queries)


def _subject(question: str, known: Known, today: date | None) -> list[str]:
    """Its content words, without its days, its outlets and what asks for the first or the last."""
    cut = [(one.start, one.end) for one in periods(question, today or known.today())]
    cut += [(one.start, one.end) for one in mentions(question, known.named)]
    for start, end in sorted(cut, reverse=True):
        question = f"{question[:start]} {question[end:]}"
    return [word for word in content_words(question) if word not in _ORDERS]


def leans_on_context(question: str, spoken: str = "") -> bool:
    """Whether a question needs the ones before it to be understood.

    It does if a pronoun comes before any name that it could stand for, or if it opens like the
    middle of a talk and is short and names nothing: unless it asks of a thing ("the ferry") of
    which nobody has spoken.

    Args:
        question: As asked.
        spoken: Questions and answers so far; empty if not known.
    """
    named = names(question)
    first_name = question.find(named[0]) if named else len(question)
    if _has_pronoun(question[:first_name]):
        return True
    content = [word for word in content_words(question) if word not in PRONOUNS]
    if _OPENS_MIDWAY.match(question):
        return len(content) <= 4
    if named or _is_of_something_new(question, spoken):
        return False
    if len(content) <= 1 or set(content) <= STOP_WORDS:
        return not (_DEFINITION.match(question) or _EMPTY_PRONOUN.search(question))
    return bool(_LEAD_IN.match(question)) and len(content) <= 3


def _has_pronoun(text: str) -> bool:
    """Whether a pronoun in it stands for something said before."""
    asked = words(_EMPTY_PRONOUN.sub(" ", text))
    for place, word in enumerate(asked):
        if word not in PRONOUNS:
            continue
        before = asked[place - 1] if place else ""
        # "Companies that sell": what "that" stands for is right before it.
        if word == "that" and before and before not in STOP_WORDS:
            continue
        # "Which countries closed their borders?"
        bound = [one for one in asked[:place] if one not in STOP_WORDS]
        if word in _POSSESSIVES and len(bound) >= 2:
            continue
        return True
    return False


def _is_of_something_new(question: str, spoken: str) -> bool:
    return bool(spoken and _DEFINITE.search(question) and not stems(question) & stems(spoken))


def _spoken(turns: Sequence[Turn]) -> str:
    return " ".join(f"{turn.question} {turn.text}" for turn in turns)


def _anchor(turns: Sequence[Turn]) -> Turn:
    """The last turn whose question stood alone."""
    for place in range(len(turns) - 1, 0, -1):
        if not leans_on_context(turns[place].question, _spoken(turns[:place])):
            return turns[place]
    return turns[0]


def _topic(question: str, turns: Sequence[Turn]) -> str:
    """Words that say what the talk is about: of the last question that stood alone, and names."""
    anchor = _anchor(turns)
    have = set(content_words(question))
    topic = [word for word in content_words(anchor.question) if word not in have]
    last_answer = _MARKS.sub("", turns[-1].text)
    spoken = [name for name in names(last_answer) if name.lower() not in anchor.question.lower()]
    told = [
        name
        for name in (*names(anchor.question), *spoken[:3])
        if name.lower() not in question.lower()
    ]
    in_anchor = [name for name in told if name not in spoken]
    return ", ".join([*in_anchor, *_without(topic, told), *told[len(in_anchor) :]])


def _without(topic: Sequence[str], named: Sequence[str]) -> list[str]:
    in_names = {word for name in named for word in words(name)}
    return [word for word in topic if word not in in_names]
