"""Any causal language model by transformers, on a GPU if there is one.

Knows nothing of hubs or downloads: it is given a folder. Importing this file imports no torch.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from models.chat import neutralised
from models.device import pick_device, pick_dtype, usable_cores
from models.quiet import quiet
from models.streaming import pump
from rag.errors import GeneratorError
from rag.types import Message, Piece

TOP_LOGPROBS = 5
PROMPT_TOKENS_AT_ONCE = 256  # read between two looks at whether anybody still waits
UNFINISHED = "\ufffd"  # what a tokenizer shows for the first bytes of a character


class TransformersGenerator:
    """A loaded model. Several callers are served in turn."""

    def __init__(
        self,
        path: Path,
        *,
        name: str = "",
        context_tokens: int = 4096,
        device: str = "auto",
        threads: int = 0,
    ) -> None:
        """Loads the model.

        Args:
            path: Folder with safetensors weights, tokenizer and chat template.
            name: What people are told; the folder's name by default.
            context_tokens: Prompt and answer together; no more than the model was made for.
            device: "auto", "cpu", "cuda" or "mps".
            threads: CPU threads; 0 uses all cores.

        Raises:
            GeneratorError: It is no such model, or does not fit into memory.
        """
        self._name = name or path.name
        self._tokenizer, self._model = _load(path, device)
        if self._model.device.type == "cpu":
            import torch

            torch.set_num_threads(threads or usable_cores())
        longest = getattr(self._model.config, "max_position_embeddings", None) or context_tokens
        self._context_tokens = min(context_tokens, int(longest))
        self._ends = _end_tokens(self._model, self._tokenizer)
        self._control = tuple(self._tokenizer.all_special_tokens)
        self._turn = threading.Lock()

    @property
    def name(self) -> str:
        return self._name

    @property
    def context_tokens(self) -> int:
        return self._context_tokens

    def count_tokens(self, text: str) -> int:
        """Exact, by the model's own tokenizer."""
        return len(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, stop: Sequence[str] = ()
    ) -> Iterator[Piece]:
        """See `rag.ports.Generator`.

        Raises:
            GeneratorError: The engine failed, or prompt and answer do not fit its context.
        """
        ids = self._prompt(messages)
        if len(ids) + max_tokens > self._context_tokens:
            raise GeneratorError(
                f"The prompt has {len(ids)} tokens and the answer may have {max_tokens}, but the "
                f"context of {self._name!r} holds {self._context_tokens}. Raise "
                "DATELINE_CONTEXT_TOKENS or show it less."
            )
        stopped = threading.Event()

        def produce(put: Callable[[Piece], None]) -> None:
            with self._turn:
                _cut_at(stop, put, self._pieces(ids, max_tokens, stopped))

        return pump(produce, stopped.set)

    def _prompt(self, messages: Sequence[Message]) -> list[int]:
        contents = [
            {"role": message.role, "content": neutralised(message.content, self._control)}
            for message in messages
        ]
        try:
            prompt = self._tokenizer.apply_chat_template(
                contents, tokenize=False, add_generation_prompt=True, enable_thinking=False
            )
        except Exception as error:  # a template is a program by strangers: it may raise anything
            raise GeneratorError(
                f"The chat template of {self._name!r} does not take our prompt: {error}. Choose "
                "an instruction-tuned model."
            ) from error
        return list(self._tokenizer(prompt, add_special_tokens=False)["input_ids"])

    def _pieces(self, ids: list[int], max_tokens: int, stopped: threading.Event) -> Iterator[Piece]:
        """Greedy decoding, token by token; several tokens make one piece inside a character."""
        written: list[int] = []
        shown = 0
        waiting: list[tuple[float, tuple[tuple[str, float], ...]]] = []
        for token, logprob, rivals in self._tokens(ids, max_tokens, stopped):
            if token in self._ends:
                break
            written.append(token)
            waiting.append((logprob, rivals))
            text = self._tokenizer.decode(written, skip_special_tokens=True)
            if text.endswith(UNFINISHED) or len(text) <= shown:
                continue
            yield Piece(text[shown:], sum(one for one, _ in waiting), waiting[0][1])
            shown = len(text)
            waiting.clear()
        rest = self._tokenizer.decode(written, skip_special_tokens=True)[shown:]
        if rest and not stopped.is_set():
            yield Piece(rest)

    def _tokens(
        self, ids: list[int], max_tokens: int, stopped: threading.Event
    ) -> Iterator[tuple[int, float, tuple[tuple[str, float], ...]]]:
        """(token, log probability, likeliest tokens with theirs), until stopped."""
        import torch

        cache = None
        unread = list(ids)
        written = 0
        try:
            while written < max_tokens:
                if stopped.is_set():
                    return
                given = torch.tensor([unread[:PROMPT_TOKENS_AT_ONCE]], device=self._model.device)
                unread = unread[PROMPT_TOKENS_AT_ONCE:]
                with torch.inference_mode():
                    result = self._model(  # given: (1, tokens)
                        input_ids=given, cache=cache, use_cache=True, logits_to_keep=1
                    )
                    cache = result.cache
                    if unread:
                        continue
                    logprobs = torch.log_softmax(result.logits[0, -1].float(), dim=-1)  # (vocab,)
                    top = logprobs.topk(TOP_LOGPROBS)
                values, tokens = top.values.tolist(), top.indices.tolist()
                rivals = tuple(
                    (self._tokenizer.decode([one]), value)
                    for one, value in zip(tokens, values, strict=True)
                )
                yield tokens[0], values[0], rivals
                written += 1
                unread = [tokens[0]]
        except RuntimeError as error:  # out of memory, or a kernel that the device lacks
            raise GeneratorError(
                f"{self._name!r} failed on {self._model.device.type!r}: {error}. Ask again; if it "
                "happens again, use a smaller model or DATELINE_DEVICE=cpu."
            ) from error


