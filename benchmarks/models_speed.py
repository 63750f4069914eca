"""How fast and how large the models are here: chunks a second, tokens a second, seconds, memory.

`python -m benchmarks.models_speed [--only embedder|generator]`. All is measured twice: by the
clock, and by processor time as if all cores had been ours, which holds on a busy machine too.
"""

from __future__ import annotations

import argparse
import copy
import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.common import header, tell
from models.catalog import DEFAULT_EMBEDDER, DEFAULT_GENERATOR, QWEN_CODER_0_5B, Entry
from models.device import usable_cores
from models.fetch import fetch
from models.kernels import compiled
from rag.settings import Settings
from rag.types import Message, Vectors

CHUNKS = 200
CHUNK_WORDS = (90, 175)  # about 193 tokens in the middle
WORDS = (
    "the minister said on Tuesday that rivers near Kesten would rise again, while residents of "
    "the lower town disputed 1,400 evacuations and asked why warnings came after the first dam "
    "had failed; officials at the agency denied any delay and promised an inquiry by autumn"
).split()


@dataclass
class Clock:
    """Seconds by the clock, and of processor time."""

    wall: float = 0.0
    cpu: float = 0.0


def main() -> None:
    """Measures and tells."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=["embedder", "generator"], help="the other is left out")
    parser.add_argument("--chunks", type=int, default=CHUNKS)
    arguments = parser.parse_args()
    settings = Settings.load()
    header("Models: speed and size")
    if arguments.only != "generator":
        embedder_speed(settings, arguments.chunks)
    if arguments.only != "embedder":
        ours = compiled()
        if ours is None:
            tell("no kernels were compiled for this processor: python -m models.kernels says why")
        for entry in (QWEN_CODER_0_5B, DEFAULT_GENERATOR):
            for kernels in (None, ours) if ours is not None else (None,):
                generator_speed(entry, settings, kernels)


def embedder_speed(settings: Settings, chunks: int) -> None:
    """Variants of the embedder over the same chunks, with their cosine to float32."""
    folder = fetch(DEFAULT_EMBEDDER, settings)
    with clock() as loading:
        from models.embedder import SentenceEmbedder

        embedder = SentenceEmbedder(folder, name="minilm", dtype="float32", device="cpu")
    tell(f"embedder: import and load {loading.wall:.1f} s ({loading.cpu:.1f} s of processor time)")

    texts = sample_chunks(chunks)
    tokens = embedder.count_tokens(texts)
    tell(f"{chunks} chunks, {np.mean(tokens):.0f} tokens on average")
    reference = embedder.embed_passages(texts)
    for batch in (2, 4, 8, 16, 32, 64):
        embedder = SentenceEmbedder(
            folder, name="minilm", dtype="float32", device="cpu", batch=batch
        )
        variant(f"float32, batch {batch}", lambda e=embedder: e.embed_passages(texts), reference)
    half = SentenceEmbedder(folder, name="minilm", dtype="bfloat16", device="cpu")
    variant("bfloat16, batch 32", lambda: half.embed_passages(texts), reference)
    for tokens_together in (256, 512, 768, 1024):
        own_kernels(folder, tokens_together, texts, reference)
    quantised = dynamic_int8(loaded(folder))
    variant(
        "int8 dynamic, batch 32",
        lambda: quantised.encode(texts, batch_size=32, show_progress_bar=False),
        reference,
    )


def own_kernels(folder: Path, together: int, texts: list[str], reference: Vectors) -> None:
    """Our own forward pass, where it was compiled; a question's time, too."""
    from models.encoder import encoder
    from models.encoder.embedder import load

    encoder.BATCH_TOKENS = together
    ours = load(folder, name="minilm", weight_hash="", device="cpu")
    if ours is None:
        tell(
            "  not compiled: python -m models.kernels does where the processor multiplies bfloat16"
        )
        return
    ours.embed_passages(texts[:20])
    variant(f"compiled, {together} tokens", lambda: ours.embed_passages(texts), reference)
    question = " ".join(texts[0].split()[:12])
    with clock() as asked:
        for _ in range(50):
            ours.embed_queries([question])
    tell(f"    a question of 12 words in {asked.wall / 50 * 1000:.1f} ms")


def variant(name: str, embed: Callable[[], Vectors], reference: Vectors) -> None:
    """One line: speed, and how far the vectors are from the reference."""
    with clock() as spent:
        vectors = np.asarray(embed(), np.float32)
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    cosine = float(np.min((vectors * reference).sum(axis=1)))
    count, cores = len(vectors), usable_cores()
    tell(
        f"  {name:24} {count / spent.wall:6.1f} chunks/s, {count / spent.cpu * cores:6.1f} by "
        f"processor time, least cosine to float32 {cosine:.4f}"
    )


def loaded(folder: Path) -> Any:
    """The float32 model itself."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


def dynamic_int8(model: Any) -> Any:
    """A copy whose linear layers compute in 8 bits."""
    import warnings

    import torch

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return torch.ao.quantization.quantize_dynamic(
            copy.deepcopy(model), {torch.nn.Linear}, dtype=torch.qint8
        )


def generator_speed(entry: Entry, settings: Settings, kernels: Path | None) -> None:
    """Loading, reading a prompt, writing, and reading it again from the cache.

    With the wheel's kernels, or with those compiled for this processor.
    """
    from models.llamacpp import LlamaCppGenerator

    path = fetch(entry, settings)
    with clock() as loading:
        generator = LlamaCppGenerator(
            path, kernels=kernels, name=entry.name, threads=settings.threads
        )
    pid = generator._engine.process.pid
    prompt = [
        Message("system", "Answer from the sentences."),
        Message("user", " ".join(sample_chunks(1)[0] for _ in range(2))),
    ]
    tokens = sum(generator.count_tokens(message.content) for message in prompt)
    pieces = generator.stream(prompt, max_tokens=33)
    with clock(pid) as reading:
        next(piece for piece in pieces if piece.text)
    with clock(pid) as writing:
        written = sum(1 for piece in pieces if piece.text)
    with clock(pid) as again:
        next(piece for piece in generator.stream(prompt, max_tokens=1) if piece.text)
    cores = usable_cores()
    tell(
        f"{entry.name}, {'compiled' if kernels else 'the wheel'}: load {loading.wall:.1f} s; "
        f"prompt of {tokens} tokens "
        f"{tokens / reading.wall:.1f} tokens/s ({tokens / reading.cpu * cores:.1f} by processor "
        f"time); writing {written / writing.wall:.1f} tokens/s "
        f"({written / writing.cpu * cores:.1f}); the same prompt again {again.wall:.2f} s; memory "
        f"{resident(pid) / 1e6:.0f} MB"
    )
    generator.close()


def sample_chunks(count: int) -> list[str]:
    """Texts of the length of chunks, the same on every run."""
    dice = random.Random(7)
    return [
        " ".join(dice.choice(WORDS) for _ in range(dice.randint(*CHUNK_WORDS)))
        for _ in range(count)
    ]


@contextmanager
def clock(pid: int | None = None) -> Iterator[Clock]:
    """Measures the block; processor time of this process or of another one (Linux)."""
    spent = Clock()
    wall, cpu = time.perf_counter(), processor_time(pid)
    yield spent
    spent.wall = time.perf_counter() - wall
    spent.cpu = max(processor_time(pid) - cpu, 1e-6)


def processor_time(pid: int | None) -> float:
    """Seconds of processor time so far."""
    if pid is None:
        return time.process_time()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid: int) -> int:
    """Bytes of memory of a process (Linux)."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
