"""From settings to an embedder and a generator that load in the background.

The only file that decides which engine runs a model. Returns at once; nothing is imported,
fetched or loaded before it is started or used.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from models.background import (
    BackgroundEmbedder,
    BackgroundGenerator,
    BackgroundJudge,
    BackgroundReranker,
    Progress,
)
from models.catalog import CATALOG, DEFAULT_GENERATOR, Entry, find
from models.device import SLEEPING_THREADS
from models.fetch import is_present
from models.resolve import locate, resolve
from models.second_look import ADAPTER
from rag.ports import Embedder, Generator, Judge, Reranker
from rag.settings import Settings
from rag.types import ModelState

AUTO = "auto"
OWN_JUDGE = "own"

_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class Listed:
    """A model of the catalogue, whether it is on this machine, and whether it is in use."""

    entry: Entry
    present: bool
    in_use: bool


def load_embedder(settings: Settings) -> BackgroundEmbedder:
    """The embedder that the settings name."""
    entry = find(settings.embedder)
    name = entry.name if entry is not None else settings.embedder

    def load(progress: Progress) -> Embedder:
        reference = resolve(settings.embedder, "embed")
        path = locate(reference, settings, progress)
        progress(ModelState(name, "loading"))
        weight_hash = entry.weight_hash if entry is not None else ""
        if (ours := _tiled(path, name, weight_hash, settings)) is not None:
            return ours
        with _importing():
            from models.embedder import SentenceEmbedder

            return SentenceEmbedder(
                path,
                name=name,
                weight_hash=weight_hash,
                batch=settings.embed_batch,
                device=settings.device,
            )

    return BackgroundEmbedder(load, name, entry)


def load_generator(settings: Settings) -> BackgroundGenerator:
    """The generator that the settings name: behind a URL, by llama.cpp, or by transformers."""
    if settings.generator_url:
        return _behind_url(settings)
    wanted = DEFAULT_GENERATOR.name if settings.generator == AUTO else settings.generator
    entry = find(wanted)
    name = entry.name if entry is not None else wanted
    taught = entry is not None and entry.second_look

    def load(progress: Progress) -> Generator:
        reference = resolve(wanted, "generate")
        path = locate(reference, settings, progress)
        progress(ModelState(name, "loading"))
        if reference.is_gguf:
            from models.kernels import compiled
            from models.llamacpp import LlamaCppGenerator

            return LlamaCppGenerator(
                path,
                adapter=ADAPTER if taught else None,
                kernels=compiled(),
                read_ahead=settings.models_dir / "read-ahead",
                name=name,
                context_tokens=settings.context_tokens,
                threads=settings.threads,
                use_gpu=settings.device != "cpu",
            )
        from models.transformers_generator import TransformersGenerator

        return TransformersGenerator(
            path,
            name=name,
            context_tokens=settings.context_tokens,
            device=settings.device,
            threads=settings.threads,
        )

    return BackgroundGenerator(load, name, context_tokens=settings.context_tokens, taught=taught)


def load_judge(settings: Settings) -> BackgroundJudge:
    """The judge that the settings name: our own, or an inference model of transformers."""
    own = settings.judge == OWN_JUDGE
    name = "dateline-judge" if own else settings.judge

    def load(progress: Progress) -> Judge:
        path = None if own else locate(resolve(settings.judge, "judge"), settings, progress)
        progress(ModelState(name, "loading"))
        with _importing():
            from models.judge.judge import CrossEncoderJudge

            ours = CrossEncoderJudge(device=settings.device)
            if path is None:
                return ours
            from models.judge.hub import HubJudge

            return HubJudge(path, name=name, own=ours, device=settings.device)

    return BackgroundJudge(load, name)


def load_reranker(settings: Settings) -> BackgroundReranker | None:
    """The reranker that the settings name; None if they name none, which is usual."""
    if not settings.reranker:
        return None
    name = settings.reranker

    def load(progress: Progress) -> Reranker:
        path = locate(resolve(name, "rerank"), settings, progress)
        progress(ModelState(name, "loading"))
        with _importing():
            from models.reranker import CrossEncoderReranker

            return CrossEncoderReranker(path, name=name, device=settings.device)

    return BackgroundReranker(load, name)


def list_models(settings: Settings) -> list[Listed]:
    """The catalogue, in its order. Reads no weights."""
    generator = "" if settings.generator_url else settings.generator
    used = {find(settings.embedder), find(generator)}
    if generator == AUTO:
        used.add(DEFAULT_GENERATOR)
    return [
        Listed(entry, is_present(entry, settings.models_dir), entry in used) for entry in CATALOG
    ]


def _behind_url(settings: Settings) -> BackgroundGenerator:
    model = "" if settings.generator == AUTO else settings.generator

    def load(progress: Progress) -> Generator:
        from models.openai_server import OpenAIServerGenerator

        progress(ModelState(model or settings.generator_url, "loading", "asking the server"))
        generator = OpenAIServerGenerator(
            settings.generator_url,
            key=settings.generator_key,
            model=model,
            context_tokens=settings.context_tokens,
        )
        generator.greet()
        return generator

    return BackgroundGenerator(
        load, model or settings.generator_url, context_tokens=settings.context_tokens
    )


def _tiled(path: Path, name: str, weight_hash: str, settings: Settings) -> Embedder | None:
    """The embedder that needs no torch, where model and processor are right for it."""
    if settings.embed_batch:  # set for torch's sake
        return None
    from models.embedder import hash_weights
    from models.encoder.embedder import load

    return load(
        path, name=name, weight_hash=weight_hash or hash_weights(path), device=settings.device
    )


@contextmanager
def _importing() -> Iterator[None]:
    """One at a time: transformers imports its parts lazily, and breaks where two threads do so.

    torch reads how its threads are to wait when it is imported, and never again. What the user has
    set himself is left as it is.
    """
    with _ONE_AT_A_TIME:
        for name, value in SLEEPING_THREADS.items():
            os.environ.setdefault(name, value)
        yield