def _load(path: Path, device: str) -> tuple[Any, Any]:
    chosen = pick_device(device)
    with quiet():
        from transformers import AutoModelForCausalLM, AutoTokenizer

        try:
            tokenizer = AutoTokenizer.from_pretrained(path, local_files_only=True)
            model = AutoModelForCausalLM.from_pretrained(
                path, local_files_only=True, use_safetensors=True, dtype=pick_dtype(chosen)
            ).to(chosen)
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            raise GeneratorError(
                f"{path} cannot be loaded as a language model on {chosen!r}: {error}. Give a "
                "folder or hub id with safetensors weights in DATELINE_GENERATOR, or a .gguf file."
            ) from error
    if not tokenizer.chat_template:
        raise GeneratorError(
            f"{path} has no chat template, so it was not made to follow instructions. Choose an "
            "instruction-tuned model in DATELINE_GENERATOR."
        )
    return tokenizer, model.eval()


def _end_tokens(model: Any, tokenizer: Any) -> frozenset[int]:
    """Ids that end an answer: the generation config may name several, the tokenizer one."""
    named = model.generation_config.eos_token_id
    ends = set(named if isinstance(named, list) else [named]) | {tokenizer.eos_token_id}
    return frozenset(end for end in ends if end is not None)


def _cut_at(stop: Sequence[str], put: Callable[[Piece], None], pieces: Iterator[Piece]) -> None:
    """Passes pieces on up to the first stop string, holding back what may begin one."""
    held: list[Piece] = []
    for piece in pieces:
        held.append(piece)
        text = "".join(one.text for one in held)
        ends = [text.find(one) for one in stop if one in text]
        if ends:
            _put_up_to(min(ends), held, put)
            return
        if not any(_may_begin(one, text) for one in stop):
            for one in held:
                put(one)
            held.clear()
    for one in held:
        put(one)


def _put_up_to(length: int, pieces: list[Piece], put: Callable[[Piece], None]) -> None:
    for piece in pieces:
        if length <= 0:
            return
        put(Piece(piece.text[:length], piece.logprob, piece.alternatives))
        length -= len(piece.text)


def _may_begin(stop: str, text: str) -> bool:
    """Whether `text` ends with a beginning of `stop`."""
    return any(text.endswith(stop[:length]) for length in range(1, len(stop)))
