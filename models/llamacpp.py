"""GGUF models on this machine, run by llama.cpp in a process of its own.

A process of its own, because loading holds Python's global lock for seconds (the web page would
hang), because a damaged file or a lack of memory may abort the engine, and because its threads
wait by spinning unless told otherwise before they start. It is spoken to like any other server.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
import logging
import os
import secrets
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

import httpx

from models.chat import neutralised
from models.device import SLEEPING_THREADS, available_memory, usable_cores
from models.openai_server import ConnectionLostError, OpenAIServerGenerator
from models.read_ahead import ReadAhead
from models.streaming import meanwhile
from rag.errors import GeneratorError
from rag.types import Message, Piece

BATCH_TOKENS = 64  # of the prompt, read between two looks at whether anybody still waits
PROMPT_CACHE_MIB = 128  # of prompts that another prompt has displaced
MEMORY_BESIDE_WEIGHTS = 500_000_000  # bytes: context, buffers, the process itself
SECONDS_TO_ANSWER = 60.0  # for questions about tokens, while the engine is busy
SECONDS_TO_DIE = 5.0
SLOT_AS_IT_IS, SLOT_WITH_ADAPTER = 0, 1
SOMETHING_ELSE = (Message("user", "."),)
GGUF_MAGIC = b"GGUF"

_log = logging.getLogger(__name__)
_ROOT = Path(__file__).resolve().parents[1]


class LlamaCppGenerator:
    """A GGUF file, loaded. The engine is started again if it has died."""

    def __init__(
        self,
        path: Path,
        *,
        adapter: Path | None = None,
        kernels: Path | None = None,
        read_ahead: Path | None = None,
        name: str = "",
        context_tokens: int = 4096,
        threads: int = 0,
        use_gpu: bool = True,
    ) -> None:
        """Loads the model, which takes seconds.

        Args:
            path: The .gguf file.
            adapter: What it was taught besides, see `look`; a LoRA for these very weights.
            kernels: Compiled for this processor, see `models.kernels`; else the wheel's own.
            read_ahead: Folder for what `warm` has read, see `models.read_ahead`; else it is read
                at each start.
            name: What people are told; the file's name by default.
            context_tokens: Prompt and answer together.
            threads: 0 uses all cores that this process may use.
            use_gpu: Whether layers go to a GPU, if the library was built for one.

        Raises:
            GeneratorError: The file is no GGUF model, is damaged, or does not fit into memory.
        """
        self._config = {
            "path": str(path.absolute()),
            "adapter": str(adapter.absolute()) if adapter else "",
            "kernels": str(kernels.absolute()) if kernels else "",
            "name": name or path.stem,
            "context_tokens": context_tokens,
            "threads": threads or usable_cores(),
            "use_gpu": use_gpu,
            "batch": BATCH_TOKENS,
            "cache_mib": PROMPT_CACHE_MIB,
            "states": "",
        }
        self._path = path
        self._starting = threading.Lock()
        check_gguf(path)
        self._read_ahead = self._kept_in(read_ahead) if read_ahead else None
        self._engine = self._started()

    @property
    def name(self) -> str:
        return str(self._config["name"])

    @property
    def context_tokens(self) -> int:
        return int(str(self._config["context_tokens"]))

    def count_tokens(self, text: str) -> int:
        """Exact, by the model's own tokenizer."""
        return self._running().count_tokens(text)

    def stream(
        self, messages: Sequence[Message], *, max_tokens: int, stop: Sequence[str] = ()
    ) -> Iterator[Piece]:
        """See `rag.ports.Generator`. Several callers are served in turn.

        Raises:
            GeneratorError: The engine failed, or prompt and answer do not fit its context.
        """
        yield from self._streamed(messages, max_tokens, stop, taught=False)

    def look(self, messages: Sequence[Message]) -> Iterator[Piece]:
        """See `rag.ports.SecondLook`: read with the adapter.

        Raises:
            GeneratorError: It has no adapter, the engine failed, or the prompt does not fit.
        """
        if not self._config["adapter"]:
            raise GeneratorError(f"{self.name!r} was not taught the second look.")
        yield from self._streamed(messages, 1, (), taught=True)

    def _streamed(
        self, messages: Sequence[Message], max_tokens: int, stop: Sequence[str], *, taught: bool
    ) -> Iterator[Piece]:
        engine = yield from meanwhile(lambda: self._ready_for(messages, max_tokens))
        client = engine.taught if taught else engine.client
        try:
            yield from client.stream(messages, max_tokens=max_tokens, stop=stop)
        except ConnectionLostError as error:
            if not _died(engine.process):
                raise
            raise GeneratorError(
                f"The engine of {self.name!r} died ({_exit_words(engine.process.returncode)}). "
                "Ask again: it will be started again. If it dies again, use a smaller model."
            ) from error

    def warm(
        self,
        *beginnings: Sequence[Message],
        wait_until_idle: Callable[[], None] = lambda: None,
    ) -> None:
        """Reads the messages that prompts begin with, so that later prompts need not.

        Args:
            beginnings: Read in this order, where they were not kept from the last start.
            wait_until_idle: Called before each that has to be read, but the first: that takes
                seconds, and somebody may be asking something else meanwhile.

        Raises:
            GeneratorError: The engine failed, or the messages do not fit its context.
        """
        new = [one for one in reversed(beginnings) if not self._taken_up(one)]
        for place, messages in enumerate(reversed(new)):
            if place:
                wait_until_idle()
            self._read(messages)
            if self._read_ahead is not None:
                engine = self._running()
                tokens = engine.count_prompt(messages)
                self._read_ahead.save(engine.ask, SLOT_AS_IT_IS, messages, tokens)

    def _taken_up(self, messages: Sequence[Message]) -> bool:
        if self._read_ahead is None or not self._read_ahead.has(messages):
            return False
        # What is restored takes the slot's place; another prompt moves that to the cache first.
        self._read(SOMETHING_ELSE)
        return self._read_ahead.restore(self._running().ask, SLOT_AS_IT_IS, messages)

    def _read(self, messages: Sequence[Message]) -> None:
        for _ in self.stream(messages, max_tokens=1):
            pass

    def close(self) -> None:
        """Ends the engine's process."""
        self._engine.end()

    def _kept_in(self, folder: Path) -> ReadAhead | None:
        file = self._path.stat()
        told = self._config | {"engine": version("xllamacpp"), "size": file.st_size,
                               "changed": file.st_mtime_ns}  # fmt: skip
        try:
            kept = ReadAhead(folder, json.dumps(told, sort_keys=True))
        except OSError as error:
            _log.warning("what is read ahead cannot be kept: %s", error)
            return None
        self._config["states"] = str(folder.absolute())
        return kept

    def _running(self) -> _Engine:
        with self._starting:
            if self._engine.process.poll() is not None:
                self._engine = self._started()
            return self._engine

    def _started(self) -> _Engine:
        """With the compiled kernels unless it loads only without them."""
        if not self._config["kernels"]:
            return _start(self._config, self._path)
        try:
            return _start(self._config, self._path)
        except GeneratorError as error:
            without = self._config | {"kernels": ""}
            engine = _start(without, self._path)
            _log.warning("the kernels compiled for this processor fail and are left out: %s", error)
            self._config = without
            return engine

    def _ready_for(self, messages: Sequence[Message], max_tokens: int) -> _Engine:
        engine = self._running()
        self._check_fits(engine, messages, max_tokens)
        return engine

    def _check_fits(self, engine: _Engine, messages: Sequence[Message], max_tokens: int) -> None:
        # A token is at least one byte, so short prompts need no counting.
        most = sum(len(message.content.encode()) + 32 for message in messages)
        if most + max_tokens <= self.context_tokens:
            return
        prompt = engine.count_prompt(messages)
        if prompt + max_tokens > self.context_tokens:
            raise GeneratorError(
                f"The prompt has {prompt} tokens and the answer may have {max_tokens}, but the "
                f"context of {self.name!r} holds {self.context_tokens}. Raise "
                "DATELINE_CONTEXT_TOKENS or show it less."
            )


