"""RealTime QA 2022: is the true article found, is the answer right, is the unknown refused?

python -m benchmarks.realtimeqa --home FOLDER [--part retrieval|answers] [--limit N]
    [--articles N]

The whole corpus (4,764 articles) is read into one library first, which takes most of the time;
with --home it is kept for the next run. --articles N reads only so many: the linked ones first,
then what a search engine returned for the linked questions (the hardest to tell apart), then the
rest; figures on such a part are easier than on the whole, and must be reported as such.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from benchmarks.common import header, library, options, skip_if_missing, tell
from rag.assemble import Parts
from rag.evaluation.datasets import (
    Question,
    SetMissingError,
    realtimeqa_articles,
    realtimeqa_links,
    realtimeqa_questions,
)
from rag.evaluation.metrics import (
    Abstention,
    bootstrap_interval,
    exact_match,
    holds,
    mean,
    normal_form,
    reciprocal_rank,
    token_f1,
)
from rag.evaluation.runs import Outcome, run, save, timing_line
from rag.evaluation.short import short_form

FROM_ANOTHER_YEAR = 40
"""Questions of 2025, which a corpus of 2022 cannot answer, asked beside the linked ones."""


def main() -> None:
    """Runs the parts asked for."""
    parser = options(__doc__ or "")
    parser.add_argument("--part", choices=["retrieval", "answers"], default=None)
    parser.add_argument("--articles", type=int, default=None)
    given = parser.parse_args()
    header("RealTime QA 2022, even weeks")
    try:
        questions = realtimeqa_questions(given.data)
        strangers = realtimeqa_questions(given.data, 2025)
    except SetMissingError as error:
        skip_if_missing(error)
    with tempfile.TemporaryDirectory() as folder:
        home = given.home or Path(folder) / "library"
        corpus = _unpacked(given.data, Path(folder), given.articles)
        with library(home, [corpus]) as parts:
            linked = [one for one in questions if one.gold]
            if given.part in (None, "retrieval"):
                retrieval(parts, linked)
            if given.part in (None, "answers"):
                asked = linked[:: max(1, len(linked) // (given.limit or len(linked)))]
                outcomes = answers(parts, asked[: given.limit], given.out, given.data)
                abstention(parts, outcomes, strangers, given.out)


def retrieval(parts: Parts, linked: list[Question]) -> None:
    """Share of linked questions whose true article is among the first k articles."""
    ranks: list[float] = []
    for question in linked:
        hits = parts.desk.search(question.question, 40)
        urls = list(dict.fromkeys(hit.chunk.article.url for hit in hits))
        ranks.append(reciprocal_rank(urls[:10], set(question.gold)))
    for k in (1, 5, 10):
        found = [float(rank >= 1 / k) for rank in ranks]
        low, high = bootstrap_interval(found)
        tell(f"true article in the top {k}: {mean(found):.3f} (95 % {low:.3f}-{high:.3f})")
    tell(f"MRR@10 {mean(ranks):.3f} over {len(ranks)} linked questions")


def answers(parts: Parts, linked: list[Question], out: Path | None, data: Path) -> list[Outcome]:
    """EM and F1 of the short form against the choice, by whether the corpus holds the answer."""
    texts = {row["url"]: normal_form(row["text"]) for row in realtimeqa_articles(data)}
    outcomes: list[Outcome] = []
    for outcome in run(
        parts.desk, linked, shorten=lambda answer: short_form(answer, parts.generator)
    ):
        outcomes.append(outcome)
        gold = outcome.question.answers[0]
        em, f1 = exact_match(outcome.short, gold), token_f1(outcome.short, gold)
        tell(
            f"{'+' if em else '-'}{f1:.2f} [{outcome.answer.confidence:.2f}] "
            f"{outcome.question.question} | {gold} | {outcome.short} | {outcome.answer.text}"
        )
    in_corpus = [
        outcome
        for outcome in outcomes
        if any(
            holds(texts.get(url, ""), outcome.question.answers[0]) for url in outcome.question.gold
        )
    ]
    for name, group in (("all linked", outcomes), ("answer in its article", in_corpus)):
        ems = [float(exact_match(o.short, o.question.answers[0])) for o in group]
        f1s = [token_f1(o.short, o.question.answers[0]) for o in group]
        said = mean([float(holds(o.answer.text, o.question.answers[0])) for o in group])
        shown = mean(
            [
                float(holds(" ".join(e.quote for e in o.answer.evidence), o.question.answers[0]))
                for o in group
            ]
        )
        silent = mean([float(o.answer.abstained) for o in group])
        low, high = bootstrap_interval(f1s)
        tell(
            f"{name}: n={len(group)} EM {mean(ems):.3f} F1 {mean(f1s):.3f} "
            f"(95 % {low:.3f}-{high:.3f}) answer said {said:.3f} "
            f"in evidence {shown:.3f} abstained {silent:.3f}"
        )
    _citations(outcomes)
    tell(timing_line(outcomes))
    if out:
        save(outcomes, out)
    return outcomes


def abstention(
    parts: Parts, answered: list[Outcome], strangers: list[Question], out: Path | None
) -> None:
    """Questions of 2025 put to the corpus of 2022, beside its own."""
    many = min(FROM_ANOTHER_YEAR, len(answered))
    foreign = [
        Question(one.id, one.question, (), "another year")
        for one in strangers[:: max(1, len(strangers) // many)][:many]
    ]
    outcomes = [*answered, *run(parts.desk, foreign)]
    result = Abstention.from_outcomes(
        [o.answer.abstained for o in outcomes], [o.answerable for o in outcomes]
    )
    for outcome in outcomes:
        if outcome.answer.abstained == outcome.answerable:
            tell(f"[{outcome.answer.confidence:.2f}] {outcome.question.question}")
            tell(f"      {outcome.answer.text}")
    tell(
        f"abstention precision {result.precision:.3f} recall {result.recall:.3f}; "
        f"answered of the answerable {result.answered:.3f}"
    )
    _citations(outcomes)
    if out:
        save(outcomes, out.with_suffix(".abstention.jsonl"))


def _citations(outcomes: list[Outcome]) -> None:
    cited = sum(len(outcome.answer.citations) for outcome in outcomes)
    tell(f"citations: {cited}, not byte-equal: {sum(o.wrong_citations for o in outcomes)}")


def _unpacked(data: Path, folder: Path, most: int | None) -> Path:
    """The corpus as one table, linked articles first."""
    rows = list(realtimeqa_articles(data))
    linked, near = realtimeqa_links(data)
    rows.sort(key=lambda row: (row["doc_id"] not in linked, row["doc_id"] not in near))
    target = folder / "corpus-2022.jsonl"
    with target.open("w", encoding="utf-8") as table:
        for row in rows[:most]:
            table.write(json.dumps(row) + "\n")
    return target


if __name__ == "__main__":
    main()
