"""What this machine has for running models: cores, memory, accelerator, number format.

Asks the system only; knows nothing of models. torch is imported on the first question about it.
"""

from __future__ import annotations

import math
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rag.errors import SettingsError

if TYPE_CHECKING:
    import torch

DeviceName = Literal["cpu", "cuda", "mps"]

_DEVICES: tuple[DeviceName, ...] = ("cpu", "cuda", "mps")
_CGROUP = Path("/sys/fs/cgroup")
_GPU_PLACES = ("/dev/nvidiactl", "/dev/kfd", "/dev/dxg")  # NVIDIA's, AMD's, Windows' own Linux

SLEEPING_THREADS = {"OMP_WAIT_POLICY": "passive", "GOMP_SPINCOUNT": "1000"}
"""Environment of a process whose threads sleep when they wait for each other.

Spinning threads starve each other as soon as anything else runs. On two busy cores an engine wrote
1.1 tokens a second spinning and 8 sleeping; a question was embedded in .7 s and in .02 s.
"""


def usable_cores() -> int:
    """Cores that this process may use: affinity and container quota, not what is built in."""
    try:
        allowed = len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS and Windows
        allowed = os.cpu_count() or 1
    quota = _cgroup_cores()
    return max(1, min(allowed, math.ceil(quota)) if quota else allowed)


def available_memory() -> int | None:
    """Bytes that can be had without swapping, or None where the system does not say."""
    available = _proc_available()
    limit, used = _read_int("memory.max"), _read_int("memory.current")
    if limit is None or used is None:
        return available
    # Cached files count as used, but give way.
    free = max(0, limit - used + _cgroup_cached_files())
    return free if available is None else min(free, available)


def pick_device(wanted: str) -> DeviceName:
    """The device itself where one is named; for "auto" the accelerator if there is one.

    Raises:
        SettingsError: There is no such kind of device.
    """
    for name in _DEVICES:
        if wanted == name:
            return name
    if wanted != "auto":
        raise SettingsError(f"device cannot be {wanted!r}: it is 'auto', 'cpu', 'cuda' or 'mps'")
    import torch

    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def may_have_accelerator() -> bool:
    """Whether a GPU may be here that torch would compute with; quick, since it imports no torch."""
    if sys.platform != "linux":
        return True
    return any(Path(place).exists() for place in _GPU_PLACES)


def has_fast_bf16(device: DeviceName) -> bool:
    """Whether bfloat16 is computed in hardware; emulated it is slower than float32."""
    import torch

    if device == "cuda":
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    if device == "mps":
        return False
    flags = cpu_flags()
    return bool(flags & {"avx512_bf16", "amx_bf16", "bf16"})


def pick_dtype(device: DeviceName) -> torch.dtype:
    """Number format of weights: bfloat16 where it is fast, else float16 (GPU) or float32."""
    import torch

    if has_fast_bf16(device):
        return torch.bfloat16
    return torch.float32 if device == "cpu" else torch.float16


def cpu_flags() -> frozenset[str]:
    """What the processor can do, in the system's words; empty where it does not say."""
    try:
        text = Path("/proc/cpuinfo").read_text("utf-8", "replace")
    except OSError:  # no Linux: assume nothing
        return frozenset()
    for line in text.splitlines():
        name, _, value = line.partition(":")
        if name.strip() in {"flags", "Features"}:
            return frozenset(value.split())
    return frozenset()


def _cgroup_cores() -> float | None:
    try:
        quota, period = (_CGROUP / "cpu.max").read_text("utf-8").split()
        return None if quota == "max" else int(quota) / int(period)
    except (OSError, ValueError):
        return None


def _cgroup_cached_files() -> int:
    try:
        lines = (_CGROUP / "memory.stat").read_text("utf-8").splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("inactive_file "))
    except (OSError, ValueError, IndexError):
        return 0


def _read_int(name: str) -> int | None:
    try:
        return int((_CGROUP / name).read_text("utf-8"))
    except (OSError, ValueError):  # no such limit, or "max"
        return None


def _proc_available() -> int | None:
    try:
        for line in Path("/proc/meminfo").read_text("utf-8").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        return None
    return None
