"""Articles become the sentences that a summary or a briefing may be made of.

Headlines repeated as text, bylines, captions, appeals to readers and the like are left out. Pure
text and offsets; knows nothing of models.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from rag.evidence.context import MAX_BEFORE, MAX_CONTEXT_CHARACTERS, leans_back, start_with_context
from rag.evidence.spoken import is_spoken, speaks_of_myself, tells_speaker
from rag.text.captions import is_pictured
from rag.text.furniture import is_furniture, is_heading
from rag.text.pieces import is_comment, is_opinion, is_own_statement
from rag.text.quotation import quoted_share
from rag.text.words import names
from rag.types import Article, Evidence, Sentence

SHORTEST_CHARACTERS = 25
"""Shorter sentences ("He agreed.") carry no point."""

LONGEST_CHARACTERS = 600
"""Longer ones are tables and lists that no splitter could cut."""

WRITTEN_OUT = 3
"""Sentences with a stop behind them from which an article's other lines are headings."""

FURNITURE_FROM = 3
"""Independent articles of one outlet with the same sentence from which it is page furniture."""

# "It is not known why": this "it" stands for nothing said before.
_IMPERSONAL = re.compile(
    r"\W*It (?:is|was|remains?|remained) (?:still |also |now )?(?:not (?:yet )?(?:\w+ly )?)?"
    r"(?:known|clear|unclear|unknown|possible|likely|unlikely|expected|believed|thought|certain|"
    r"uncertain|too (?:early|soon))\b"
)
# "Asked about the report on Thursday, he said".
_ASKED_HE = re.compile(
    r"\W*(?:Asked|Speaking|Writing|Shown|Questioned|Pressed)\b[^,A-Z]*(?:[A-Z][a-z]+day\b[^,A-Z]*)?,"
    r"\s+(?:he|she|they)\b"
)
# "In recent days, it has come under attack": a time or place before the pronoun names nobody.
_THEN_IT = re.compile(
    r"\W*(?i:(?:but|and|yet|so)\s+)?(?i:in|on|at|over|for|during|within|by|since|until|after|before|"
    r"earlier|later|last|now|then)(?:\s+(?:[a-z\d-]+|[A-Z][a-z]+day|(?:Jan|Febr)uary|March|April|"
    r"May|June|July|August|(?:Septem|Octo|Novem|Decem)ber)){0,7},\s+"
    r"(?:it|they|he|she)\b(?!\s+(?:is|was|seems|remains)\s+(?:clear|unclear|likely|not))"
)
# "The service put the number at 77": which one, no name further on tells.
_ACTOR_FIRST = re.compile(
    r"\W*(?:(?:but|and|yet|meanwhile|also)[,\s]+)?the\s+(?:service|board|company|ministry|agency|"
    r"group|authority|council|committee|commission|firm|team|union|department|operator|"
    r"association|federation|man|woman|couple|pair|suspect|gunman|shooter|storm|news|letter|"
    r"announcement|resignations?|victory|procedure)\b"
    r"(?!(?:[’']s)?,?\s+(?:of|in|for|at|that|which|who|whose|led|headed|based|behind)\b|,?\s+(?-i:[A-Z]))",
    re.IGNORECASE,
)
# "The order comes after days of talks": which order?
_DEED_FIRST = re.compile(
    r"\W*(?:(?:but|and|yet|meanwhile|also)[,\s]+)?(?:the|this|that)\s+(?:[a-z]+\s+)?[a-z]+\s+"
    r"(?:comes?|came|follow(?:s|ed)|mark(?:s|ed)|occurred|happened|took place)\b",
    re.IGNORECASE,
)
_DEFINITE_FIRST = re.compile(r"\W*(?:(?:but|and|yet|meanwhile|also)[,\s]+)?the\b", re.IGNORECASE)
_LOWER_WORD = re.compile(r"\b[a-zà-ÿ][a-zà-ÿ’'-]+\b")


@dataclass(frozen=True, slots=True)
class SourceSentence:
    """One sentence of one article.

    Attributes:
        article: Where it stands.
        origin: Number of the independent origin that the article belongs to, from 0.
        place: 0 for the first kept sentence of the article, then counted up.
        start: Where a quote of it has to begin, so that a reader knows who "he" is.
        focus_start: Where it begins itself.
        focus_end: Where it ends.
        leans: Whether it cannot be understood without what stands before it.
        unclear: Whether even its quote does not say who "he" is.
    """

    article: Article
    origin: int
    place: int
    start: int
    focus_start: int
    focus_end: int
    leans: bool
    unclear: bool = False

    @property
    def text(self) -> str:
        return self.article.body[self.focus_start : self.focus_end]

    @property
    def quote(self) -> str:
        """With what has to be quoted before it."""
        return self.article.body[self.start : self.focus_end]

    def evidence(self, n: int) -> Evidence:
        """It as evidence number n, with what has to be quoted before it."""
        return Evidence(
            n, self.article, self.start, self.focus_end, self.focus_start, self.focus_end
        )


