"""Makes the examples that the generator is taught the second look with.

python -m benchmarks.look_examples [--data DIR] [--made FILE] [--sources N] --out FILE

From the questions of RealTime QA 2025 with their proofs and near misses; RAMDocs and RGB, whose
documents people marked; questions made of sentences by rules (--made, see
`benchmarks.made_questions`); and, with --sources, questions that the default generator makes of N
sentences of 2025, each against sentences near it that lack its answer, and against its own sentence
with another name in the question (made questions suffice to learn from: Lewis et al., "Unsupervised
question answering by cloze translation", 2019). On a CPU a made question takes ten seconds. Writes
lines of `messages` and `label`, in the very form that the product asks in.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.common import header, options, tell
from models import load_generator
from models.judge.corpora import Pair, answering_pairs
from rag.chunks.sentences import SentenceSplitter
from rag.evaluation.datasets import realtimeqa_articles
from rag.ports import Generator
from rag.settings import Settings
from rag.text.words import STOP_WORDS, content_words, stems
from rag.types import Message
from rag.writing.look_prompts import look_form
from rag.writing.prompts import harmless

RULED = 5_000
"""Of the questions made by rules so many: of more it learns their way of asking (`LOG.md`)."""

COPIES_OF_PROOFS = 3
MOST_OF_ARTICLE = 4
NEAR = 8
AGAINST = 3
SWAPPED = 0.35
ALIKE = 0.75
"""Cosine by words from which another sentence says the same."""

MOST_ANSWER_WORDS = 14

MAKE = "You write questions about the news, each answered by one sentence of an article."
ASK = (
    "{}\n\nWrite a question that begins with “{}” and that the last sentence answers. Name in it "
    "whom and what it is about. Then give the answer in a few words of the sentence."
)
SHOWN = (
    (
        "Fire closes Dunmoor market hall (Bay Tribune, 4 May)\nTwelve stalls were destroyed and "
        "the hall will stay closed until autumn after a fire that broke out in a bakery's kitchen, "
        "fire chief Ada Kerr said.",
        "How many",
        "How many stalls did the fire at Dunmoor market hall destroy?",
        "Twelve",
    ),
    (
        "Ferrant buys shipyard (Dunmoor Echo, 11 June)\nThe union, which was not consulted, called "
        "the sale “a blow to 640 families”.",
        "What",
        "What did the union call Ferrant's purchase of the shipyard?",
        "“a blow to 640 families”",
    ),
    (
        "Strike of bus drivers ends (Bay Tribune, 12 April)\nThe drivers went back to work because "
        "the company had agreed to eight per cent more.",
        "Why",
        "Why did the bus drivers end their strike?",
        "the company had agreed to eight per cent more",
    ),
    (
        "Mayor rules out new tax (Dunmoor Echo, 9 August)\nLena Ortiz, who took office in May, "
        "ruled it out on Friday.",
        "Who",
        "Who ruled out the new tax on visitors?",
        "Lena Ortiz",
    ),
)
_MADE = re.compile(r"Question:\s*(.+?\?)\s*\n+Answer:\s*(.+)")
_NAME = re.compile(r"(?<![.?!]\s)(?<!^)\b[A-Z][a-z]+(?: [A-Z][a-z]+)+\b")
_ON_THE_TEXT = re.compile(r"\b(?:article|sentence|passage)\b")
_NUMBERS = "one|two|three|four|five|six|seven|eight|nine|ten|dozen|half"
_FITS = {
    "How many": re.compile(rf"\d|\b(?:{_NUMBERS})\b", re.I),
    "When": re.compile(r"\d|day|week|month|year|morning|night|after|during|[A-Z][a-z]+ber\b"),
    "Who": re.compile(r"[A-Z]|\b(?:man|woman|people|police|officials?|workers)\b"),
    "Where": re.compile(r"[A-Z]|\bthe\b"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """A sentence that a question may be made of, in its article."""

    article: int
    passage: str
    sentence: str


def main() -> None:
    """Gathers, makes, writes."""
    parser = options(__doc__ or "")
    parser.add_argument("--made", type=Path)
    parser.add_argument("--sources", type=int, default=0)
    given = parser.parse_args()
    header("Examples of the second look")
    chance = Random(1)
    rows = [
        (pair.second, pair.first, bool(pair.label), pair.source)
        for pair in _marked(answering_pairs(given.data))
    ]
    if given.made:
        rows += islice(_ruled(given.made, chance), RULED)
    if given.sources:
        generator = load_generator(Settings.load(home=given.home))
        sources = _sources(given.data, chance)
        rows += made(generator, sources, given.sources, chance)
    chance.shuffle(rows)
    with Path(given.out).open("w", encoding="utf-8") as lines:
        for passage, question, label, _ in rows:
            form = look_form(harmless(question), passage)
            messages = [(one.role, one.content) for one in form]
            lines.write(
                json.dumps({"messages": messages, "label": label}, ensure_ascii=False) + "\n"
            )
    tell(f"{len(rows)} examples: {dict(Counter((kind, label) for *_, label, kind in rows))}")


def _marked(pairs: Iterator[Pair]) -> Iterator[Pair]:
    """Those that people marked, the few proofs several times."""
    for pair in pairs:
        proof = pair.label and pair.source == "realtimeqa"
        for _ in range(COPIES_OF_PROOFS if proof else 1):
            yield pair


def _ruled(path: Path, chance: Random) -> Iterator[tuple[str, str, bool, str]]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    chance.shuffle(rows)
    return ((row["text"], row["question"], bool(row["label"]), "ruled") for row in rows)


def _sources(data: Path, chance: Random) -> list[Source]:
    """Some sentences of each article, under a line of its title, outlet and day."""
    splitter = SentenceSplitter()
    sources: list[Source] = []
    articles = list(realtimeqa_articles(data, 2025))
    chance.shuffle(articles)
    for number, row in enumerate(articles):
        head = f"{row['title']} ({urlsplit(row['url']).netloc}, {row['published']})"
        body = row["text"][:6000]
        texts = [" ".join(body[one.start : one.end].split()) for one in splitter.split(body, "en")]
        whole = [text for text in texts if 60 <= len(text) <= 400 and text[-1] in '.!?”"']
        for text in whole[:: max(1, len(whole) // MOST_OF_ARTICLE)][:MOST_OF_ARTICLE]:
            sources.append(Source(number, f"{head}\n{text}", text))
    return sources


def made(
    generator: Generator, sources: Sequence[Source], wanted: int, chance: Random
) -> Iterator[tuple[str, str, bool, str]]:
    """Passage, question, whether it answers, and of which kind the example is."""
    near = _Near(sources)
    names: list[str] = []
    for place, source in enumerate(sources[:wanted]):
        question, answer = _question(generator, source, chance)
        if not question:
            continue
        yield source.passage, question, True, "made"
        told = stems(answer)
        against = [one for one in near.of(place) if not told <= stems(one.passage)]
        asked = stems(question)
        against.sort(key=lambda one: -len(asked & stems(one.sentence)))
        for one in against[:AGAINST]:
            yield one.passage, question, False, "near"
        own = [name for name in _NAME.findall(question) if name in source.passage]
        others = [name for name in names if name not in source.passage]
        if own and others and chance.random() < SWAPPED:
            swapped = question.replace(chance.choice(own), chance.choice(others))
            yield source.passage, swapped, False, "swapped"
        names += own


def _question(generator: Generator, source: Source, chance: Random) -> tuple[str, str]:
    """What the generator asks of a sentence and its answer; empty if that is no good."""
    start = chance.choice(_starts(source.sentence))
    messages = [Message("system", MAKE)]
    for passage, begun, question, answer in SHOWN:
        messages.append(Message("user", ASK.format(passage, begun)))
        messages.append(Message("assistant", f"Question: {question}\nAnswer: {answer}"))
    messages.append(Message("user", ASK.format(harmless(source.passage), start)))
    said = "".join(piece.text for piece in generator.stream(messages, max_tokens=64))
    found = _MADE.match(said)
    if not found:
        return "", ""
    question, answer = found[1].strip(), found[2].strip().strip(".")
    return (question, answer) if is_good(question, answer, source.sentence) else ("", "")


def is_good(question: str, answer: str, sentence: str) -> bool:
    """Whether the sentence has the answer, the question has not, and the two go together."""
    words = set(content_words(answer)) - STOP_WORDS
    if not words or len(stems(answer) & stems(sentence)) < 0.8 * len(stems(answer)):
        return False
    if stems(answer) <= stems(question) or _ON_THE_TEXT.search(question):
        return False
    fits = next((form for start, form in _FITS.items() if question.startswith(start)), None)
    short = len(answer.split()) <= MOST_ANSWER_WORDS
    return short and (fits is None or bool(fits.search(answer)))


def _starts(sentence: str) -> list[str]:
    starts = ["What", "What", "How"]
    if re.search(rf"\d|\b(?:{_NUMBERS})\b", sentence):
        starts += ["How many", "When"]
    if _NAME.search(sentence):
        starts += ["Who", "Who", "Which", "Where"]
    if re.search(r"\b(?:because|after|due to|since|over|amid)\b", sentence):
        starts += ["Why", "Why"]
    if re.search(r"\b(?:said|told|warned|argued|called|denied)\b", sentence):
        starts += ["What did", "Who said"]
    return starts


class _Near:
    """Which sentences share most words with one, and do not say the same."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = sources
        vectorizer = TfidfVectorizer(stop_words="english", sublinear_tf=True, dtype=np.float32)
        self._rows: Any = vectorizer.fit_transform([one.sentence for one in sources])

    def of(self, place: int) -> list[Source]:
        """Half of the same article, half of others."""
        cosines = (self._rows @ self._rows[place].T).toarray().ravel()
        order = [n for n in np.argsort(-cosines) if n != place and cosines[n] <= ALIKE]
        article = self._sources[place].article
        same = [n for n in order if self._sources[n].article == article][: NEAR // 2]
        other = [n for n in order[: 10 * NEAR] if self._sources[n].article != article][: NEAR // 2]
        return [self._sources[n] for n in (*same, *other)]


if __name__ == "__main__":
    main()
