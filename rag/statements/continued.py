"""Speech that goes on: quotations without a cue of their own belong to who spoke before.

“A,” he said. “B.” is one statement from A to B; behind a reported clause, or in a paragraph of its
own, a bare quotation is another statement of the same speaker; behind "He went on:" it is his.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from rag.statements.reports import ReadUnit, Report
from rag.statements.units import Unit


@dataclass(slots=True)
class _Speech:
    """What has been said so far, and who may still be speaking."""

    reports: list[Report] = field(default_factory=list)
    speaking: int | None = None  # place in `reports` of whoever's speech may go on
    end: int = 0

    def take(self, read: ReadUnit) -> None:
        first = len(self.reports)
        self.reports += read.reports
        spoken = [
            place
            for place in range(first, len(self.reports))
            if self.reports[place].kind != "indirect"
        ]
        self.speaking = spoken[-1] if spoken else (len(self.reports) - 1 if read.reports else None)

    def go_on(self, body: str, unit: Unit) -> None:
        """A unit of quotations only, behind somebody's speech."""
        if self.speaking is None:
            return
        before = self.reports[self.speaking]
        content = unit.quotations[0].inner, unit.quotations[-1].stop
        same = "\n" not in body[self.end : unit.start]
        if same and before.kind != "indirect":
            whole = before.content[0], content[1]
            passage = before.passage[0], unit.end
            self.reports[self.speaking] = replace(before, content=whole, passage=passage)
        elif same or before.kind != "indirect":
            self.add(before, content, unit)

    def add(self, like: Report, content: tuple[int, int], unit: Unit) -> None:
        passage = unit.start, unit.end
        report = replace(like, content=content, kind="direct", passage=passage)
        self.reports.append(report)
        self.speaking = len(self.reports) - 1


def continued(body: str, read: Sequence[ReadUnit]) -> list[Report]:
    """All reports in the order of the units, those of bare units added or joined to others."""
    speech = _Speech()
    introduced: Report | None = None
    for one in read:
        unit = one.unit
        if unit.bare and not one.reports:
            if introduced is not None:
                content = unit.quotations[0].inner, unit.quotations[-1].stop
                speech.add(introduced, content, unit)
            else:
                speech.go_on(body, unit)
        else:
            speech.take(one)
        introduced = one.introduced
        speech.end = unit.end
    return sorted(speech.reports, key=lambda report: report.content)