def gather(
    articles: Sequence[Article],
    sentences: Mapping[str, Sequence[Sentence]],
    groups: Sequence[Sequence[int]],
    within: Mapping[str, Sequence[tuple[int, int]]] = MappingProxyType({}),
) -> list[SourceSentence]:
    """All sentences of all articles that may carry a point, article by article.

    Args:
        articles: In any order.
        sentences: Of each article, by its id, in order.
        groups: Indices into `articles` of near-duplicates, each group one origin.
        within: By an article's id: the passages outside which nothing of it counts. None of their
            sentences is its head: a round-up begins with something else.
    """
    origin_of = {index: number for number, group in enumerate(groups) for index in group}
    gathered = [
        one
        for index, article in enumerate(articles)
        for one in _of_article(
            article, sentences[article.id], origin_of[index], within.get(article.id)
        )
    ]
    furniture = _furniture(gathered)
    return [one for one in gathered if _as_printed(one) not in furniture]


def _furniture(gathered: Sequence[SourceSentence]) -> set[tuple[str, str]]:
    """What one outlet prints word for word in several independent articles is no news of any.

    "Here's what you need to know to Get Up to Speed and On with Your Day." What somebody said may
    be quoted often, and is kept.
    """
    origins: dict[tuple[str, str], set[int]] = defaultdict(set)
    for one in gathered:
        if not quoted_share(one.text):
            origins[_as_printed(one)].add(one.origin)
    return {printed for printed, seen in origins.items() if len(seen) >= FURNITURE_FROM}


def _as_printed(one: SourceSentence) -> tuple[str, str]:
    return one.article.source, " ".join(one.text.split()).lower()


def _of_article(
    article: Article,
    sentences: Sequence[Sentence],
    origin: int,
    within: Sequence[tuple[int, int]] | None,
) -> list[SourceSentence]:
    kept: list[SourceSentence] = []
    texts = [article.body[one.start : one.end] for one in sentences]
    whole = sum(not is_heading(text) for text in texts)
    for position, (sentence, text) in enumerate(zip(sentences, texts, strict=True)):
        if within is not None and not _lies_in(sentence, within):
            continue
        if whole >= WRITTEN_OUT and is_heading(text):
            continue
        if not _may_carry_a_point(text, article.title):
            continue
        if is_pictured(article.body, sentence.start, sentence.end):
            continue
        if is_comment(article, sentence.start):
            break
        leans = _leans(text)
        start = _quoted_from(article.body, sentences, position) if leans else sentence.start
        run_up = article.body[start : sentence.start]
        unclear = leans and (leans_back(run_up) or not names(run_up))
        if _is_anonymous_speech(article, sentence):
            leans = True
            start = _said_from(article.body, sentences, position)
            unclear = not tells_speaker(article.body[start : sentence.start])
        kept.append(
            SourceSentence(
                article,
                origin,
                len(kept) + (within is not None),
                start,
                sentence.start,
                sentence.end,
                leans,
                unclear,
            )
        )
    return kept


def _lies_in(sentence: Sentence, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= sentence.start and sentence.end <= end for start, end in spans)


def _quoted_from(body: str, sentences: Sequence[Sentence], position: int) -> int:
    """Where the quote of a leaning sentence begins: where somebody is named, if that is near."""
    start = start_with_context(body, sentences, position)
    if start < sentences[position].start or position == 0:
        return start
    # It leans by rules of this file only: "In recent days, it".
    earlier = start_with_context(body, sentences, position - 1)
    near = sentences[position].start - earlier <= MAX_CONTEXT_CHARACTERS
    return earlier if near else start


def _is_anonymous_speech(article: Article, sentence: Sentence) -> bool:
    """Whether it is somebody's own words, and does not say whose.

    Where an article argues or speaks for itself, "I" is its author.
    """
    text = article.body[sentence.start : sentence.end]
    if speaks_of_myself(text):
        return not (is_opinion(article) or is_own_statement(article))
    return is_spoken(article.body, sentence.start, sentence.end) and not tells_speaker(text)


def _said_from(body: str, sentences: Sequence[Sentence], position: int) -> int:
    """Where the quote of a speech begins: where it is said whose it is, if that is near."""
    for first in range(position - 1, max(-1, position - 1 - MAX_BEFORE), -1):
        start = sentences[first].start
        if sentences[position].start - start > MAX_CONTEXT_CHARACTERS:
            break
        if tells_speaker(body[start : sentences[position].start]):
            return start
    return sentences[position].start


def _leans(text: str) -> bool:
    if _ASKED_HE.match(text) or _THEN_IT.match(text) or _ACTOR_FIRST.match(text):
        return True
    if _DEED_FIRST.match(text):
        return True
    return leans_back(text) and not _explains_itself(text)


def _explains_itself(text: str) -> bool:
    """Whether "it" stands for nothing, or "the toll" is told of what by a name behind it."""
    if _IMPERSONAL.match(text):
        return True
    return bool(_DEFINITE_FIRST.match(text) and names(text[:1].lower() + text[1:]))


def _may_carry_a_point(text: str, title: str) -> bool:
    if not SHORTEST_CHARACTERS <= len(text) <= LONGEST_CHARACTERS:
        return False
    if is_furniture(text) or text.rstrip().endswith("?"):
        return False
    if text.lstrip("#* ").rstrip(". ").casefold() == title.rstrip(". ").casefold():
        return False
    # A byline, a headline in capitals, a row of a table: hardly a word in lower case.
    return len(_LOWER_WORD.findall(text)) >= 4 or not text.isascii()
