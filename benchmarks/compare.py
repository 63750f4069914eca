"""Comparing: planted contradictions, claims against articles, and questions on two outlets.

python -m benchmarks.compare [--part planted|checked|claims|questions|topics] [--limit N]
                             [--no-judge] [--show] [--home LIBRARY]

planted: the sample articles; which planted contradictions are found, what is invented.
checked: claims on them, `tests/articles/claims.jsonl`; who is found to back or contradict them.
claims: FNC-1, headline against body: F1 of each stance, FNC score, average precision of the bodies
that disagree. questions: MultiHop's comparison questions, each outlet's evidence as its article.
topics: every dispute told on ten topics of 2022 in a library of RealTime QA (see
`benchmarks.find`), to be read by eye.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

import numpy as np
from sklearn.metrics import average_precision_score, f1_score

from benchmarks.common import SAMPLES, header, library, options, skip_if_missing, tell
from models import load_embedder, load_judge
from rag.assemble import Parts
from rag.chunks.sentences import SentenceSplitter
from rag.desk import Desk
from rag.evaluation.checked import read_claims, sides
from rag.evaluation.datasets import SetMissingError, multihop_questions
from rag.evaluation.planted import finding, read_planted
from rag.ports import Embedder, Judge
from rag.settings import Settings
from rag.statements.link import CLAIMANT
from rag.statements.matter import Matter
from rag.statements.reading import Reading, read_text
from rag.statements.relate import Judgement, Relater
from rag.statements.roots import roots
from rag.types import ClaimCheck, Comparison, IssueFound

STANCES = ("agree", "disagree", "discuss", "unrelated")
TOPICS = """Djokovic visa Australia, Valieva doping case, Zaporizhzhia nuclear plant shelling,
Herschel Walker abortion claim, Depp Heard trial, Joe Rogan Spotify, Bucha killings, Prince
Andrew settlement, Moskva warship sinking, Sri Lanka president"""
"""No rule was written looking at what is told on them."""

SENTENCES = 8
"""Of a body, those that share most with the headline, besides its first three."""

SHORT = 8
"""Roots of a sentence; one with fewer is read together with the sentence before it."""

RELATED_FROM = 0.33
"""Closeness of headline and nearest sentence from which a body is on the same matter."""


def main() -> None:
    """Runs the parts asked for."""
    parser = options(__doc__ or "")
    parser.add_argument("--part", choices=["planted", "checked", "claims", "questions", "topics"])
    parser.add_argument("--no-judge", action="store_true", help="rules alone")
    parser.add_argument("--show", action="store_true", help="what was missed, invented or wrong")
    given = parser.parse_args()
    if given.part in (None, "planted"):
        with (
            tempfile.TemporaryDirectory() as folder,
            library(given.home or Path(folder), [SAMPLES / "news"]) as parts,
        ):
            planted(parts.desk, show=given.show)
    if given.part in (None, "checked"):
        with (
            tempfile.TemporaryDirectory() as folder,
            library(given.home or Path(folder), [SAMPLES / "news"]) as parts,
        ):
            checked(parts.desk, show=given.show)
    if given.part in (None, "topics"):
        topics(given)
    settings = Settings.load(home=given.home)
    embedder = load_embedder(settings)
    judge = None if given.no_judge else load_judge(settings)
    for name, part in (("claims", claims), ("questions", questions)):
        if given.part in (None, name):
            try:
                part(given, embedder, judge)
            except SetMissingError as error:
                skip_if_missing(error)


def planted(desk: object, *, show: bool) -> None:
    """Found, named right, invented; and how long a comparison and its first issue take."""
    header("Planted contradictions of the sample articles")
    gold = read_planted(SAMPLES / "comparisons.jsonl")
    right = {one.id: {one.relation, *one.accept} for one in gold if one.planted}
    found: dict[str, str | None] = {}
    invented: set[tuple[str, str]] = set()
    issues, first, whole = 0, [], []
    for topic in dict.fromkeys(one.topic for one in gold):
        started = perf_counter()
        seen = False
        for event in desk.compare(topic):  # type: ignore[attr-defined]
            if isinstance(event, IssueFound) and not seen:
                seen = True
                first.append(perf_counter() - started)
            if isinstance(event, Comparison):
                comparison = event
        whole.append(perf_counter() - started)
        issues += len(comparison.issues)
        told = finding(comparison, topic, gold)
        found |= {one: relation for one, relation in told.found.items() if one in right}
        for issue, relation in told.invented:
            sides = (issue.positions[relation.a].text, issue.positions[relation.b].text)
            if show and sides not in invented:
                tell(f"  invented: {relation.relation} {relation.why}")
                tell(f"    {sides[0]}\n    {sides[1]}")
            invented.add(sides)
    hit = [one for one, relation in found.items() if relation]
    named = [one for one in hit if found[one] in right[one]]
    if show:
        missed = ", ".join(one for one in found if not found[one])
        tell(f"  missed: {missed or 'none'}")
    tell(
        f"found {len(hit)} of {len(right)}, named right {len(named)}; {len(invented)} invented in "
        f"{issues} issues; first issue {np.median(first):.1f} s, whole {np.median(whole):.1f} s"
    )


def checked(desk: Desk, *, show: bool) -> None:
    """Claims found to be backed and contradicted, and what is told of them wrongly."""
    header("Claims on the sample articles")
    counts: Counter[str] = Counter()
    whole = []
    for claim in read_claims(SAMPLES / "claims.jsonl"):
        started = perf_counter()
        check = next(one for one in desk.check_claim(claim.claim) if isinstance(one, ClaimCheck))
        whole.append(perf_counter() - started)
        for name, side in zip(("backed", "contradicted"), sides(claim, check), strict=True):
            counts[f"{name} wanted"] += side.wanted
            counts[f"{name} found"] += side.found
            counts[f"{name} wrong"] += bool(side.wrong)
            if show and side.wanted and not side.found:
                tell(f"  not found to be {name}: {claim.claim}")
            for one in side.wrong if show else ():
                tell(f"  wrongly {name}: {claim.claim}")
                tell(f"    {one.speaker}, {one.why}: {one.citation.quote}")
    for name in ("backed", "contradicted"):
        found, wanted, wrong = (counts[f"{name} {one}"] for one in ("found", "wanted", "wrong"))
        tell(f"found to be {name}: {found} of {wanted}; wrongly: {wrong} of {len(whole)} claims")
    tell(f"a claim in {np.median(whole):.1f} s")


def topics(given: Any) -> None:
    """Positions and relations of each disputed issue; of the others their number."""
    header("Disputes on topics of 2022")
    if given.home is None:
        tell("skipped: --home LIBRARY names the library, see `benchmarks.find`")
        return
    with library(given.home, []) as parts:
        for topic in islice(TOPICS.replace("\n", " ").split(", "), given.limit or None):
            first, comparison = _compared(parts, topic)
            disputed = [one for one in comparison.issues if one.disputed]
            tell(
                f"\n{topic}: {len(disputed)} of {len(comparison.issues)} issues disputed; first "
                f"issue {first:.1f} s, whole {comparison.timings.total_ms / 1000:.1f} s"
            )
            for issue in disputed:
                tell(f"  {issue.title}")
                for place, one in enumerate(issue.positions):
                    since = f"{one.since:%d %b}" if one.since else "no day"
                    tell(f"    {place} {one.holder}, {since}: {one.text}")
                for related in issue.relations:
                    tell(f"    {related.a} {related.relation} {related.b}: {related.why}")


def _compared(parts: Parts, topic: str) -> tuple[float, Comparison]:
    """Seconds until the first issue, and everything."""
    started = perf_counter()
    first = 0.0
    for event in parts.desk.compare(topic):
        if isinstance(event, IssueFound) and not first:
            first = perf_counter() - started
        if isinstance(event, Comparison):
            return first, event
    raise AssertionError("a comparison ends with all of it")


def claims(given: object, embedder: Embedder, judge: Judge | None) -> None:
    """FNC-1 (2017): stance of bodies to headlines, on a random part of the held-out pairs."""
    header("FNC-1: headlines against bodies")
    pairs, bodies = _fnc(given.data)  # type: ignore[attr-defined]
    Random(1).shuffle(pairs)
    pairs = pairs[: given.limit or 1500]  # type: ignore[attr-defined]
    started = perf_counter()
    relater, splitter = Relater(judge), SentenceSplitter()
    split: dict[str, list[str]] = {}
    guesses, scores = [], []
    for headline, body, _ in pairs:
        if body not in split:
            text = bodies[body]
            split[body] = [text[one.start : one.end] for one in splitter.split(text, "en")]
        guess, score = stance(headline, split[body], embedder, relater)
        guesses.append(guess)
        scores.append(score)
    gold = [label for _, _, label in pairs]
    by_stance = f1_score(gold, guesses, labels=STANCES, average=None, zero_division=0)
    for name, score in zip(STANCES, by_stance, strict=True):
        tell(f"  {name:9} F1 {score:.3f} ({gold.count(name)} pairs)")
    right = [(label, guess) for label, guess in zip(gold, guesses, strict=True)]
    tell(f"FNC score {_fnc_score(right):.4f} of its best")
    related = [place for place, label in enumerate(gold) if label != "unrelated"]
    truth = [gold[place] == "disagree" for place in related]
    if any(truth):
        precision = average_precision_score(truth, [scores[place] for place in related])
        chance = float(np.mean(truth))
        tell(f"disagreeing bodies first: average precision {precision:.3f}, by chance {chance:.3f}")
    tell(f"{len(pairs) / (perf_counter() - started):.1f} pairs a second")


def stance(
    claim: str, sentences: Sequence[str], embedder: Embedder, relater: Relater
) -> tuple[str, float]:
    """What an article makes of a claim, and how sure it is that it contradicts it."""
    wanted = roots(claim)
    ranked = sorted(range(len(sentences)), key=lambda i: (-len(wanted & roots(sentences[i])), i))
    places = sorted({*ranked[:SENTENCES], *range(min(3, len(sentences)))})
    if not places:
        return "unrelated", 0.0
    pool = [read_text(claim, CLAIMANT, None)]
    pool += [_sentence(sentences, place) for place in places]
    vectors = embedder.embed_passages([reading.whole for reading in pool])
    matter = Matter(pool, vectors)
    against = [(0, place) for place in range(1, len(pool))]
    judgements = relater.relate(pool, against, matter)
    close = max(matter.closeness(*pair) for pair in against)
    return _stance(judgements, close), _sureness(judgements, "contradict")


def _sentence(sentences: Sequence[str], place: int) -> Reading:
    """A sentence of a body; a short one with the sentence before it."""
    text = " ".join(sentences[place].split())
    before = sentences[place - 1] if place and len(roots(text)) < SHORT else ""
    outlet = replace(CLAIMANT, name="article", voice="article")
    return read_text(text, outlet, None, " ".join(before.split()))


def _stance(judgements: Sequence[Judgement], close: float) -> str:
    if close < RELATED_FROM:
        return "unrelated"
    against = _sureness(judgements, "contradict", "differ")
    backing = _sureness(judgements, "agree")
    if max(against, backing) == 0:
        return "discuss"
    return "disagree" if against > backing else "agree"


def _sureness(judgements: Sequence[Judgement], *relations: str) -> float:
    return max((one.confidence for one in judgements if one.relation in relations), default=0.0)


def _fnc(data: Path) -> tuple[list[tuple[str, str, str]], dict[str, str]]:
    """Held-out pairs (headline, body id, stance), and bodies by id."""
    folder = data / "fnc1"
    if not folder.is_dir():
        raise SetMissingError(f"{folder} is not there. Give the folder of data sets with --data.")
    csv.field_size_limit(10**9)
    bodies = {row[0]: row[1] for row in _csv(folder / "train_bodies.csv.gz")}
    rows = _csv(folder / "talos_test_split.csv.gz")
    return [(row[0], row[1], row[2]) for row in rows if len(row) == 3], bodies


def _csv(path: Path) -> Iterator[list[str]]:
    """Rows without the first."""
    text = gzip.decompress(path.read_bytes()).decode("utf-8", errors="replace")
    rows = csv.reader(io.StringIO(text))
    next(rows)
    return rows


def _fnc_score(pairs: Sequence[tuple[str, str]]) -> float:
    """A quarter for related or not, three quarters more for the right stance of a related one."""
    score = best = 0.0
    for gold, guess in pairs:
        related = gold != "unrelated"
        best += 1.0 if related else 0.25
        score += 0.25 * ((guess != "unrelated") == related)
        score += 0.75 * (related and gold == guess)
    return score / best


@dataclass(frozen=True, slots=True)
class Part:
    """What a question says that an outlet's article says; `text` is the claim."""

    source: str
    text: str


