"""The judge: does a text follow from another, contradict it, answer a question, back a sentence?

python -m benchmarks.judge [--part inference|answering|support] [--generator N]

inference: pairs held out of training, by set; --generator N puts N of them to the generator too.
answering: news questions of 2022 (never trained on): is the proof ranked above sentences that share
the question's words? Beside cosine. support: are sentences backed by their sources? Beside the
words-and-cosine score; the threshold of each is chosen on the first half and tried on the second.
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import balanced_accuracy_score, f1_score, roc_auc_score

from benchmarks.common import header, options, tell
from models import load_embedder, load_generator, load_judge
from models.judge.corpora import Pair, inference_pairs, is_held_out, unseen_answering_pairs
from rag.chunks.sentences import SentenceSplitter
from rag.ports import Embedder, Generator, Judge
from rag.settings import Settings
from rag.text.words import stems
from rag.types import Message
from rag.writing.support import score

TRUE_UNKNOWN_FALSE = ("yes", "maybe", "no")
PROMPT = (
    "Premise: {}\nHypothesis: {}\nIf the premise is true, is the hypothesis true? Answer with one "
    "word: yes, maybe or no."
)
WINDOWS = 8
"""Passages of a source, of one and of two sentences, that are compared with a sentence."""


def main() -> None:
    """Runs the parts asked for."""
    parser = options(__doc__ or "")
    parser.add_argument("--part", choices=["inference", "answering", "support"])
    parser.add_argument("--generator", type=int, default=0)
    given = parser.parse_args()
    header("Judge")
    if not (given.data / "nli").is_dir():
        tell(f"skipped: there is no folder {given.data / 'nli'}")
        return
    settings = Settings.load(home=given.home)
    judge = load_judge(settings)
    if given.part in (None, "inference"):
        inference(given.data, judge)
        if given.generator:
            beside_generator(given.data, judge, load_generator(settings), given.generator)
    embedder = load_embedder(settings)
    if given.part in (None, "answering"):
        answering(given.data, judge, embedder, given.limit)
    if given.part in (None, "support"):
        support(given.data, judge, embedder, given.limit)


def inference(data: Path, judge: Judge) -> None:
    """Accuracy and macro-F1 by set; sets with two labels count "neutral" as not entailed."""
    pairs = [pair for pair in inference_pairs(data) if is_held_out(pair)]
    judge.judge([("warm", "up")])
    started = perf_counter()
    guesses = judge.judge([(pair.first, pair.second) for pair in pairs]).argmax(1)
    speed = len(pairs) / (perf_counter() - started)
    by_set: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for pair, guess in zip(pairs, guesses, strict=True):
        by_set[pair.source].append(_labels(pair, int(guess)))
    for name, both in [*sorted(by_set.items()), ("all", list(chain(*by_set.values())))]:
        gold, guessed = zip(*both, strict=True)
        right = np.mean(np.array(gold) == np.array(guessed))
        macro = f1_score(gold, guessed, average="macro")
        tell(f"{name}: accuracy {right:.3f} macro-F1 {macro:.3f} over {len(both)} pairs held out")
    tell(f"{speed:.0f} pairs a second")


def beside_generator(data: Path, judge: Judge, generator: Generator, many: int) -> None:
    """The generator as judge on a sample of news-like pairs, with the judge on the same."""
    pairs = [p for p in inference_pairs(data) if is_held_out(p) and p.source in ("mnli", "conjnli")]
    pairs = Random(1).sample(pairs, many)
    started = perf_counter()
    said = [_asked(generator, pair) for pair in pairs]
    speed = many / (perf_counter() - started)
    ours = judge.judge([(pair.first, pair.second) for pair in pairs]).argmax(1)
    for name, guesses in (("generator", said), ("judge", list(ours))):
        right = np.mean([int(g) == p.label for g, p in zip(guesses, pairs, strict=True)])
        tell(f"{name}: accuracy {right:.3f} on {many} pairs of MNLI and ConjNLI")
    tell(f"generator: {speed:.2f} pairs a second")


def answering(data: Path, judge: Judge, embedder: Embedder, limit: int | None) -> None:
    """How often the proof stands first among sentences like it, and over all pairs the AUC."""
    by_question: dict[str, list[Pair]] = defaultdict(list)
    for pair in unseen_answering_pairs(data):
        by_question[pair.first].append(pair)
    asked = [one for one in by_question.values() if len({p.label for p in one}) == 2][:limit]
    pairs = [pair for one in asked for pair in one]
    judged = judge.answers([(pair.first, pair.second) for pair in pairs])
    questions = embedder.embed_queries([one[0].first for one in asked])
    passages = embedder.embed_passages([pair.second for pair in pairs])
    places = np.repeat(np.arange(len(asked)), [len(one) for one in asked])
    cosine = (questions[places] * passages).sum(1)
    labels = np.array([pair.label for pair in pairs])
    for name, scores in (("judge", judged), ("cosine", cosine)):
        first = [labels[places == n][scores[places == n].argmax()] for n in range(len(asked))]
        tell(
            f"{name}: a passage that answers is first for {np.mean(first):.3f} of {len(asked)} "
            f"questions of 2022; AUC {roc_auc_score(labels, scores):.3f} over {len(pairs)} pairs"
        )


@dataclass(frozen=True, slots=True)
class Case:
    """A text, its source, and whether people hold the source to back the text."""

    source: str
    text: str
    backed: bool


def support(data: Path, judge: Judge, embedder: Embedder, limit: int | None) -> None:
    """Balanced accuracy by set of the judge's entailment and of words and cosine."""
    splitter = SentenceSplitter()
    for name, read in READERS.items():
        cases = list(read(data / "support"))
        Random(2).shuffle(cases)
        cases = cases[:limit]
        rows = np.array([_support(case, judge, embedder, splitter) for case in cases])
        labels = np.array([case.backed for case in cases])
        half = len(cases) // 2
        for column, measure in enumerate(("judge", "words and cosine")):
            threshold = _best_threshold(rows[:half, column], labels[:half])
            guessed = rows[half:, column] >= threshold
            right = balanced_accuracy_score(labels[half:], guessed)
            tell(
                f"{name}, {measure}: balanced accuracy {right:.3f} (threshold {threshold:.2f}, "
                f"AUC {roc_auc_score(labels, rows[:, column]):.3f}, {len(cases)} cases)"
            )


