"""Labelled pairs to train and check the judge on, read from sets that the project does not hold.

Where they can be had, and under which licences, is in CARD.md. Every reader yields `Pair`s; a set
that is absent is an error, since a judge trained on less would not be the one of the card.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

LABELS = {"entailment": 0, "neutral": 1, "contradiction": 2, "not_entailment": 3}
MADE = "made"
SUPPORTS = {"supports": 0, "neutral": 1, "refutes": 2}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts and what they are to each other.

    Attributes:
        first: The premise, or the question.
        second: The hypothesis, or the passage.
        label: For "inference" 0 entails, 1 neutral, 2 contradicts, 3 not entailed; for "answering"
            1 if the passage answers the question, else 0.
        task: "inference" or "answering".
        source: Name of the set.
    """

    first: str
    second: str
    label: int
    task: str
    source: str


def is_held_out(pair: Pair, share: int = 12) -> bool:
    """Whether a pair is for checking: one in `share`, all pairs of one first text together."""
    digest = hashlib.sha256(pair.first.strip().lower().encode()).digest()
    return int.from_bytes(digest[:4], "big") % share == 0


def inference_pairs(data: Path) -> list[Pair]:
    """All pairs of the inference sets, in a fixed order.

    Args:
        data: The folder that holds the sets' folders.

    Raises:
        FileNotFoundError: A set is absent.
    """
    nli = data / "nli"
    collection = nli / "nli-collection"
    pairs: list[Pair] = []
    for name in ("mnli_dev.csv.gz", "snli_dev.csv.gz", "joci_train.csv.gz", "joci_dev.csv",
                 "rte_train.csv.gz", "rte_dev.csv"):  # fmt: skip
        rows = csv.DictReader(io.StringIO(_text(collection / name)))
        pairs += _labelled(rows, "premise", "hypothesis", "label", name.split("_")[0])
    for path in sorted((nli / "cad-nli").glob("*.tsv*")):
        rows = csv.DictReader(_lines(path), delimiter="\t", quoting=csv.QUOTE_NONE)
        pairs += _labelled(rows, "sentence1", "sentence2", "gold_label", "cad")
    for name in ("adversarial_train_15k.tsv.gz", "conj_dev.tsv"):
        rows = csv.DictReader(_lines(nli / "conjnli" / name), delimiter="\t",
                              quoting=csv.QUOTE_NONE)  # fmt: skip
        pairs += _labelled(rows, "Premise", "Hypothesis", "Label", "conjnli")
    rows = csv.DictReader(_lines(nli / "sick" / "SICK.txt.gz"), delimiter="\t",
                          quoting=csv.QUOTE_NONE)  # fmt: skip
    pairs += _labelled(rows, "sentence_A", "sentence_B", "entailment_label", "sick")
    pairs += _fever(nli / "fever-rte-dev")
    rows = csv.DictReader(io.StringIO(_text(nli / "healthver" / "healthver_dev.csv.gz")))
    pairs += _labelled(rows, "evidence", "claim", "label", "healthver")
    return list(dict.fromkeys(pairs))


def answering_pairs(data: Path) -> list[Pair]:
    """Questions with passages that answer them and passages near them that do not.

    News questions of 2025 with the sentence that their quiz gives as proof; against it, sentences
    of articles found for the same question that share its words but hold neither the answer nor
    the proof. Questions of 2022 are not read: they are for checking. Encyclopaedic questions with
    documents marked as answering (rightly or wrongly) or as noise are added.

    Args:
        data: The folder that holds the sets' folders.

    Raises:
        FileNotFoundError: A set is absent.
    """
    news = _news_questions(data / "realtimeqa", "questions-2025.jsonl.gz", "corpus-2025.jsonl.gz")
    return list(dict.fromkeys([*news, *_marked(data)]))


def unseen_answering_pairs(data: Path) -> list[Pair]:
    """The same for the news questions of 2022, which nothing is trained on.

    Raises:
        FileNotFoundError: The set is absent.
    """
    folder = data / "realtimeqa"
    names = ("questions-2022-even-weeks.jsonl.gz", "corpus-2022.jsonl.gz")
    return list(dict.fromkeys(_news_questions(folder, *names)))


def made_pairs(path: Path, *, wanted: int = 60_000, seed: int = 5) -> list[Pair]:
    """Questions made of sentences by `benchmarks.made_questions`, a sample of whole questions.

    Raises:
        FileNotFoundError: The file is absent.
    """
    by_question: dict[str, list[dict[str, Any]]] = {}
    for row in _json_lines(path):
        by_question.setdefault(row["question"], []).append(row)
    questions = list(by_question)
    Random(seed).shuffle(questions)
    pairs: dict[Pair, None] = {}
    for question in questions:
        for row in by_question[question]:
            pairs[Pair(question, row["text"], row["label"], "answering", MADE)] = None
        if len(pairs) >= wanted:
            break
    return list(pairs)