_SAYS = (
    r"(?:suggest|claim|report|indicate|impl(?:y|ies)|state|discuss|mention|attribute|describe|argue|"
    r"highlight|assert|allege|portray|focus on|detail|present|involve|show|note|say|express|"
    r"emphasi[sz]e|characteri[sz]e|link|credit|predict|announce|reveal|cover|address)(?:e?s|ed|ing)?"
)
FOLLOWS, AGAINST, SPOKEN_OF = 0.4, 0.15, 0.1
_SAME = re.compile(r"\bsame\b(?! manner)", re.IGNORECASE)
_OTHER = re.compile(
    r"\b(?:different\w*|differ\w*|contrast\w*|separate|contradict\w*|disagree\w*)\b", re.IGNORECASE
)


def questions(given: object, embedder: Embedder, judge: Judge | None) -> None:
    """MultiHop-RAG's comparison questions (yes or no) with the evidence that goes with them."""
    header("MultiHop: comparison questions")
    if judge is None:
        tell("skipped: it is the judge that reads them")
        return
    rows = [
        row
        for row in multihop_questions(given.data)  # type: ignore[attr-defined]
        if row["question_type"] == "comparison_query" and row["answer"].lower() in ("yes", "no")
    ]
    right: dict[str, list[bool]] = defaultdict(list)
    for row in rows[: given.limit]:  # type: ignore[attr-defined]
        evidence = [(one["source"], one["title"], one["fact"]) for one in row["evidence"]]
        kind, answer = answered(row["question"], evidence, judge)
        good = answer == row["answer"].lower()
        right[kind].append(good)
        if given.show and not good:  # type: ignore[attr-defined]
            tell(f"  {kind}: {answer}, is {row['answer']}: {row['question']}")
    every = [good for goods in right.values() for good in goods]
    yes = np.mean([row["answer"].lower() == "yes" for row in rows])
    for kind, goods in sorted(right.items()):
        tell(f"  {kind:9} {np.mean(goods):.3f} of {len(goods)}")
    common = max(yes, 1 - yes)
    tell(f"right {np.mean(every):.3f} of {len(every)}; always the commoner answer: {common:.3f}")


