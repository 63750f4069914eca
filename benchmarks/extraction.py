"""How well articles are read: real pages, PDFs, Word files, e-mails and rows of a table.

    python -m benchmarks.extraction DATA

DATA is the folder with `messy/` and `realtimeqa/`; what is missing there is skipped, and said so.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import shutil
import statistics
import tarfile
import tempfile
import time
from collections import Counter
from pathlib import Path

from lxml import html as lxml_html

from benchmarks.common import tell
from rag.articles.extract import extract
from rag.errors import SourceError
from rag.settings import Settings
from rag.sources import find
from rag.types import Article, Failure, RawArticle

MATCHES = 0.9  # token F1 from which an extracted text counts as the expected one
ROWS = 200


def main() -> None:
    """Prints all figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--verbose", action="store_true", help="also list pages that do not match")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder) / "home", models_dir=Path(folder) / "models")
        _pages(arguments.data, Path(folder), verbose=arguments.verbose)
        for name in ("pdf", "docx", "email", "feedparser"):
            _files(arguments.data, name, Path(folder), settings, verbose=arguments.verbose)
        _rows(arguments.data, Path(folder), settings)


def token_f1(found: str, expected: str) -> float:
    """Harmonic mean of precision and recall over the multisets of words."""
    one, other = (Counter(re.findall(r"\w+", text.lower())) for text in (found, expected))
    shared = sum((one & other).values())
    return 2 * shared / (sum(one.values()) + sum(other.values())) if shared else 0.0


def _unpack(archive: Path, folder: Path) -> Path | None:
    if not archive.exists():
        tell(f"{archive.name}: not there, skipped")
        return None
    target = folder / archive.name.removesuffix(".tar.gz")
    with tarfile.open(archive) as opened:
        opened.extractall(target, filter="data")
    return target


def _pages(data: Path, folder: Path, *, verbose: bool) -> None:
    root = _unpack(data / "messy" / "readability_pages.tar.gz", folder)
    if root is None:
        return
    scores, titles, dates, dated, failures = [], 0, 0, 0, []
    started = time.perf_counter()
    cases = sorted(path.parent for path in root.rglob("expected-metadata.json"))
    for case in cases:
        metadata = json.loads((case / "expected-metadata.json").read_text(encoding="utf-8"))
        expected = lxml_html.fromstring((case / "expected.html").read_text(encoding="utf-8"))
        source = (case / "source.html").read_text(encoding="utf-8")
        try:
            article = extract(RawArticle(kind="html", content=source, path=case.name))
        except SourceError as error:
            failures.append(error)
            scores.append(0.0)
            continue
        scores.append(token_f1(f"{article.title} {article.body}", expected.text_content()))
        same = _same_title(article, metadata.get("title") or "")
        titles += same
        if metadata.get("publishedTime"):
            dated += 1
            dates += article.published is not None
        if verbose and (scores[-1] < MATCHES or not same):
            tell(f"  {scores[-1]:.2f} {case.name}: {article.title!r} / {metadata.get('title')!r}")
    seconds = time.perf_counter() - started
    tell(
        f"pages: {len(cases)}; text F1 mean {statistics.mean(scores):.3f}, "
        f"median {statistics.median(scores):.3f}, >= {MATCHES}: "
        f"{sum(score >= MATCHES for score in scores)}; titles right {titles}; "
        f"dates found {dates} of {dated}; failures {len(failures)}; {len(cases) / seconds:.1f}/s"
    )
    for failure in failures:
        tell(f"  {failure}")


def _same_title(article: Article, expected: str) -> bool:
    one, other = (re.sub(r"\W+", "", text.casefold()) for text in (article.title, expected))
    # The expected titles often carry the outlet, or a part of it, as a prefix or suffix.
    return one == other or (len(one) > 10 and one in other)


def _files(data: Path, name: str, folder: Path, settings: Settings, *, verbose: bool) -> None:
    root = _unpack(data / "messy" / f"{name}.tar.gz", folder)
    if root is None:
        return
    reasons: Counter[str] = Counter()
    read, started = 0, time.perf_counter()
    for found in find([root], settings):
        try:
            if isinstance(found, Failure):
                raise SourceError(found.path, found.reason)  # noqa: TRY301 - counted like the rest
            article = extract(found.read())
        except SourceError as error:
            reasons[re.sub(r"\d[\d,.]*", "N", error.reason)] += 1
            if verbose:
                tell(f"  {Path(error.path).name}: {error.reason}")
            continue
        read += 1
        if verbose:
            tell(f"  {Path(article.path).name}: {article.title!r} {article.body[:80]!r}")
    seconds = time.perf_counter() - started
    tell(f"{name}: {read} read, {sum(reasons.values())} not, {seconds:.1f} s")
    for reason, count in reasons.most_common(8):
        tell(f"  {count} x {reason}")


def _rows(data: Path, folder: Path, settings: Settings) -> None:
    packed = data / "realtimeqa" / "corpus-2022.jsonl.gz"
    if not packed.exists():
        tell(f"{packed.name}: not there, skipped")
        return
    path = folder / "corpus.jsonl"
    with gzip.open(packed) as source, path.open("wb") as target:
        shutil.copyfileobj(source, target)
    started, read, failed, dated = time.perf_counter(), 0, 0, 0
    for found in find([path], settings):
        try:
            if isinstance(found, Failure):
                raise SourceError(found.path, found.reason)  # noqa: TRY301 - counted like the rest
            article = extract(found.read())
        except SourceError:
            failed += 1
        else:
            read += 1
            dated += article.published is not None
        if read + failed == ROWS:
            break
    seconds = time.perf_counter() - started
    tell(f"rows: {read} read, {dated} dated, {failed} not; {(read + failed) / seconds:.0f} rows/s")


if __name__ == "__main__":
    main()
