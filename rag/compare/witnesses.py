"""Reads, with judge and generator, what passages that rules leave open make of a claim.

Rules explain themselves, and find few who back a claim in words of their own. So the passages that
the judge takes for the likeliest to entail it are given to the generator, one by one; and where the
judge takes the claim with another figure for what a passage says, it says otherwise. Builds
nothing: parts come in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Generator as Streamed
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace

from rag.compare.bearing import Field
from rag.errors import ModelError
from rag.evidence.context import start_with_context
from rag.ports import Generator, Judge
from rag.statements.claims import Related
from rag.statements.link import Holder
from rag.statements.relate import UNRELATED, Judgement
from rag.statements.roots import roots
from rag.types import Evidence, PassagesRead
from rag.writing.backing import (
    AS_CLAIMED,
    OTHERWISE_FROM,
    Reply,
    as_question,
    may_back,
    read_passage,
    variants,
)
from rag.writing.facts import is_of_others

READ = 8
"""Passages given to the generator at most; each takes it a second on two cores."""

ENTAILED_FROM = 0.15
"""The judge's probability from which a passage is worth that second."""

OF_TITLE = 0.2
"""What a passage must add to its title, to be what says so itself."""

SAID_BEFORE = 0.5
"""Share of a passage's probability that what leads up to its sentence must have, to say it."""

QUOTED_LITTLE = 0.4
"""Share of a sentence below which what somebody says in it may be beside the claim."""

UNREAD = "the model could not read along: {reason}"


@dataclass(frozen=True, slots=True)
class _Passage:
    """A sentence, with what says whom it is about; and how likely it entails the claim.

    `says` is the sentence of it that says so, which may be one of those before.
    """

    evidence: Evidence
    entailed: float = 0.0
    says: str = ""

    @property
    def words(self) -> str:
        """What tells copies of one sentence."""
        one = self.evidence
        return " ".join(one.article.body[one.focus_start : one.focus_end].split())


class ClaimReader:
    """Keeps no state between calls; safe to use from several threads."""

    def __init__(self, judge: Judge, generator: Generator) -> None:
        self._judge = judge
        self._generator = generator

    def read(
        self, claim: str, related: Sequence[Related], field: Field
    ) -> Streamed[PassagesRead, None, tuple[list[Related], tuple[str, ...]]]:
        """Those related to a claim, with what turns out of the open ones; and notes.

        Only between two events can it be closed. What somebody says by the judge's word or by
        nearness alone is told if the generator has read it and does not doubt it. Where it fails,
        all stays as it was.

        Args:
            claim: In words, a statement of fact.
            related: How statements stand to it, by rule.
            field: What was read for it.
        """
        passages = self._passages(related, field)
        settled = self._otherwise(claim, passages)
        cleared: set[str] = set()
        likeliest = self._likeliest(claim, passages, field)
        for done, passage in enumerate(likeliest):
            now = PassagesRead(done, len(likeliest))
            yield now
            reading = read_passage(self._generator, claim, passage.evidence, passage.entailed)
            try:
                while True:
                    next(reading)
                    yield now
            except StopIteration as ended:
                if (judgement := _judgement(ended.value)) is not None:
                    denied = judgement.relation == "contradict"
                    settled.setdefault(passage.words if denied else passage.says, judgement)
                elif not ended.value.doubts:
                    cleared.add(passage.words)
            except ModelError as error:
                return list(related), (UNREAD.format(reason=error),)
            finally:
                reading.close()
        yield PassagesRead(len(likeliest), len(likeliest))
        return [_told(claim, one, settled, cleared) for one in related], ()

    def _passages(self, related: Sequence[Related], field: Field) -> list[_Passage]:
        """The sentences that are still open, each text once."""
        settled = {_place(one) for one in related if not _is_open(one)}
        passages: dict[str, _Passage] = {}
        for one in related:
            if _is_open(one) and _place(one) not in settled:
                passage = _Passage(_evidence(one, field))
                passages.setdefault(passage.words, passage)
        return list(passages.values())

    def _otherwise(self, claim: str, passages: Sequence[_Passage]) -> dict[str, Judgement]:
        """By the words of a passage: that it has another figure in the place of the claim's."""
        tried = [
            (passage, variant)
            for passage in passages
            if not is_of_others(as_question(claim), passage.evidence)
            for variant in variants(claim, passage.words, passage.evidence.article.published)
        ]
        if not tried:
            return {}
        pairs = [(passage.evidence.quote, variant.claim) for passage, variant in tried]
        pairs += [(passage.evidence.quote, claim) for passage, _ in tried]
        entailed = self._judge.judge(pairs)[:, 0].tolist()
        found: dict[str, Judgement] = {}
        own = entailed[len(tried) :]
        for (passage, variant), other, as_claimed in zip(tried, entailed, own, strict=False):
            if other >= OTHERWISE_FROM and as_claimed < AS_CLAIMED:
                judgement = Judgement("contradict", variant.detail, other, variant.why)
                found.setdefault(passage.words, judgement)
        return found

    def _likeliest(self, claim: str, passages: Sequence[_Passage], field: Field) -> list[_Passage]:
        """What the judge takes for the likeliest to entail a claim.

        Each is read alone and with its title, which says what a sentence leaves out. Where the
        title says it all by itself, that counts for how the article begins alone.
        """
        fit = [one for one in passages if may_back(claim, one.evidence)]
        if not fit:
            return []
        entails = self._entailment(claim, [one.evidence for one in fit], field)
        judged = []
        for one in fit:
            quote, title = one.evidence.quote, one.evidence.article.title
            best, titled = entails[quote], entails[_titled(one.evidence)]
            if _begins(one.evidence, field) or entails.get(title, 0.0) + OF_TITLE < titled:
                best = max(best, titled)
            if best >= ENTAILED_FROM:
                says = _says(one, entails, _sentences(one.evidence, field))
                judged.append(replace(one, entailed=best, says=says))
        return sorted(judged, key=lambda one: -one.entailed)[:READ]

    def _entailment(
        self, claim: str, passages: Sequence[Evidence], field: Field
    ) -> dict[str, float]:
        """By text that it entails the claim: a passage, its title, both, all but one sentence."""
        texts = dict.fromkeys(
            text
            for one in passages
            for sentences in [_sentences(one, field)]
            for text in (
                *(one.quote, _titled(one), one.article.title),
                *(_without(sentence, sentences) for sentence in sentences),
            )
            if text.strip()
        )
        verdicts = self._judge.judge([(text, claim) for text in texts])
        return dict(zip(texts, verdicts[:, 0].tolist(), strict=True))


