"""Trains the judge: `python -m models.judge.train --data DIR --encoder DIR --out FILE`.

Fine-tunes MiniLM (word embeddings frozen) on inference and answering pairs together, then packs
and measures it on the pairs held out. An hour on two cores, minutes on a GPU. A run is fixed by its
seed up to the arithmetic of the machine.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from random import Random
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel

from models.judge.batches import by_length, encode, padded, prepare
from models.judge.corpora import (
    MADE,
    Pair,
    answering_pairs,
    inference_pairs,
    is_held_out,
    made_pairs,
)
from models.judge.network import JudgeNetwork, inference_loss
from models.judge.packed import pack, unpack

PEAK_RATE = 2e-4
WARM_UP = 0.06
BATCH_TOKENS = 2600
ANSWERING_COPIES = 2
REPORT_EVERY = 100


def main() -> None:
    """Reads, trains, packs, measures; prints one JSON object of figures at the end."""
    arguments = _arguments()
    torch.manual_seed(arguments.seed)
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    tokenizer = prepare(Tokenizer.from_file(str(arguments.encoder / "tokenizer.json")))
    encoder = AutoModel.from_pretrained(arguments.encoder, add_pooling_layer=False)
    network = JudgeNetwork(encoder, encoder.config.hidden_size).to(device)
    if arguments.further:
        network.load_state_dict(unpack(arguments.further)[0])
    encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    pairs = [*inference_pairs(arguments.data), *answering_pairs(arguments.data)]
    if arguments.made:
        pairs += made_pairs(arguments.made)
    held_out = [pair for pair in pairs if is_held_out(pair)]
    training = [pair for pair in pairs if not is_held_out(pair)]
    training += [p for p in training if p.task == "answering" and p.source != MADE] * (
        ANSWERING_COPIES - 1
    )
    if arguments.inference_pairs is not None:
        training = _fewer_inference(training, arguments.inference_pairs, arguments.seed)
    _train(network, tokenizer, training, arguments, device)
    network.eval()
    pack({k: v.cpu() for k, v in network.state_dict().items()}, tokenizer, arguments.out)
    _say(json.dumps(measure(network, tokenizer, held_out, device), indent=1))


def _fewer_inference(pairs: list[Pair], wanted: int, seed: int) -> list[Pair]:
    """All for answering, and a sample of the others, so that what was learned is not lost."""
    others = [pair for pair in pairs if pair.task == "inference"]
    kept = Random(seed).sample(others, min(wanted, len(others)))
    return [*kept, *(pair for pair in pairs if pair.task == "answering")]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, required=True, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--made", type=Path, help="pairs of `benchmarks.made_questions`")
    parser.add_argument("--further", type=Path, help="a trained judge to go on from")
    parser.add_argument("--inference-pairs", type=int, help="only so many of these")
    parser.add_argument("--rate", type=float, default=PEAK_RATE, help="peak learning rate")
    parser.add_argument("--epochs", type=float, default=2.0)
    parser.add_argument("--minutes", type=float, default=1e9, help="stop, with the rate run down")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=0)
    return parser.parse_args()


def _train(
    network: JudgeNetwork,
    tokenizer: Tokenizer,
    pairs: list[Pair],
    arguments: argparse.Namespace,
    device: torch.device,
) -> None:
    chance = Random(arguments.seed)
    parts = {
        task: _Batches([p for p in pairs if p.task == task], tokenizer, chance)
        for task in ("inference", "answering")
    }
    per_epoch = sum(len(part.batches) for part in parts.values())
    steps = int(arguments.epochs * per_epoch)
    share = len(parts["answering"].batches) / per_epoch
    trained = [p for p in network.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=arguments.rate, weight_decay=0.01)
    started, seen = time.monotonic(), defaultdict(list)
    network.train()
    for step in range(steps):
        done = max(step / steps, (time.monotonic() - started) / (60 * arguments.minutes))
        if done >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = arguments.rate * min(done / WARM_UP, (1 - done) / (1 - WARM_UP))
        task = "answering" if chance.random() < share else "inference"
        loss = _loss(network, parts[task], task, device)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        seen[task].append(float(loss.detach()))
        if step % REPORT_EVERY == 0:
            means = {t: round(sum(v[-100:]) / len(v[-100:]), 3) for t, v in seen.items()}
            _say(f"{step}/{steps} {done:.3f} {time.monotonic() - started:.0f} s {means}")


class _Batches:
    """Batches of one task, for ever, in a new order every time round."""

    def __init__(self, pairs: list[Pair], tokenizer: Tokenizer, chance: Random) -> None:
        self._pairs, self._chance = pairs, chance
        self._encoded = encode(tokenizer, [(p.first, p.second) for p in pairs])
        lengths = [len(ids) + chance.random() * 4 for ids, _ in self._encoded]
        self.batches = list(by_length([int(n) for n in lengths], BATCH_TOKENS))
        self._left: list[list[int]] = []

    def next(self) -> tuple[list[tuple[list[int], int]], list[int]]:
        """Encoded pairs and their labels."""
        if not self._left:
            self._left = list(self.batches)
            self._chance.shuffle(self._left)
        batch = self._left.pop()
        return [self._encoded[i] for i in batch], [self._pairs[i].label for i in batch]


def _loss(network: JudgeNetwork, part: _Batches, task: str, device: torch.device) -> torch.Tensor:
    encoded, numbers = part.next()
    ids, mask, types = (tensor.to(device) for tensor in padded(encoded))
    labels = torch.tensor(numbers, device=device)
    inference, answering = network(ids, mask, types)
    if task == "inference":
        return inference_loss(inference, labels)
    loss: torch.Tensor = nn.functional.binary_cross_entropy_with_logits(answering, labels.float())
    return loss


def measure(
    network: JudgeNetwork, tokenizer: Tokenizer, pairs: list[Pair], device: torch.device
) -> dict[str, Any]:
    """Accuracy by set, and for answering how often a right passage ranks first of its question's.

    Sets with two labels count "neutral" and "contradicts" as one.
    """
    inference, answering = predict(network, tokenizer, pairs, device)
    right: dict[str, list[bool]] = defaultdict(list)
    ranked: dict[tuple[str, str], list[tuple[float, int]]] = defaultdict(list)
    for index, pair in enumerate(pairs):
        if pair.task == "inference":
            guess = int(inference[index].argmax())
            expected = pair.label
            right[pair.source].append((guess != 0) if expected == 3 else guess == expected)
            if expected == 0 and pair.source in ("fever", "rte"):
                right[pair.source][-1] = guess == 0
        else:
            ranked[pair.source, pair.first].append((float(answering[index]), pair.label))
    figures: dict[str, Any] = {
        source: {"accuracy": round(sum(hits) / len(hits), 4), "pairs": len(hits)}
        for source, hits in sorted(right.items())
    }
    for source in sorted({source for source, _ in ranked}):
        asked = [r for (s, _), r in ranked.items() if s == source and len({n for _, n in r}) == 2]
        first = [max(one)[1] for one in asked]
        figures[f"{source} answering"] = {
            "right passage first": round(sum(first) / max(1, len(first)), 4),
            "questions": len(first),
        }
    return figures


def predict(
    network: JudgeNetwork, tokenizer: Tokenizer, pairs: list[Pair], device: torch.device
) -> tuple[torch.Tensor, torch.Tensor]:
    """Logits of both heads for all pairs, shapes (n, 3) and (n,)."""
    encoded = encode(tokenizer, [(p.first, p.second) for p in pairs])
    inference, answering = torch.zeros(len(pairs), 3), torch.zeros(len(pairs))
    with torch.inference_mode():
        for batch in by_length([len(ids) for ids, _ in encoded], 4 * BATCH_TOKENS):
            tensors = (tensor.to(device) for tensor in padded([encoded[i] for i in batch]))
            three, one = network(*tensors)
            inference[batch], answering[batch] = three.cpu(), one.cpu()
    return inference, answering


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