@dataclass(frozen=True, eq=False)
class _Engine:
    """The running process and the ways to talk to it: as it is, and with what it was taught.

    `has_kernels` is whether it computes with those compiled for this processor.
    """

    process: subprocess.Popen[str]
    address: str
    client: OpenAIServerGenerator
    taught: OpenAIServerGenerator
    http: httpx.Client
    has_kernels: bool

    def count_tokens(self, text: str) -> int:
        return _count(self, text)

    def count_prompt(self, messages: Sequence[Message]) -> int:
        """Tokens of the whole prompt, template included."""
        contents = [
            {"role": message.role, "content": neutralised(message.content)} for message in messages
        ]
        prompt = self.ask("/apply-template", {"messages": contents})["prompt"]
        return len(self.ask("/tokenize", {"content": prompt, "parse_special": True})["tokens"])

    def ask(self, path: str, request: dict[str, Any]) -> dict[str, Any]:
        try:
            response = self.http.post(self.address + path, json=request)
            response.raise_for_status()
            answer = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise GeneratorError(
                f"The engine did not answer {path}: {error}. Ask again."
            ) from error
        return dict(answer)

    def end(self) -> None:
        self.client.close()
        self.taught.close()
        self.http.close()
        _end(self.process)


def check_gguf(path: Path) -> None:
    """Looks at the first bytes and the size, before an engine is started with it.

    Raises:
        GeneratorError: It cannot be a model, or does not fit into memory.
    """
    try:
        with path.open("rb") as stream:
            magic = stream.read(4)
        size = path.stat().st_size
    except OSError as error:
        raise GeneratorError(f"The model file {path} cannot be read: {error}") from error
    if magic != GGUF_MAGIC:
        raise GeneratorError(
            f"{path} is no GGUF model (it begins with {magic!r}). Give a .gguf file, or a folder "
            "for a model in another format."
        )
    available = available_memory()
    if available is not None and size + MEMORY_BESIDE_WEIGHTS > available:
        raise GeneratorError(
            f"{path.name} needs about {(size + MEMORY_BESIDE_WEIGHTS) / 1e9:.1f} GB of memory, "
            f"but {available / 1e9:.1f} GB are available. Close other programs, or choose a "
            "smaller model (`python -m rag models` lists them)."
        )


