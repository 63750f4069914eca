"""Briefings beside baselines: coverage by ROUGE, facts without a quote, stories, speed.

python -m benchmarks.brief [--set neus|basil|samples|speed|topics] [--limit N] [--quoted]

NeuS: three outlets' texts on an issue against an expert's neutral summary. BASIL: do the three
articles on one event meet in one story, and does the page name the event's main entities? Samples:
our own three stories, printed to be read by eye. Speed: one page from 40 articles and from 300.
Topics: pages on matters of 2022 from RealTime QA's articles (`--home`), with the day of each
entry's article, to be read by eye. Baselines are the first sentence of each article, TextRank
(sumy's), and the generator given the same articles without our selection. `--quoted` leaves the
generator out of our pages.
"""

from __future__ import annotations

import json
import re
import tarfile
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.common import SAMPLES, header, library, options, read, skip_if_missing, tell
from rag.assemble import Parts
from rag.chunks.sentences import SentenceSplitter
from rag.evaluation.datasets import SetMissingError, realtimeqa_articles
from rag.evaluation.metrics import mean
from rag.types import Article, Briefing, BriefingSoFar, CitedSentence, Evidence, Message
from rag.writing.facts import missing_facts

ALONE = (
    "You are a news editor. Write a neutral summary of these articles in three sentences. Reply "
    "with the summary only."
)


TOPICS = """Ketanji Brown Jackson confirmation, Will Smith slap, Tonga eruption, Beijing Winter
Olympics, Boris Johnson resignation, FTX collapse, January 6 hearings, European heat wave, Kansas
abortion vote, Sri Lanka crisis, Serena Williams retirement, midterm elections"""


@dataclass(frozen=True, slots=True)
class Event:
    """Articles on one event: rows for ingesting, and what a page on it is measured against."""

    name: str
    rows: tuple[dict[str, Any], ...]
    reference: str
    entities: tuple[str, ...] = ()


def main() -> None:
    """Runs the sets asked for."""
    parser = options(__doc__ or "")
    parser.add_argument("--set", choices=[*SETS], default=None)
    parser.add_argument("--quoted", action="store_true", help="no generator in our pages")
    given = parser.parse_args()
    for name, one in SETS.items():
        if given.set in (None, name):
            header(name)
            try:
                one(given)
            except SetMissingError as error:
                skip_if_missing(error)


def neus(given: Any) -> None:
    """ROUGE F1 of lead and points, and of the baselines, against the neutral summary."""
    events = _every(list(_neus_events(given.data)), given.limit or 30)
    with _loaded(events, given) as (parts, ids):
        scores: dict[str, list[dict[str, float]]] = defaultdict(list)
        missing = sentences = 0
        for event in events:
            briefing, _ = _brief(parts, ids[event.name], "paragraph")
            told = [*briefing.lead, *(point.sentence for point in briefing.points)]
            missing += sum(map(len, _missing(briefing, told)))
            sentences += len(told)
            texts = {
                "ours, lead": _joined(briefing.lead),
                "ours, lead and a point": _joined(told[:3]),
                "ours, lead and points": _joined(told),
                "lead-3": _lead_3(event),
                "textrank-3": _textrank(event),
            }
            if not given.quoted:
                texts["generator alone"] = _alone(parts, event)
            for name, text in texts.items():
                scores[name].append(_rouge(event.reference, text))
        for name, found in scores.items():
            figures = (f"{kind} {mean([one[kind] for one in found]):.3f}" for kind in found[0])
            tell(f"{name}: {', '.join(figures)} on {len(found)} issues")
        tell(f"facts that the cited quotes lack: {missing} in {sentences} sentences")


