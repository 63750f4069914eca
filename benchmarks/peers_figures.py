"""What `benchmarks.peers` measured, as a table: speed, standing, memory, who beats whom. Pure."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.peers_systems import SYSTEMS
from benchmarks.peers_worker import Measured
from rag.evaluation.datasets import Question
from rag.evaluation.metrics import bootstrap_interval, mean
from rag.evaluation.scores import AMONG


@dataclass(frozen=True, slots=True)
class Round:
    """One system measured once; `memory` in bytes."""

    system: str
    measured: Measured
    memory: int


def round_line(one: Round, words: int) -> str:
    """What one round of a system came to."""
    measured = one.measured
    versions = ", ".join(f"{name} {number}" for name, number in measured.versions.items())
    return (
        f"  {one.system}: {len(measured.held)} articles, {measured.chunks} chunks in "
        f"{measured.ingest_s:.1f} s ({measured.ingest_cpu_s:.1f} s of processor time), "
        f"{words / measured.ingest_s:.0f} words/s, "
        f"search {statistics.median(measured.search_s) * 1000:.1f} ms, "
        f"{one.memory / 1e6:.0f} MB{f' ({versions})' if versions else ''}"
    )


def table_lines(
    done: Mapping[str, Sequence[Round]], questions: Sequence[Question], words: int
) -> Iterator[str]:
    """A line for each system, and one for how Dateline stands to each peer."""
    held = set.intersection(*(set(rounds[-1].measured.held) for rounds in done.values()))
    common = [bool(held.intersection(one.gold)) for one in questions]
    figures = [
        Figures.of(name, rounds, list(_places(rounds[-1].measured, questions)), common, words)
        for name, rounds in done.items()
    ]
    yield f"\n{sum(common)} questions whose article all hold, {len(questions)} in all"
    yield (
        f"{'':19} {'words/s':>8} {'by processor':>12} {'search ms':>9} {'p95':>6} {'top 1':>6} "
        f"{'top 5':>6} {'top 10':>6} {'95 % interval':>14} {'MRR@10':>6} {'MB':>6} "
        f"{'top 10 of all':>13}  chunks"
    )
    for one in figures:
        yield one.line()
    ours = [one for one in figures if one.system == "dateline"]
    for peer in figures:
        if ours and not peer.system.startswith("dateline"):
            yield ours[0].beside(peer)


@dataclass(frozen=True, slots=True)
class Figures:
    """What the table has of one system.

    Attributes:
        rate: Words a second of all rounds.
        cpu_rate: Words for a second of processor time.
        seconds: Of each search of all rounds, shortest first.
        places: Of the true article in the last round, for the questions common to all systems.
        everything: The same for all questions.
        memory: Bytes, the highest of all rounds.
    """

    system: str
    rate: float
    cpu_rate: float
    seconds: list[float]
    places: list[float]
    everything: list[float]
    memory: int

    @classmethod
    def of(
        cls,
        system: str,
        rounds: Sequence[Round],
        places: list[float],
        common: Sequence[bool],
        words: int,
    ) -> Figures:
        """Of all rounds of a system; `common` says which places are of questions for all."""
        measured = [one.measured for one in rounds]
        return cls(
            system,
            words * len(rounds) / sum(one.ingest_s for one in measured),
            words * len(rounds) / sum(one.ingest_cpu_s for one in measured),
            sorted(second for one in measured for second in one.search_s),
            [place for place, counts in zip(places, common, strict=True) if counts],
            places,
            max(one.memory for one in rounds),
        )

    @property
    def among(self) -> list[float]:
        """1 for each common question whose article is among the first, else 0."""
        return [float(place <= AMONG) for place in self.places]

    def line(self) -> str:
        """For the table."""
        low, high = bootstrap_interval(self.among)
        late = self.seconds[int(0.95 * (len(self.seconds) - 1))]
        ranks = mean([1 / place if place <= AMONG else 0.0 for place in self.places])
        tops = " ".join(f"{_share(self.places, k):6.3f}" for k in (1, 5, AMONG))
        return (
            f"{self.system:19} {self.rate:8.0f} {self.cpu_rate:12.0f} "
            f"{statistics.median(self.seconds) * 1000:9.1f} {late * 1000:6.1f} {tops} "
            f"{f'{low:.2f} to {high:.2f}':>14} {ranks:6.3f} {self.memory / 1e6:6.0f} "
            f"{_share(self.everything, AMONG):13.3f}  {SYSTEMS[self.system].told}"
        )

    def beside(self, peer: Figures) -> str:
        """How this one stands to another, question by question where that is possible."""
        changes = [own - other for own, other in zip(self.among, peer.among, strict=True)]
        low, high = bootstrap_interval(changes)
        ingest = self.rate / peer.rate
        search = statistics.median(self.seconds) / statistics.median(peer.seconds)
        return (
            f"{self.system} beside {peer.system}: ingest {ingest:.2f} times as fast, "
            f"search in {search:.2f} of the time, top 10 {mean(changes):+.3f} "
            f"(95 % {low:+.3f} to {high:+.3f})"
        )


def _places(measured: Measured, questions: Sequence[Question]) -> Iterator[float]:
    """Where the first true article of each question stands, from 1; infinite if nowhere."""
    for question, ranked in zip(questions, measured.ranked, strict=True):
        true = [place for place, url in enumerate(ranked, 1) if url in question.gold]
        yield min(true, default=float("inf"))


def _share(places: Sequence[float], k: int) -> float:
    return mean([float(place <= k) for place in places])