def _labelled(
    rows: Iterable[dict[str, Any]], first: str, second: str, label: str, source: str
) -> Iterator[Pair]:
    for row in rows:
        row = {str(key).lstrip("\ufeff"): value for key, value in row.items()}
        name = str(row.get(label) or "").strip().lower()
        number = LABELS.get(name, SUPPORTS.get(name))
        premise, hypothesis = str(row.get(first) or ""), str(row.get(second) or "")
        if number is not None and premise.strip() and hypothesis.strip():
            yield Pair(premise.strip(), hypothesis.strip(), number, "inference", source)


def _fever(folder: Path) -> Iterator[Pair]:
    parts = (folder / "dev.raw.input0", folder / "dev.raw.input1", folder / "dev.label")
    for premise, hypothesis, label in zip(
        *(_text(part).split("\n") for part in parts), strict=False
    ):
        if label.strip() in LABELS:
            yield Pair(
                _plain(premise), _plain(hypothesis), LABELS[label.strip()], "inference", "fever"
            )


def _news_questions(folder: Path, questions: str, articles: str) -> Iterator[Pair]:
    corpus = {row["doc_id"]: row for row in _json_lines(folder / articles)}
    asked = list(_json_lines(folder / questions))
    chance = Random(7)
    proofs = [row["evidence"].strip() for row in asked if row["evidence"].strip()]
    for row in asked:
        proof, question = row["evidence"].strip(), row["question"].strip()
        if not proof:
            continue
        titles = [corpus[i]["title"] for i in row["weak_docs_answer_string"] if i in corpus]
        for text in _proof_sentences(proof, row["answer_text"]):
            yield Pair(question, text, 1, "answering", "realtimeqa")
            if titles:
                yield Pair(question, f"{titles[0]}: {text}", 1, "answering", "realtimeqa")
        for title, text in _near_misses(row, corpus, proof):
            shown = f"{title}: {text}" if chance.random() < 0.5 else text
            yield Pair(question, shown, 0, "answering", "realtimeqa")
        for text in chance.sample(proofs, 3):
            if text != proof:
                yield Pair(question, text, 0, "answering", "realtimeqa")


def _proof_sentences(proof: str, answers: list[str]) -> list[str]:
    sentences = _sentences(proof)
    holding = [s for s in sentences if any(a.lower() in s.lower() for a in answers)]
    return [proof, *holding] if len(sentences) > 1 else [proof]


def _near_misses(
    row: dict[str, Any], corpus: dict[str, Any], proof: str, k: int = 10
) -> list[tuple[str, str]]:
    """Sentences that share most words with the question and cannot be shown to answer it."""
    words = _content(row["question"])
    answers = [a.lower() for a in row["answer_text"]]
    proof_words = _content(proof)
    scored: list[tuple[float, str, str]] = []
    for article_id in row["retrieved_by_google"]:
        article = corpus.get(article_id, {"title": "", "text": ""})
        for text in _sentences(article["text"]):
            own = _content(text)
            if not 40 <= len(text) <= 400 or any(a in text.lower() for a in answers):
                continue
            if len(own & proof_words) > 0.6 * len(own):
                continue
            scored.append((len(own & words) / len(own) ** 0.5, article["title"], text))
    scored.sort(reverse=True)
    return [(title, text) for _, title, text in scored[:k]]


def _marked(data: Path) -> Iterator[Pair]:
    for row in _json_lines(data / "ramdocs" / "dev.jsonl.gz"):
        for document in row["documents"]:
            label = int(document["type"] != "noise")
            yield Pair(row["question"], document["text"], label, "answering", "ramdocs")
    for row in _json_lines(data / "rgb" / "en_fact-dev.jsonl"):
        for label, key in ((1, "positive"), (1, "positive_wrong"), (0, "negative")):
            for text in row[key][:6]:
                yield Pair(row["query"], text, label, "answering", "rgb")


def _content(text: str) -> set[str]:
    return {w[:6] for w in re.findall(r"[a-z0-9]+", text.lower()) if len(w) > 3 or w.isdigit()} or {
        ""
    }


def _sentences(text: str) -> list[str]:
    return [
        s.strip() for s in re.split(r"(?<=[.!?])[\"”’]?\s+(?=[\"“A-Z0-9])|\n+", text) if s.strip()
    ]


def _plain(text: str) -> str:
    swaps = {
        " -LRB- ": " (",
        " -RRB-": ")",
        "-LSB-": "[",
        "-RSB-": "]",
        " ,": ",",
        " .": ".",
        " 's": "'s",
    }
    for old, new in swaps.items():
        text = text.replace(old, new)
    return text.replace("`` ", '"').replace(" ''", '"').strip()


def _text(path: Path) -> str:
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return content.decode("utf-8", "replace")


def _lines(path: Path) -> list[str]:
    return _text(path).splitlines()


def _json_lines(path: Path) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in _text(path).split("\n") if line.strip())
