"""llama.cpp's arithmetic, compiled for the processor of this machine.

The wheel of xllamacpp runs everywhere, so its kernels know AVX2 and nothing newer. What reads a
prompt up to three times as fast (AVX-512, AMX; dot products on ARM) is in the same sources, behind
flags of the compiler. `build` compiles that part alone, the library ggml, from the very sources
that the installed wheel was made of; `make setup` calls it. The engine's process loads the result
before the wheel and for all to see, so that whoever asks for a function of ggml gets this one (ELF
symbol interposition: dlopen(3), ld.so(8)). Where it cannot be built, without a compiler, on another
system, beside a wheel for a GPU, the wheel's own kernels serve: slower, and nothing else changes.

`python -m models.kernels` builds what is missing and says so; it never fails an installation.
"""

from __future__ import annotations

import hashlib
import importlib.util
import mmap
import platform
import re
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from time import perf_counter

import models.encoder.build
from models.compiler import KernelsError, c_compiler, cxx_compiler, run_tool, tell
from models.device import cpu_flags, usable_cores

PACKAGE = "xllamacpp"
RECIPE = 1
"""To be raised when what is compiled, or how, changes."""

LOCK = Path(__file__).resolve().parents[1] / "requirements.lock"

_ARCHITECTURES = {
    "x86_64": ("x86", "-march=native"),
    "aarch64": ("arm", "-mcpu=native"),
}
"""Machine, as the system names it: folder of its kernels, and the flag for this processor."""

_PLACES = ("*.c", "*.cpp", "ggml-cpu/*.c", "ggml-cpu/*.cpp", "ggml-cpu/amx/*.cpp",
           "ggml-cpu/tiled/*.cpp", "ggml-cpu/llamafile/*.cpp")  # fmt: skip
_ARCHITECTURE_FILES = ("quants.c", "repack.cpp")

_DEFINITIONS = (
    "-D_GNU_SOURCE", "-D_XOPEN_SOURCE=600", "-DNDEBUG", "-DGGML_USE_CPU", "-DGGML_USE_OPENMP",
    "-DGGML_USE_LLAMAFILE", "-DGGML_USE_CPU_REPACK", "-DGGML_SCHED_MAX_COPIES=4",
)  # fmt: skip
"""What ggml's own CMake files set for a CPU."""

_KEEPS_STORES = ("-fno-dse", "-fno-tree-dse")
"""For AMX: gcc before 12.4 and 13.3 takes the stores of a tile's configuration for dead, since its
intrinsic names the first eight bytes only (gcc's PR 114098), and the processor then refuses it."""

_FOR_A_GPU = (b"ggml_backend_cuda_reg", b"ggml_backend_vk_reg", b"ggml_backend_sycl_reg")
"""Names in a wheel that was built for a GPU: ours would hide it."""


def compiled() -> Path | None:
    """The library for this processor and the installed wheel; None if it was not built.

    Looks at names only: what was built for another processor has another one.
    """
    try:
        path = _place()
    except KernelsError:
        return None
    return path if path.is_file() else None


def build() -> Path:
    """Compiles the library and puts it where `compiled` finds it; takes about a minute.

    Raises:
        KernelsError: With the reason: no compiler, no sources, another system, a wheel for a GPU.
    """
    place = _place()
    if _is_for_a_gpu(_extension()):
        raise KernelsError(f"the installed {PACKAGE} was built for a GPU")
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent, prefix="building-") as scratch:
        folder = Path(scratch)
        source = _unpacked(_fetched(folder), folder)
        library = _linked(_objects(source, folder), folder)
        # Whole or not at all: an engine may be starting.
        library.replace(place)
    return place


def sources(source: Path, architecture: str) -> list[Path]:
    """What is compiled of the folder `ggml/src`, the largest first.

    Args:
        source: The folder.
        architecture: "x86" or "arm".

    Raises:
        KernelsError: The folder is laid out in another way than this recipe knows.
    """
    files = [path for place in _PLACES for path in source.glob(place)]
    own = [source / "ggml-cpu/arch" / architecture / name for name in _ARCHITECTURE_FILES]
    if not files or not all(path.is_file() for path in own):
        raise KernelsError(f"the sources of {PACKAGE} are laid out in another way")
    return sorted([*files, *own], key=lambda path: -path.stat().st_size)


def _place() -> Path:
    """Where the library for this processor and wheel lies, or would."""
    extension = _extension()
    flags = cpu_flags()
    if sys.platform != "linux" or platform.machine() not in _ARCHITECTURES or not flags:
        raise KernelsError(f"not on {platform.system()} with {platform.machine()}")
    # Another wheel of the same version has another size.
    told = f"{RECIPE} {extension.stat().st_size} {' '.join(sorted(flags))}"
    key = hashlib.sha256(told.encode()).hexdigest()[:12]
    return Path(sys.prefix) / "share/dateline" / f"ggml-{version(PACKAGE)}-{key}.so"