def answered(
    question: str, evidence: Sequence[tuple[str, str, str]], judge: Judge
) -> tuple[str, str]:
    """Kind of the question, and "yes" or "no".

    "Does A say X while B says Y" is yes if no outlet's evidence speaks against its claim, or of
    something else; "does A say the same as B" only if what it says follows from its evidence.
    """
    parts = _parts(question, [source for source, _, _ in evidence])
    facts = [(source, f"{title}. {fact}") for source, title, fact in evidence]
    kind = (
        "same" if _SAME.search(question) else "different" if _OTHER.search(question) else "claims"
    )
    if not parts:
        return kind, "no" if kind == "same" else "yes"
    readings = [_borne_out(part, facts, judge) for part in parts]
    if kind == "same":
        return kind, "yes" if min(entailed for entailed, _, _ in readings) >= FOLLOWS else "no"
    against = any(contradicted - entailed > AGAINST for entailed, contradicted, _ in readings)
    elsewhere = kind == "claims" and any(covered < SPOKEN_OF for _, _, covered in readings)
    return kind, "no" if against or elsewhere else "yes"


def _borne_out(
    part: Part, facts: Sequence[tuple[str, str]], judge: Judge
) -> tuple[float, float, float]:
    """How far the outlet's evidence entails and contradicts a claim, and has its words."""
    own = [fact for source, fact in facts if source == part.source] or [fact for _, fact in facts]
    verdicts = judge.judge([(fact, part.text) for fact in own])
    wanted = roots(part.text)
    covered = max(len(wanted & roots(fact)) / max(1, len(wanted)) for fact in own)
    return float(verdicts[:, 0].max()), float(verdicts[:, 2].max()), covered


def _parts(question: str, sources: Sequence[str]) -> list[Part]:
    """The claims of a question, each with the outlet that stands before it."""
    body = re.sub(r"^(?:Does|Do|Did|Is|Are|Was|Were|Has|Have)\s+", "", question).rstrip("?")
    clauses = re.split(r",?\s+(?:while|whereas|and does|and do|but|, and the)\s+", body)
    parts = []
    for clause in clauses:
        named = [source for source in set(sources) if source.split(" |")[0] in clause]
        said = re.search(rf"\b{_SAYS}\b(?:\s+that)?\s+(?P<claim>.+)", clause)
        if named and said:
            parts.append(Part(named[0], said["claim"]))
    return parts


if __name__ == "__main__":
    main()