def basil(given: Any) -> None:
    """Pairs of articles in one story, and the share of an event's entities that a page names."""
    events = _every(list(_basil_events(given.data)), given.limit or 50)
    with _loaded(events, given) as (parts, ids):
        event_of = {one: name for name, members in ids.items() for one in members}
        started = perf_counter()
        found = parts.desk.stories()
        seconds = perf_counter() - started
        together = {_pair(a.id, b.id) for story in found for a, b in _pairs(story.articles)}
        wanted = {_pair(a, b) for members in ids.values() for a, b in _pairs(members)}
        right = len(together & wanted)
        tell(
            f"{len(found)} stories of {len(event_of)} articles on {len(ids)} events in "
            f"{seconds:.1f} s; pairs: precision {right / max(1, len(together)):.3f}, "
            f"recall {right / max(1, len(wanted)):.3f}"
        )
        named, lead_named, missing, count = [], [], 0, 0
        for event in events[: given.limit or 15]:
            briefing, _ = _brief(parts, ids[event.name], "half")
            told = list(_sentences(briefing))
            missing += sum(map(len, _missing(briefing, told)))
            count += len(told)
            text = _joined([*briefing.lead, *(one.sentence for one in briefing.points)])
            named.append(_share_named(event.entities, text))
            lead_named.append(_share_named(event.entities, _lead_3(event)))
        tell(f"main entities named: ours {mean(named):.3f}, lead-3 {mean(lead_named):.3f}")
        tell(f"facts that the cited quotes lack: {missing} in {count} sentences")


def samples(given: Any) -> None:
    """Pages on our own three stories, for reading by eye."""
    with tempfile.TemporaryDirectory() as folder, library(Path(folder)) as parts:
        read(parts.desk, [SAMPLES / "news"])
        for story in parts.desk.stories():
            briefing, first = _brief(parts, [one.id for one in story.articles], "page")
            tell(f"\n{briefing.headline} ({first:.1f} s, {briefing.timings.total_ms / 1000:.1f} s)")
            for sentence in briefing.lead:
                tell(f"  {sentence.text}")
            for point in briefing.points:
                tell(f"- {point.sentence.text} ({point.origins} origins)")
            for entry in briefing.timeline:
                tell(f"{entry.day} ({entry.precision}): {entry.sentence.text}")
            for difference in briefing.differences:
                tell(f"{difference.kind}: {difference.subject}")
                for side in difference.sides:
                    tell(f"    {side.text}")
            for sentence in briefing.unknowns:
                tell(f"? {sentence.text} {' '.join(sentence.flags)}")
            lacking = sum(map(len, _missing(briefing, list(_sentences(briefing)))))
            tell(f"facts that the cited quotes lack: {lacking}")


def speed(given: Any) -> None:
    """Seconds to the first point and to the whole page, from 40 articles and from 300."""
    rows = [
        {"id": row["url"], **{key: row[key] for key in ("url", "title", "published", "text")}}
        for row in islice(realtimeqa_articles(given.data), given.limit or 300)
    ]
    with _loaded([Event("all", tuple(rows), "")], given) as (parts, ids):
        _brief(parts, ids["all"][-3:], "paragraph")  # models loaded, instructions read
        for size in (40, len(ids["all"])):
            briefing, first = _brief(parts, ids["all"][:size], "page")
            seconds = briefing.timings.total_ms / 1000
            tell(f"{size} articles: first point {first:.1f} s, page {seconds:.1f} s")


class _loaded:  # noqa: N801 - used as a function
    """A library of the events' articles, and the ids of each event's."""

    def __init__(self, events: Sequence[Event], given: Any) -> None:
        self._events = events
        self._quoted = given.quoted

    def __enter__(self) -> tuple[Parts, dict[str, list[str]]]:
        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name) / "rows.jsonl"
        with path.open("w", encoding="utf-8") as file:
            for event in self._events:
                for row in event.rows:
                    file.write(json.dumps(row) + "\n")
        self._library = library(Path(self._folder.name) / "library", [path])
        parts = self._library.__enter__()
        if self._quoted:
            _silence(parts)
        event_of = {row["url"]: event.name for event in self._events for row in event.rows}
        ids: dict[str, list[str]] = defaultdict(list)
        for one in parts.desk.articles():
            ids[event_of[one.url]].append(one.id)
        return parts, ids

    def __exit__(self, *failure: Any) -> None:
        self._library.__exit__(*failure)
        self._folder.cleanup()