def _extension() -> Path:
    """The wheel's compiled module; it is not loaded."""
    spec = importlib.util.find_spec(PACKAGE)
    folder = Path(spec.origin).parent if spec is not None and spec.origin is not None else None
    found = next(folder.glob(f"{PACKAGE}*.so"), None) if folder is not None else None
    if found is None:
        raise KernelsError(f"{PACKAGE} is not installed")
    return found


def _is_for_a_gpu(extension: Path) -> bool:
    with (
        extension.open("rb") as stream,
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        return any(data.find(name) >= 0 for name in _FOR_A_GPU)


def _fetched(folder: Path) -> Path:
    """The wheel's sources, got by the pip of this Python and checked by the lock's hashes."""
    wanted = folder / "wanted.txt"
    wanted.write_text("\n".join(_locked(version(PACKAGE))) + "\n", "utf-8")
    command = [
        sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", PACKAGE,
        "--require-hashes", "--disable-pip-version-check", "--no-input", "--quiet",
        "--dest", str(folder), "-r", str(wanted),
    ]  # fmt: skip
    run_tool(command, folder, f"pip could not fetch the sources of {PACKAGE}")
    found = next(folder.glob(f"{PACKAGE}-*.tar.gz"), None)
    if found is None:
        raise KernelsError(f"pip brought no sources of {PACKAGE}")
    return found


def _locked(wanted: str) -> Iterator[str]:
    """The lock's lines on the package: its version and the hashes of its files."""
    inside = False
    for line in LOCK.read_text("utf-8").splitlines():
        inside = line.startswith(f"{PACKAGE}==") or (inside and line.startswith(" "))
        if line.startswith(f"{PACKAGE}==") and line.split()[0] != f"{PACKAGE}=={wanted}":
            raise KernelsError(f"{PACKAGE} {wanted} is not the version of {LOCK.name}")
        if inside:
            yield line


def _unpacked(archive: Path, folder: Path) -> Path:
    """The folder `ggml/src` of the archive."""
    try:
        with tarfile.open(archive) as tar:
            members = [one for one in tar.getmembers() if "/llama.cpp/ggml/" in one.name]
            tar.extractall(folder, members, filter="data")
    except (tarfile.TarError, OSError) as error:
        raise KernelsError(f"{archive.name} cannot be unpacked: {error}") from error
    found = next(folder.glob(f"{PACKAGE}-*/**/llama.cpp/ggml/src"), None)
    if found is None:
        raise KernelsError(f"{archive.name} has no ggml")
    return found


def _objects(source: Path, folder: Path) -> list[Path]:
    """Compiles each file, as many at a time as there are cores."""
    architecture, flag = _ARCHITECTURES[platform.machine()]
    # CMake would write this; it is only ever printed.
    told = f'#define GGML_VERSION "{version(PACKAGE)}"\n#define GGML_COMMIT "unknown"\n'
    (folder / "ggml-version.h").write_text(told, "utf-8")
    common = [
        "-O3", "-fPIC", "-fopenmp", "-w", flag, *_DEFINITIONS, f"-I{source}",
        f"-I{source.parent / 'include'}", f"-I{source / 'ggml-cpu'}", f"-I{folder}",
    ]  # fmt: skip

    def compile_one(path: Path) -> Path:
        target = folder / (re.sub(r"\W", "_", str(path.relative_to(source))) + ".o")
        compiler = (
            [c_compiler(), "-std=c11"] if path.suffix == ".c" else [cxx_compiler(), "-std=c++17"]
        )
        own = _KEEPS_STORES if path.parent.name == "amx" else ()
        command = [*compiler, *common, *own, "-c", str(path), "-o", str(target)]
        run_tool(command, folder, f"{path.name} does not compile")
        return target

    with ThreadPoolExecutor(usable_cores()) as pool:
        return list(pool.map(compile_one, sources(source, architecture)))


def _linked(objects: list[Path], folder: Path) -> Path:
    library = folder / "ggml.so"
    files = [str(path) for path in objects]
    command = [
        cxx_compiler(),
        "-shared",
        "-fopenmp",
        "-o",
        str(library),
        *files,
        "-lpthread",
        "-lm",
    ]
    run_tool([*command, "-ldl"], folder, "the library does not link")
    return library


def main() -> int:
    """Builds what is missing, the embedder's kernels too. 0 always: all runs without them."""
    models.encoder.build.main()
    if compiled() is not None:
        return 0
    begun = perf_counter()
    tell("compiling llama.cpp's kernels for this processor: once, about a minute")
    try:
        build()
    except (KernelsError, OSError) as error:
        tell(f"not compiled: {error}. Dateline runs without, and reads prompts more slowly")
        return 0
    tell(f"compiled in {perf_counter() - begun:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
