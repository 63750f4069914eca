"""The engine's process: loads a GGUF model with llama.cpp and serves it on the loopback address.

Run by `models.llamacpp` as `python -m models.llamacpp_process`. Reads its configuration as one line
of JSON from standard input, answers with one line of JSON, and lives until standard input closes,
so that it never outlives the process that started it. Knows nothing of Dateline.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from typing import Any


def main() -> None:
    """Loads, reports {"address": ...} or {"error": ...}, then waits for the end of input."""
    config = json.loads(sys.stdin.readline())
    try:
        server = _serve(config)
    except (RuntimeError, ValueError, OSError) as error:
        _report({"error": str(error)})
        return
    # Whatever comes, leave at once: the engine's own ending waits for requests that are running.
    try:
        _report({"address": server.listening_address})
        sys.stdin.read()
    finally:
        os._exit(0)


def _serve(config: dict[str, Any]) -> Any:
    if config["kernels"]:
        # Before the wheel and for all to see: the wheel's calls into ggml then end up here.
        ctypes.CDLL(config["kernels"], mode=os.RTLD_GLOBAL | os.RTLD_LAZY)
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = config["path"]
    params.model_alias = {config["name"]}
    params.api_keys = [config["key"]]
    params.n_ctx = config["context_tokens"]
    params.cpuparams.n_threads = config["threads"]
    params.cpuparams_batch.n_threads = config["threads"]
    if not config["use_gpu"]:
        params.n_gpu_layers = 0
        params.fit_params = False
    # One slot: requests wait their turn, and all of them share the prompt cache. What is read with
    # the adapter has a slot of its own, since a prompt that was read without it is of no use there.
    params.n_parallel = 1
    if config["adapter"]:
        adapter = xllamacpp.CommonAdapterLoraInfo()
        adapter.path, adapter.scale = config["adapter"], 1.0
        params.lora_adapters = [adapter]
        params.n_parallel = 2
        params.n_ctx = 2 * config["context_tokens"]
    # Read, not mapped: llama.cpp repacks the weights into a copy of its own, and the mapped file
    # would count as memory beside it (1.9 GB instead of 1.3 GB for the 1.5B model).
    params.load_mode = xllamacpp.llama_load_mode.LLAMA_LOAD_MODE_NONE
    # How soon a request that was given up while its prompt is read frees the slot.
    params.n_batch = config["batch"]
    params.n_ubatch = config["batch"]
    params.cache_ram_mib = config["cache_mib"]
    params.verbosity = 0
    params.warmup = True
    params.ui = False
    params.endpoint_slots = False
    if config["states"]:
        params.slot_save_path = config["states"] + os.sep
    # Tool calls and thoughts are text like any other here.
    params.force_pure_content_parser = True
    params.reasoning_format = xllamacpp.common_reasoning_format.COMMON_REASONING_FORMAT_NONE
    return xllamacpp.Server(params)


def _report(answer: dict[str, str]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