def topics(given: Any) -> None:
    """Lead, points, timeline and differences of each topic, with the days of what they cite."""
    if given.home is None:
        tell("skipped: --home LIBRARY names the library, see `benchmarks.find`")
        return
    with library(given.home, [], models=True) as parts:
        for topic in islice(TOPICS.replace("\n", " ").split(", "), given.limit or None):
            briefing, seconds = _about(parts, topic)
            tell(f"\n{topic}: {len(briefing.sources)} origins, {seconds:.0f} s")
            by_number = {one.n: one.article for one in briefing.citations}
            for one in (*briefing.lead, *(point.sentence for point in briefing.points)):
                tell(f"  {_day(by_number[one.citations[0]])} | {one.text}")
            for entry in briefing.timeline:
                seen = _day(by_number[entry.sentence.citations[0]])
                tell(f"  {entry.day} ({entry.precision}) from {seen} | {entry.sentence.text}")
            for difference in briefing.differences:
                tell(f"  {difference.kind}: {difference.subject}")
                for side in difference.sides:
                    tell(f"    {_day(by_number[side.citations[0]])} | {side.text}")


def _about(parts: Parts, topic: str) -> tuple[Briefing, float]:
    """The page as it is set, in the articles' own words, and the seconds it took."""
    started = perf_counter()
    page: Briefing | None = None
    for event in parts.desk.brief(topic, length="page"):
        if isinstance(event, BriefingSoFar):
            if event.stage.startswith("phrasing"):
                break
            page = event.briefing
    assert page is not None
    return page, perf_counter() - started


def _day(article: Article) -> str:
    return f"{article.published:%a %d %b %Y}" if article.published else "no day"


def _silence(parts: Parts) -> None:
    """Lets the generator say nothing: every sentence then stays the articles' own."""
    parts.generator.stream = lambda *_, **__: (one for one in ())  # type: ignore[method-assign]


def _brief(parts: Parts, articles: Sequence[str], length: Any) -> tuple[Briefing, float]:
    """The briefing, and the seconds until its first point."""
    started = perf_counter()
    first = 0.0
    for event in parts.desk.brief(articles=articles, length=length):
        if isinstance(event, BriefingSoFar) and event.briefing.lead and not first:
            first = perf_counter() - started
        if isinstance(event, Briefing):
            return event, first
    raise RuntimeError("the desk ended a briefing without one")


def _sentences(briefing: Briefing) -> Iterator[CitedSentence]:
    yield from briefing.lead
    yield from (point.sentence for point in briefing.points)
    yield from (entry.sentence for entry in briefing.timeline)
    yield from (side for one in briefing.differences for side in one.sides)
    yield from briefing.unknowns


def _missing(briefing: Briefing, told: Sequence[CitedSentence]) -> list[tuple[str, ...]]:
    """Of each sentence, the figures, dates and names that its quotes lack."""
    by_number = {one.n: one for one in briefing.citations}
    shown = {
        n: Evidence(n, one.article, one.start, one.end, one.start, one.end)
        for n, one in by_number.items()
    }
    return [missing_facts(one.text, [shown[n] for n in one.citations]) for one in told]


def _lead_3(event: Event) -> str:
    splitter = SentenceSplitter()
    firsts = []
    for row in event.rows[:3]:
        found = splitter.split(row["text"], "en")
        firsts += [row["text"][one.start : one.end] for one in found[:1]]
    return " ".join(firsts)


def _textrank(event: Event) -> str:
    """Three sentences by TextRank (Mihalcea and Tarau 2004), as sumy has it."""
    try:
        from sumy.nlp.stemmers import Stemmer
        from sumy.parsers.plaintext import PlaintextParser
        from sumy.summarizers.text_rank import TextRankSummarizer
    except ImportError as error:
        raise SetMissingError(f"{error.name} is not installed: pip install sumy") from error
    splitter = SentenceSplitter()
    text = " ".join(row["text"] for row in event.rows)

    class Words:
        """sumy's tokenizer, without the download that its own needs."""

        def to_sentences(self, paragraph: str) -> tuple[str, ...]:
            found = splitter.split(paragraph, "en")
            return tuple(paragraph[one.start : one.end] for one in found)

        def to_words(self, sentence: str) -> tuple[str, ...]:
            return tuple(re.findall(r"\w+", sentence))

    parser = PlaintextParser.from_string(text, Words())
    return " ".join(map(str, TextRankSummarizer(Stemmer("english"))(parser.document, 3)))


