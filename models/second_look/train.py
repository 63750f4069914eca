"""Teaches a generator the second look: does a passage state the answer to a question?

`python -m models.second_look.train --generator FILE.gguf --examples FILE --out FILE`, with the
examples of `python -m benchmarks.look_examples`: lines of `messages` (pairs of role and content)
and `label`. What learns is how much more the generator puts on "yes" than on "no". Two minutes on
one H100, for 35,000 examples; on a CPU, days. Needs `pip install gguf` besides. What it learned is
measured by `python -m rag.evaluation`.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoModelForCausalLM, AutoTokenizer

from models.second_look.lora import adapt, write

PEAK_RATE = 4e-4
WARM_UP_STEPS = 40
SMOOTHING = 0.03
"""A label is never quite sure: some near misses do answer."""

BATCH_TOKENS = 12_000
SORTED_TOGETHER = 3_000
"""Examples that are sorted by length, to be padded little."""

MOST_TOKENS = 420
REPORT_EVERY = 50


@dataclass(frozen=True, slots=True)
class Example:
    """A prompt, as tokens, and whether its passage states the answer."""

    tokens: tuple[int, ...]
    label: bool


def main() -> None:
    """Reads, trains, writes the adapter."""
    given = _arguments()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    where = {"pretrained_model_name_or_path": given.generator.parent}
    tokenizer = AutoTokenizer.from_pretrained(**where, gguf_file=given.generator.name)
    model = AutoModelForCausalLM.from_pretrained(
        **where, gguf_file=given.generator.name, dtype=torch.bfloat16
    ).to(device)
    adapters = adapt(model, given.seed)
    chance = Random(given.seed)
    examples = list(_read(given.examples, tokenizer))
    chance.shuffle(examples)
    batches = list(batched(examples, chance))
    _say({"examples": len(examples), "batches": len(batches), "device": device})
    words = [tokenizer.encode(word, add_special_tokens=False)[0] for word in ("yes", "no")]
    learning = [weights for adapter in adapters.values() for weights in (adapter.a, adapter.b)]
    optimizer = torch.optim.AdamW(learning, lr=PEAK_RATE, betas=(0.9, 0.98))
    for step, batch in enumerate(batches[: given.steps]):
        for group in optimizer.param_groups:
            group["lr"] = rate(step, len(batches))
        told = torch.tensor([one.label for one in batch], device=device, dtype=torch.float32)
        loss = nn.functional.binary_cross_entropy_with_logits(
            leanings(model, batch, words), told * (1 - 2 * SMOOTHING) + SMOOTHING
        )
        loss.backward()
        nn.utils.clip_grad_norm_(learning, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        if step % REPORT_EVERY == 0:
            _say({"step": step, "loss": round(float(loss), 4)})
    write(given.out, adapters, model.config.model_type)


def leanings(model: Any, batch: Sequence[Example], words: Sequence[int]) -> Tensor:
    """Log odds of the first word against the second, behind each prompt; shape (n,), float32."""
    device = model.device
    longest = max(len(one.tokens) for one in batch)
    rows = [[*one.tokens, *[0] * (longest - len(one.tokens))] for one in batch]
    # Padded on the right, where nothing that is read can see it.
    hidden = model.model(torch.tensor(rows, device=device)).last_hidden_state
    ends = torch.tensor([len(one.tokens) - 1 for one in batch], device=device)
    last = hidden[torch.arange(len(batch), device=device), ends].float()
    both: Tensor = last @ model.lm_head.weight[list(words)].float().T
    return both[:, 0] - both[:, 1]


def batched(examples: Sequence[Example], chance: Random) -> Iterator[list[Example]]:
    """Examples of like length together, in an order of chance."""
    made: list[list[Example]] = []
    for start in range(0, len(examples), SORTED_TOGETHER):
        part = sorted(examples[start : start + SORTED_TOGETHER], key=lambda one: len(one.tokens))
        batch: list[Example] = []
        for one in part:
            if batch and (len(batch) + 1) * len(one.tokens) > BATCH_TOKENS:
                made.append(batch)
                batch = []
            batch.append(one)
        made.append(batch)
    chance.shuffle(made)
    yield from made


def rate(step: int, steps: int) -> float:
    """Warmed up, then along a cosine down to nothing."""
    return (
        PEAK_RATE
        * min(1.0, (step + 1) / WARM_UP_STEPS)
        * (1 + math.cos(math.pi * step / steps))
        / 2
    )


def _read(path: Path, tokenizer: Any) -> Iterator[Example]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            messages = [{"role": role, "content": content} for role, content in row["messages"]]
            prompt = tokenizer.apply_chat_template(
                messages, tokenize=False, add_generation_prompt=True
            )
            tokens = tokenizer.encode(prompt, add_special_tokens=False)
            if len(tokens) <= MOST_TOKENS:
                yield Example(tuple(tokens), bool(row["label"]))


def _say(row: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(row) + "\n")
    sys.stdout.flush()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--generator", type=Path, required=True, help="the .gguf file")
    parser.add_argument("--examples", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, help="stop after so many batches")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
