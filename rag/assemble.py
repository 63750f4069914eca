"""The only place where real parts are built and handed to the desk.

Building is quick: models are known by name from the catalogue and load in the background.
"""

from __future__ import annotations

from dataclasses import dataclass

from index.kept import KeptFaissIndex
from models import load_embedder, load_generator, load_judge, load_reranker
from rag.articles.store import SqliteStore
from rag.chunks.sentences import SentenceSplitter
from rag.desk import Desk
from rag.ports import Embedder, Generator, Judge
from rag.settings import Settings
from rag.statements.extract import RuleReader
from rag.statements.parse import EnglishParser
from rag.types import EmbedderFacts


@dataclass(frozen=True, slots=True)
class Parts:
    """The desk and what it is made of, for those who measure."""

    desk: Desk
    store: SqliteStore
    embedder: Embedder
    generator: Generator
    judge: Judge


def assemble(settings: Settings) -> Desk:
    """A desk with real parts; raises DatelineError if the library cannot be opened."""
    return assemble_parts(settings).desk


def assemble_parts(settings: Settings) -> Parts:
    """The same, with the parts beside the desk."""
    embedder = load_embedder(settings)
    generator = load_generator(settings)
    judge = load_judge(settings)
    facts = EmbedderFacts(embedder.name, embedder.weight_hash, embedder.dim)
    store = SqliteStore.open(
        settings.home,
        embedder_name=facts.name,
        weight_hash=facts.weight_hash,
        dim=facts.dim,
    )
    desk = Desk(
        settings,
        store=store,
        index=KeptFaissIndex(settings.home / "index", store, facts),
        embedder=embedder,
        generator=generator,
        judge=judge,
        splitter=SentenceSplitter(),
        reader=RuleReader(EnglishParser()),
        handles=(embedder, generator, judge),
        reranker=load_reranker(settings),
        second_look=generator if generator.taught else None,
    )
    return Parts(desk, store, embedder, generator, judge)