def _titled(passage: Evidence) -> str:
    return f"{passage.article.title}. {passage.quote}"


def _says(passage: _Passage, entails: Mapping[str, float], sentences: Sequence[str]) -> str:
    """The sentence that says it: one before where what leads up to the sentence says it as well."""
    if (
        entails.get(_without(passage.words, sentences), 0.0)
        < SAID_BEFORE * entails[passage.evidence.quote]
    ):
        return passage.words
    return min(sentences, key=lambda text: entails.get(_without(text, sentences), 0.0))


def _without(sentence: str, sentences: Sequence[str]) -> str:
    return " ".join(one for one in sentences if one != sentence)


def _sentences(passage: Evidence, field: Field) -> list[str]:
    """The sentences of a passage, one by one."""
    body = passage.article.body
    return [
        " ".join(body[one.start : one.end].split())
        for one in field.sentences[passage.article.id]
        if passage.start <= one.start < passage.focus_start
    ] + [" ".join(body[passage.focus_start : passage.focus_end].split())]


def _is_open(one: Related) -> bool:
    """Whether no rule settles it: neither what is denied is asserted, nor is the judge believed."""
    return (one.open and not one.reading.denied) or one.judgement.unsure


def _judgement(reply: Reply) -> Judgement | None:
    if reply.backs:
        why = f"the same, as the model reads it: {reply.backs:.2f}"
        return Judgement("agree", "", reply.backs, why)
    if reply.contradicts:
        why = f"the opposite, as the model reads it: {reply.contradicts:.2f}"
        return Judgement("contradict", "", reply.contradicts, why)
    return None


def _told(claim: str, one: Related, settled: Mapping[str, Judgement], cleared: Set[str]) -> Related:
    """With what the models made of it, if rules left it open."""
    words = " ".join(one.statement.passage.split())
    if not _is_open(one):
        return one
    if words not in settled:
        return one if words in cleared else replace(one, judgement=UNRELATED)
    return _of_its_outlet(claim, replace(one, judgement=settled[words]))


def _of_its_outlet(claim: str, one: Related) -> Related:
    """The article's own words, where somebody quoted in them says less than they of the claim."""
    wanted = roots(claim)
    quote, passage = one.statement.quote, one.statement.passage
    said = wanted & roots(quote)
    if len(quote) >= QUOTED_LITTLE * len(passage) or 2 * len(said) > len(wanted & roots(passage)):
        return one
    outlet = one.statement.article.source or "unknown outlet"
    reading = replace(one.reading, holder=Holder(outlet, "outlet", outlet))
    return replace(
        one, statement=replace(one.statement, kind="plain", mention=None, cue=None), reading=reading
    )


def _place(one: Related) -> tuple[str, int]:
    return one.statement.article.id, one.statement.sentence[0]


def _evidence(one: Related, field: Field) -> Evidence:
    article, (start, end) = one.statement.article, one.statement.sentence
    sentences = field.sentences[article.id]
    place = max(0, bisect_right(sentences, start, key=lambda sentence: sentence.start) - 1)
    begin = min(start, start_with_context(article.body, sentences, place))
    return Evidence(1, article, begin, end, start, end)


def _begins(passage: Evidence, field: Field) -> bool:
    """Whether its article begins with it, and so restates the title."""
    sentences = field.sentences[passage.article.id]
    return passage.focus_start < sentences[min(1, len(sentences) - 1)].end
