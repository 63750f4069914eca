"""`python -m rag.evaluation SET`: runs a question set, prints its figures, keeps the run.

The part "find" asks where the true articles stand in the search and needs no language model; the
part "answer" asks the questions. Without --part both are run. A kept run is a JSON file: --against
compares with it question by question.

python -m rag.evaluation own
python -m rag.evaluation realtimeqa --home FOLDER --part find --out find.json
python -m rag.evaluation realtimeqa --home FOLDER --part find --against find.json
"""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from rag.assemble import Parts
from rag.errors import DatelineError
from rag.evaluation import report
from rag.evaluation.datasets import SetMissingError
from rag.evaluation.library import library, tell
from rag.evaluation.places import DATA, SAMPLES
from rag.evaluation.record import Item, Run, load, save
from rag.evaluation.runs import answer, find, findable, searched
from rag.evaluation.sets import NAMES, QuestionSet, spread
from rag.evaluation.sets import load as load_set

PARTS = ("find", "answer")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; 0 if all went well, 1 with a message if not."""
    given = _options().parse_args(arguments)
    try:
        before = load(given.against) if given.against else None
        chosen = load_set(given.set, given.data, given.samples)
        parts = [given.part] if given.part else [before.part] if before else list(PARTS)
        for run in _runs(chosen, parts, given):
            tell("")
            _show(run, before, given.worst)
    except SetMissingError as error:
        tell(f"skipped: {error}")
    except DatelineError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m rag.evaluation",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("set", choices=NAMES, help="which questions")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the data sets")
    parser.add_argument("--samples", type=Path, default=SAMPLES, help="folder of our own articles")
    parser.add_argument("--home", type=Path, help="library to keep between runs")
    parser.add_argument(
        "--as-it-is", action="store_true", help="read nothing into the library: it has the articles"
    )
    parser.add_argument("--articles", type=int, help="read only so many; easier than all")
    parser.add_argument("--part", choices=PARTS, help="only this; both if not given")
    parser.add_argument("--limit", type=int, help="about so many questions, of each kind its share")
    parser.add_argument("--out", type=Path, help="file to keep the run in, as JSON")
    parser.add_argument("--against", type=Path, help="a kept run to compare with")
    parser.add_argument("--worst", type=int, default=5, help="how many of the worst cases to show")
    return parser


def _runs(chosen: QuestionSet, parts: Sequence[str], given: argparse.Namespace) -> Iterator[Run]:
    with tempfile.TemporaryDirectory() as folder:
        home = given.home or Path(folder) / "library"
        inputs = [] if given.as_it_is else chosen.inputs(Path(folder), given.articles)
        with library(home, inputs, models="answer" in parts) as made:
            for part in parts:
                yield _run(made, chosen, part, given)


def _run(made: Parts, chosen: QuestionSet, part: str, given: argparse.Namespace) -> Run:
    """One part; what is done so far is kept after each question, since answers take long."""
    counts = made.desk.counts()
    about = (
        f"{chosen.name}, {part}, {datetime.now(UTC):%Y-%m-%d %H:%M}, {platform.machine()}, "
        f"{counts['articles']} articles, {counts['chunks']} chunks, {made.embedder.name}"
    )
    run = Run(chosen.name, part, about, ())
    out = _file(given.out, part, several=given.part is None and given.against is None)
    for item in _items(made, chosen, part, given.limit):
        run = replace(run, items=(*run.items, item))
        if part == "answer":
            tell(f"{item.main:.2f} [{item.id}] {item.question}\n      {item.got}")
            if out:
                save(run, out)
    if out:
        save(run, out)
    return run


def _items(made: Parts, chosen: QuestionSet, part: str, most: int | None) -> Iterator[Item]:
    if part == "find":
        known = findable(made.desk, chosen.questions)
        return find(spread(known, most), lambda one: searched(made.desk, one))
    # Where a set tells some questions' articles and not others', only the former can be answered.
    asked = [one for one in chosen.questions if one.kind not in ("answer string", "unlinked")]
    asked = asked or [one for one in chosen.questions if one.gold]
    return answer(made.desk, made.generator, chosen.name, spread(asked, most))


def _file(out: Path | None, part: str, *, several: bool) -> Path | None:
    """Where a part is kept: find.json and answer.json in a way, if both are run."""
    return out.with_suffix(f".{part}.json") if out and several else out


def _show(run: Run, before: Run | None, most: int) -> None:
    tell(f"# {run.made}")
    for lines in (report.table(run), report.closing(run)):
        for line in lines:
            tell(line)
    if most:
        tell(f"\nthe worst {min(most, len(run.items))}:")
        for line in report.worst(run, most):
            tell(line)
    if before and before.part == run.part:
        tell("")
        for line in report.comparison(run, before):
            tell(line)


if __name__ == "__main__":
    sys.exit(main())