def _support(
    case: Case, judge: Judge, embedder: Embedder, splitter: SentenceSplitter
) -> tuple[float, float]:
    """The weakest sentence's best passage: by entailment, and by words and cosine."""
    source = [case.source[s.start : s.end] for s in splitter.split(case.source, "en")]
    passages = [*source, *(f"{a} {b}" for a, b in pairwise(source))]
    entailed, worded = [], []
    for sentence in splitter.split(case.text, "en"):
        text = case.text[sentence.start : sentence.end]
        wanted = stems(text)
        near = sorted(passages, key=lambda p: -len(wanted & stems(p)) / len(p) ** 0.2)[:WINDOWS]
        entailed.append(float(judge.judge([(one, text) for one in near])[:, 0].max()))
        vectors = embedder.embed_passages([text, *near])
        held = set().union(*(stems(one) for one in near[:2]))
        share = len(wanted & held) / len(wanted) if wanted else 0.0
        worded.append(score(share, float((vectors[1:] @ vectors[0]).max())))
    return min(entailed, default=0.0), min(worded, default=0.0)


def _best_threshold(scores: NDArray[np.float64], labels: NDArray[np.bool_]) -> float:
    tried = np.unique(scores)
    values = [balanced_accuracy_score(labels, scores >= threshold) for threshold in tried]
    return float(tried[int(np.argmax(values))])


def _attribution(folder: Path) -> Iterator[Case]:
    for row in _lines(folder / "attributionbench" / "dev_all_subset_balanced.jsonl.gz"):
        source = "\n".join(row["references"])
        yield Case(source[:20_000], row["claim"], row["attribution_label"] == "attributable")


def _summedits(folder: Path) -> Iterator[Case]:
    for path in sorted((folder / "summedits").glob("*.json.gz")):
        for row in json.loads(gzip.decompress(path.read_bytes())):
            yield Case(row["doc"], row["summary"], bool(row["label"]))


def _qags(folder: Path) -> Iterator[Case]:
    for row in _lines(folder / "qags" / "mturk_cnndm.jsonl.gz"):
        for sentence in row["summary_sentences"]:
            votes = [answer["response"] == "yes" for answer in sentence["responses"]]
            yield Case(row["article"], sentence["sentence"], sum(votes) * 2 > len(votes))


def _bump(folder: Path) -> Iterator[Case]:
    content = (folder / "bump" / "task1_dataset.json.gz").read_bytes()
    for row in json.loads(gzip.decompress(content)):
        yield Case(row["article"], row["reference_summary"], True)
        yield Case(row["article"], row["edited_summary"], False)


READERS: dict[str, Callable[[Path], Iterator[Case]]] = {
    "AttributionBench": _attribution,
    "QAGS, CNN/DM": _qags,
    "BUMP": _bump,
    "SummEdits": _summedits,
}


def _labels(pair: Pair, guess: int) -> tuple[int, int]:
    """Gold and guess on the set's own scale."""
    if pair.label == 3 or pair.source in ("fever", "rte"):
        return min(pair.label, 1), min(guess, 1)
    return pair.label, guess


def _asked(generator: Generator, pair: Pair) -> int:
    message = Message("user", PROMPT.format(pair.first, pair.second))
    said = "".join(piece.text for piece in generator.stream([message], max_tokens=3)).lower()
    return next((n for n, word in enumerate(TRUE_UNKNOWN_FALSE) if said.startswith(word)), 1)


def _lines(path: Path) -> Sequence[Any]:
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]


if __name__ == "__main__":
    main()