def _alone(parts: Parts, event: Event) -> str:
    text = "\n\n".join(f"{row['title']}\n{row['text']}" for row in event.rows)
    messages = [Message("system", ALONE), Message("user", text[:8000])]
    return "".join(piece.text for piece in parts.generator.stream(messages, max_tokens=160))


def _rouge(reference: str, text: str) -> dict[str, float]:
    """ROUGE-1, -2 and -L F1 (Lin 2004), stemmed."""
    try:
        from rouge_score import rouge_scorer
    except ImportError as error:
        raise SetMissingError(f"{error.name} is not installed: pip install rouge-score") from error
    scorer = rouge_scorer.RougeScorer(["rouge1", "rouge2", "rougeL"], use_stemmer=True)
    return {kind: score.fmeasure for kind, score in scorer.score(reference, text).items()}


def _share_named(entities: Sequence[str], text: str) -> float:
    named = [entity.split()[-1].lower() in text.lower() for entity in entities if entity]
    return mean([float(one) for one in named])


def _neus_events(data: Path) -> Iterator[Event]:
    """NeuS (Lee et al. 2022), validation half."""
    archive = data / "neus" / "train-val.tar.gz"
    sources, targets = (
        _member(archive, f"val.{kind}").splitlines() for kind in ("source", "target")
    )
    for number, (source, target) in enumerate(zip(sources, targets, strict=True)):
        rows = []
        for place, part in enumerate(source.split("[SEP]")):
            match = re.match(r"\s*TITLE=>\s*(.*?)\.?\s*ARTICLE=>\s*(.+)", part)
            if match:
                name = f"https://neus.example/{number}-{place}"
                rows.append({"id": name, "url": name, "title": match[1], "text": match[2],
                             "source": f"outlet {place + 1}"})  # fmt: skip
        reference = re.sub(r"^\s*TITLE=>.*?ARTICLE=>\s*", "", target)
        if len(rows) > 1:
            yield Event(str(number), tuple(rows), reference)


def _basil_events(data: Path) -> Iterator[Event]:
    """BASIL (Fan et al. 2019): three articles an event."""
    archive = data / "basil" / "events-dev.tar.gz"
    _check(archive)
    events: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with tarfile.open(archive) as files:
        for member in files:
            file = files.extractfile(member) if "articles/" in member.name else None
            if file is not None:
                row = json.load(file)
                events[row["triplet-uuid"]].append(row)
    for name, found in sorted(events.items()):
        rows = tuple(
            {
                "id": one["uuid"],
                "url": f"https://basil.example/{one['uuid']}",
                "title": one["title"],
                "text": "\n\n".join(" ".join(part) for part in one["body-paragraphs"]),
                "source": one["source"],
                "published": one["date"],
            }
            for one in found
        )
        entities = tuple(dict.fromkeys(e for one in found for e in one["main-entities"]))
        yield Event(name, rows, found[0]["main-event"], entities)


def _member(archive: Path, name: str) -> str:
    _check(archive)
    with tarfile.open(archive) as files:
        for member in files:
            if member.name.endswith(name) and (file := files.extractfile(member)):
                return file.read().decode("utf-8")
    raise SetMissingError(f"{archive} has no {name}")


def _check(path: Path) -> None:
    if not path.exists():
        raise SetMissingError(f"{path} is not there. Give the folder of data sets with --data.")


def _every(events: list[Event], limit: int) -> list[Event]:
    return events[:: max(1, len(events) // limit)][:limit]


def _joined(sentences: Iterable[CitedSentence]) -> str:
    return " ".join(one.text for one in sentences)


def _pairs(members: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    return ((a, b) for place, a in enumerate(members) for b in members[place + 1 :])


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


SETS = {"neus": neus, "basil": basil, "samples": samples, "speed": speed, "topics": topics}


if __name__ == "__main__":
    main()
