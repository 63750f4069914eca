"""What each part of the ranking is worth: where the true article stands, part by part.

python -m benchmarks.find --home FOLDER [--set realtimeqa] [--as-it-is] [--judge] [--out FOLDER]

Each line is the product's own retriever with other weights, over the same questions. Every second
question is "tuned": weights are to be chosen on these alone; the rest are "held out".
--judge adds the judge as a reranker of the best articles' best chunks, which takes long.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.common import SAMPLES, header, library, options, skip_if_missing, tell
from index.kept import KeptFaissIndex
from rag.assemble import Parts
from rag.evaluation.datasets import Question, SetMissingError
from rag.evaluation.record import Run, save
from rag.evaluation.report import table
from rag.evaluation.runs import CHUNKS, Ranking, find, findable
from rag.evaluation.scores import distinct
from rag.evaluation.sets import NAMES, load, spread
from rag.ports import VectorSearch
from rag.retrieval.query import Query, understand
from rag.retrieval.retriever import Retriever, Weights
from rag.retrieval.wanted import Library
from rag.types import Article, EmbedderFacts, Vectors

JUDGED = 20
"""Articles that the judge puts in order."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to rank.

    Attributes:
        name: For the table.
        weights: Of the retriever.
        understood: Whether what a question says of outlets and days is heeded.
        judged: Whether the judge puts the best in order.
    """

    name: str
    weights: Weights
    understood: bool = True
    judged: bool = False


SHIPPED = Weights()
BARE = replace(SHIPPED, dense=1.0, lead=0.0, recent=0.0)
VARIANTS = (
    Variant("BM25", replace(BARE, dense=0.0), understood=False),
    Variant("vectors", replace(BARE, lexical=0.0), understood=False),
    Variant("fused", BARE, understood=False),
    Variant("fused, words .5", replace(BARE, lexical=0.5), understood=False),
    Variant("fused, words 1", replace(BARE, lexical=1.0), understood=False),
    Variant("question understood", BARE),
    Variant("question understood, hints .1", replace(BARE, hint=0.1)),
    Variant("question understood, hints .5", replace(BARE, hint=0.5)),
    Variant("recent articles, days of the question not heeded", replace(SHIPPED, hint=0.0)),
    Variant("both, leads not looked at", replace(BARE, recent=SHIPPED.recent)),
    Variant("both, leads half", replace(SHIPPED, dense=0.5, lead=0.5)),
    Variant("both, recent .15", replace(SHIPPED, recent=0.15)),
    Variant("both, recent .5", replace(SHIPPED, recent=0.5)),
    Variant("as shipped", SHIPPED),
)


FEW = 30
"""Linked questions; of a set with fewer all whose true article is known some way are asked."""


class Remembering:
    """An embedder that embeds each query once, since every variant asks the same."""

    def __init__(self, parts: Parts) -> None:
        self._embed = parts.embedder.embed_queries
        self._known: dict[tuple[str, ...], Vectors] = {}

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """See `rag.ports.Embedder`."""
        key = tuple(texts)
        if key not in self._known:
            self._known[key] = self._embed(texts)
        return self._known[key]

    def join_in(self) -> None:
        """See `rag.ports.Embedder`."""


def main() -> None:
    """Prints a table for each variant, and keeps each as a run."""
    parser = options(__doc__ or "")
    parser.add_argument("--set", choices=NAMES, default="realtimeqa")
    parser.add_argument("--as-it-is", action="store_true", help="the library has the articles")
    parser.add_argument("--judge", action="store_true", help="the judge as a reranker, too")
    given = parser.parse_args()
    if given.home is None:
        parser.error("name the library with --home: reading a corpus takes too long to do it twice")
    header(f"Where the true article stands, {given.set}")
    try:
        chosen = load(given.set, given.data, SAMPLES)
    except SetMissingError as error:
        skip_if_missing(error)
    given.home.mkdir(parents=True, exist_ok=True)
    inputs = [] if given.as_it_is else chosen.inputs(given.home)
    variants = [*VARIANTS, *_judged()] if given.judge else list(VARIANTS)
    with library(given.home, inputs, models=False) as parts:
        index = _index(parts, given.home)
        known = [one for one in findable(parts.desk, chosen.questions) if one.kind != "unlinked"]
        linked = [one for one in known if one.kind == "linked"]
        questions = halves(spread(linked if len(linked) >= FEW else known, given.limit))
        tell(f"{parts.desk.counts()}, {len(questions)} questions")
        for variant, ranking in _rankings(parts, index, variants):
            run = Run(chosen.name, "find", variant.name, tuple(find(questions, ranking)))
            tell(f"\n## {variant.name}")
            for line in table(run):
                tell(line)
            if given.out:
                save(run, given.out / f"{variant.name.replace(' ', '-')}.json")


def halves(questions: Sequence[Question]) -> list[Question]:
    """Every second question is to be tuned on, the others are not to be looked at before."""
    names = ("tuned", "held out")
    return [replace(one, kind=names[place % 2]) for place, one in enumerate(questions)]


def _index(parts: Parts, home: Path) -> VectorSearch:
    one = parts.embedder
    return KeptFaissIndex(
        home / "index", parts.store, EmbedderFacts(one.name, one.weight_hash, one.dim)
    )


def _judged() -> Iterator[Variant]:
    yield Variant("as shipped, judge", SHIPPED, judged=True)


def _rankings(
    parts: Parts, index: VectorSearch, variants: Sequence[Variant]
) -> Iterator[tuple[Variant, Ranking]]:
    embedder, known = Remembering(parts), Library(parts.store)
    for variant in variants:
        retriever = Retriever(parts.store, index, embedder, weights=variant.weights)

        def query(question: Question, heed: bool = variant.understood) -> Query:
            text = understand(question.question, question.history).text
            if not heed:
                return understand(text)
            return understand(text, known=known.known(), today=question.today)

        yield variant, _ranking(parts, retriever, query, judged=variant.judged)


def _ranking(
    parts: Parts, retriever: Retriever, query: Callable[[Question], Query], *, judged: bool
) -> Ranking:
    def ranked(question: Question) -> list[Article]:
        hits = retriever.search(query(question), CHUNKS, question.filters)
        if not judged:
            return distinct(hit.chunk.article for hit in hits)
        best = {hit.chunk.article.id: hit.chunk for hit in reversed(hits)}
        order = [best[one.id] for one in distinct(hit.chunk.article for hit in hits)]
        scores = parts.judge.answers([(question.question, one.text) for one in order[:JUDGED]])
        places = sorted(range(len(order[:JUDGED])), key=lambda place: -scores[place])
        return [order[place].article for place in places] + [one.article for one in order[JUDGED:]]

    return ranked


if __name__ == "__main__":
    main()