def _start(config: dict[str, Any], path: Path) -> _Engine:
    key = secrets.token_urlsafe(32)
    with tempfile.TemporaryFile("w+", errors="replace") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "models.llamacpp_process"],
            cwd=_ROOT,
            env=os.environ | SLEEPING_THREADS,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,  # Ctrl-C in the terminal is for us, the engine follows
        )
        answer = _hand_shake(process, config | {"key": key})
        if "address" not in answer:
            _end(process)
            raise GeneratorError(
                f"llama.cpp cannot load {path}: {answer.get('error') or _log_words(log)} "
                f"({_exit_words(process.returncode)}). The file may be damaged or of a kind that "
                "this version does not know: fetch it again, or choose another model."
            )
    as_it_is, with_adapter = (
        OpenAIServerGenerator(
            f"{answer['address']}/v1",
            key=key,
            model=config["name"],
            context_tokens=config["context_tokens"],
            extra={"cache_prompt": True, "chat_template_kwargs": {"enable_thinking": False}} | own,
            through_proxy=False,
        )
        for own in _adapter_requests(config["adapter"])
    )
    http = httpx.Client(
        headers={"Authorization": f"Bearer {key}"}, timeout=SECONDS_TO_ANSWER, trust_env=False
    )
    own = bool(config["kernels"])
    engine = _Engine(process, answer["address"], as_it_is, with_adapter, http, own)
    weakref.finalize(engine, _end, process)
    return engine


def _adapter_requests(adapter: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a request says of the adapter, to be read without it and with it."""
    if not adapter:
        return {}, {}
    without, with_it = (
        {"id_slot": slot, "lora": [{"id": 0, "scale": scale}]}
        for slot, scale in ((SLOT_AS_IT_IS, 0.0), (SLOT_WITH_ADAPTER, 1.0))
    )
    return without, with_it


def _hand_shake(process: subprocess.Popen[str], config: dict[str, Any]) -> dict[str, str]:
    stdin, stdout = process.stdin, process.stdout
    if stdin is None or stdout is None:
        raise ValueError("the engine's process was started without pipes")
    # While it loads it does not notice that we are gone.
    atexit.register(process.kill)
    try:
        stdin.write(json.dumps(config) + "\n")
        stdin.flush()
        line = stdout.readline()
    except OSError:  # it died before it read its configuration
        return {}
    finally:
        atexit.unregister(process.kill)
    return dict(json.loads(line)) if line.strip() else {}


def _end(process: subprocess.Popen[str]) -> None:
    if process.stdin is not None:
        with contextlib.suppress(OSError):  # it is gone already
            process.stdin.close()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _died(process: subprocess.Popen[str]) -> bool:
    """Whether the engine is gone, and not only the answer."""
    # A process breaks its connections first, and is dead when its gigabytes are given back.
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(SECONDS_TO_DIE)
    return process.poll() is not None


@functools.lru_cache(maxsize=4096)
def _count(engine: _Engine, text: str) -> int:
    return len(engine.ask("/tokenize", {"content": text, "parse_special": False})["tokens"])


def _exit_words(code: int | None) -> str:
    if code is None:
        return "still running"
    return f"signal {-code}" if code < 0 else f"exit status {code}"


def _log_words(log: IO[str]) -> str:
    log.seek(0)
    lines = [line.strip() for line in log.read().splitlines() if line.strip()]
    return lines[-1][:200] if lines else "it gave no reason"
