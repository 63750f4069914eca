"""Dateline, txtai, Haystack and LlamaIndex, each as a user would set it up, behind one face.

Imported in Dateline's environment and in that of the peers: what only one of them has is imported
when a system is made. Why each is set up so is said in `benchmarks.peers`. Knows nothing of clocks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

TXTAI_CHARACTERS = 1000
"""Of a chunk for txtai: some 230 tokens, of which MiniLM reads 254."""


@dataclass(frozen=True, slots=True)
class Size:
    """What one ingest made searchable: URLs of articles, and into how many chunks they were cut."""

    urls: list[str]
    chunks: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the day that it was asked on, ISO 8601; "" if not known."""

    text: str
    day: str = ""


class System(Protocol):
    """A search over articles, its model loaded."""

    def ingest(self, table: Path) -> Size:
        """Makes articles, rows of JSON lines, searchable; called again, peers begin anew."""

    def search(self, question: Asked, passages: int) -> list[str]:
        """The URL of the article of each of the best passages, best first."""

    def close(self) -> None:
        """Ends whatever runs."""


class Dateline:
    """The desk as `python -m rag` has it, with the settings it is shipped with."""

    def __init__(self, _model: Path, scratch: Path, *, dated: bool = False) -> None:
        from rag.assemble import assemble
        from rag.evaluation.library import read
        from rag.settings import Settings

        self._read = read
        self._dated = dated
        self._desk = assemble(Settings.load(home=scratch / "library"))

    def ingest(self, table: Path) -> Size:
        before = self._desk.counts()["chunks"]
        report = self._read(self._desk, [table])
        held = {article.url for article in self._desk.articles()}
        given = [row.url for row in rows(table)]
        return Size([url for url in given if url in held], report.chunks - before)

    def search(self, question: Asked, passages: int) -> list[str]:
        today = date.fromisoformat(question.day) if self._dated and question.day else None
        hits = self._desk.search(question.text, passages, today=today)
        return [hit.chunk.article.url for hit in hits]

    def close(self) -> None:
        self._desk.close()


class Txtai:
    """`Embeddings` that keep their texts, over sentences joined to chunks of about one size."""

    def __init__(self, model: Path, *, hybrid: bool) -> None:
        self._embeddings: Any = _get("txtai", "Embeddings")(
            path=str(model), content=True, hybrid=hybrid
        )
        self._split: Any = _get("txtai.pipeline", "Segmentation")(
            chunker="sentence", chunk_size=TXTAI_CHARACTERS
        )
        self._urls: list[str] = []

    def ingest(self, table: Path) -> Size:
        self._urls = []
        self._embeddings.index(self._chunks(table))
        return Size(list(dict.fromkeys(self._urls)), len(self._urls))

    def search(self, question: Asked, passages: int) -> list[str]:
        found = self._embeddings.search(question.text, passages)
        return [self._urls[int(one["id"])] for one in found]

    def close(self) -> None:
        self._embeddings.close()

    def _chunks(self, table: Path) -> Iterator[tuple[int, str, None]]:
        for row in rows(table):
            for chunk in self._split(row.text):
                self._urls.append(row.url)
                yield len(self._urls) - 1, f"{row.title}. {chunk}", None


class Haystack:
    """The pipelines of its tutorial on hybrid retrieval, over its in-memory store."""

    def __init__(self, model: Path) -> None:
        embedders = "haystack_integrations.components.embedders.sentence_transformers"
        given = {"model": str(model), "progress_bar": False, "local_files_only": True}
        self._passages: Any = _get(embedders, "SentenceTransformersDocumentEmbedder")(
            meta_fields_to_embed=["title"], **given
        )
        self._question: Any = _get(embedders, "SentenceTransformersTextEmbedder")(**given)
        self._indexing: Any = None
        self._querying: Any = None

    def ingest(self, table: Path) -> Size:
        store = _get("haystack.document_stores.in_memory", "InMemoryDocumentStore")()
        document = _get("haystack", "Document")
        # A component belongs to one pipeline: the second library keeps the first one's embedders.
        if self._indexing is not None:
            self._indexing.remove_component("embedder")
            self._querying.remove_component("embedder")
        self._indexing = self._index_pipeline(store)
        self._querying = self._query_pipeline(store)
        # In the text too, because BM25 does not look at meta fields.
        documents = [
            document(
                content=f"{row.title}\n\n{row.text}", meta={"title": row.title, "url": row.url}
            )
            for row in rows(table)
        ]
        written = self._indexing.run({"splitter": {"documents": documents}})
        urls = [one.meta["url"] for one in documents]
        return Size(urls, written["writer"]["documents_written"])

    def search(self, question: Asked, passages: int) -> list[str]:
        found = self._querying.run(
            {
                "words": {"query": question.text, "top_k": passages},
                "embedder": {"text": question.text},
                "meaning": {"top_k": passages},
                "joiner": {"top_k": passages},
            }
        )
        return [one.meta["url"] for one in found["joiner"]["documents"]]

    def close(self) -> None:
        pass

    def _index_pipeline(self, store: Any) -> Any:
        pipeline = _get("haystack", "Pipeline")()
        splitter = _get("haystack.components.preprocessors", "DocumentSplitter")()
        pipeline.add_component("splitter", splitter)
        pipeline.add_component("embedder", self._passages)
        pipeline.add_component(
            "writer", _get("haystack.components.writers", "DocumentWriter")(document_store=store)
        )
        pipeline.connect("splitter", "embedder")
        pipeline.connect("embedder", "writer")
        return pipeline

    def _query_pipeline(self, store: Any) -> Any:
        pipeline = _get("haystack", "Pipeline")()
        retrievers = "haystack.components.retrievers.in_memory"
        pipeline.add_component("words", _get(retrievers, "InMemoryBM25Retriever")(store))
        pipeline.add_component("embedder", self._question)
        pipeline.add_component("meaning", _get(retrievers, "InMemoryEmbeddingRetriever")(store))
        joiner = _get("haystack.components.joiners", "DocumentJoiner")
        pipeline.add_component("joiner", joiner(join_mode="reciprocal_rank_fusion"))
        pipeline.connect("embedder", "meaning")
        pipeline.connect("words", "joiner")
        pipeline.connect("meaning", "joiner")
        return pipeline


class LlamaIndex:
    """A `VectorStoreIndex` over its default store, alone or fused with its BM25 retriever."""

    def __init__(self, model: Path, *, tokens: int, overlap: int, hybrid: bool) -> None:
        core = import_module("llama_index.core")
        # It would look for a language model of a cloud, which retrieval does not need.
        core.Settings.llm = _get("llama_index.core.llms", "MockLLM")()
        self._index: Any = core.VectorStoreIndex
        self._document: Any = core.Document
        self._embedder: Any = _get("llama_index.embeddings.huggingface", "HuggingFaceEmbedding")(
            model_name=str(model)
        )
        self._splitter: Any = _get("llama_index.core.node_parser", "SentenceSplitter")(
            chunk_size=tokens, chunk_overlap=overlap
        )
        self._hybrid = hybrid
        self._retrievers: list[Any] = []

    def ingest(self, table: Path) -> Size:
        hidden = ["url"]
        documents = [
            self._document(
                text=row.text,
                metadata={"title": row.title, "url": row.url},
                excluded_embed_metadata_keys=hidden,
                excluded_llm_metadata_keys=hidden,
            )
            for row in rows(table)
        ]
        nodes = self._splitter.get_nodes_from_documents(documents)
        index = self._index(nodes, embed_model=self._embedder)
        self._retrievers = [index.as_retriever()]
        if self._hybrid:
            words = _get("llama_index.retrievers.bm25", "BM25Retriever").from_defaults(nodes=nodes)
            fusion = _get("llama_index.core.retrievers", "QueryFusionRetriever")(
                [*self._retrievers, words], mode="reciprocal_rerank", num_queries=1, use_async=False
            )
            self._retrievers = [*self._retrievers, words, fusion]
        return Size([one.metadata["url"] for one in documents], len(nodes))

    def search(self, question: Asked, passages: int) -> list[str]:
        for one in self._retrievers:
            one.similarity_top_k = passages
        return [one.node.metadata["url"] for one in self._retrievers[-1].retrieve(question.text)]

    def close(self) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Row:
    """An article as the peers are given it."""

    url: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Setup:
    """A system and how it is set up.

    Attributes:
        make: Of the embedder's folder and a folder to write to.
        packages: Whose versions say what was measured; none for Dateline.
        told: For the table.
    """

    make: Callable[[Path, Path], System]
    packages: tuple[str, ...]
    told: str


SYSTEMS = {
    "dateline": Setup(Dateline, (), "as shipped"),
    "dateline-dated": Setup(
        lambda model, scratch: Dateline(model, scratch, dated=True), (), "told each question's day"
    ),
    "txtai-dense": Setup(
        lambda model, _: Txtai(model, hybrid=False), ("txtai", "chonkie"), "1,000 characters"
    ),
    "txtai-hybrid": Setup(
        lambda model, _: Txtai(model, hybrid=True), ("txtai", "chonkie"), "1,000 characters"
    ),
    "haystack-hybrid": Setup(
        lambda model, _: Haystack(model),
        ("haystack-ai", "sentence-transformers-haystack"),
        "200 words",
    ),
    "llamaindex-default": Setup(
        lambda model, _: LlamaIndex(model, tokens=1024, overlap=200, hybrid=False),
        ("llama-index-core", "llama-index-embeddings-huggingface"),
        "1,024 tokens, of which 254 are read",
    ),
    "llamaindex-hybrid": Setup(
        lambda model, _: LlamaIndex(model, tokens=256, overlap=20, hybrid=True),
        ("llama-index-core", "llama-index-retrievers-bm25"),
        "256 tokens",
    ),
}


def rows(table: Path) -> Iterator[Row]:
    """The articles of a table."""
    with table.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield Row(row["url"], row["title"], row["text"])


def _get(module: str, name: str) -> Any:
    """What a peer's module has under this name."""
    return getattr(import_module(module), name)
