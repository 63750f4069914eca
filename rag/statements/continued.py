"""Speech that goes on: quotations without a cue of their own belong to who spoke before.

“A,” he said. “B.” is one statement from A to B; a paragraph that is nothing but a quotation, behind
one that ended in speech, is another of the same speaker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.statements.reports import Report
from rag.statements.units import Unit


def continued(body: str, read: Sequence[tuple[Unit, list[Report]]]) -> list[Report]:
    """All reports in order, those of bare units added or joined to the ones before."""
    kept: list[Report] = []
    speaking: Report | None = None  # whoever's quotation ended right before this unit
    end = 0
    for unit, found in read:
        if unit.bare and not found and speaking is not None:
            same = "\n" not in body[end : unit.start]
            content = unit.quotations[0].inner, unit.quotations[-1].stop
            if same and kept:
                kept[-1] = replace(
                    kept[-1],
                    content=(kept[-1].content[0], content[1]),
                    passage=(kept[-1].passage[0], unit.end),
                )
                speaking = kept[-1]
            else:
                speaking = replace(
                    speaking, content=content, kind="direct", passage=(unit.start, unit.end)
                )
                kept.append(speaking)
        else:
            kept += found
            speaking = _still_speaking(body, unit, found)
        end = unit.end
    return kept


def _still_speaking(body: str, unit: Unit, found: Sequence[Report]) -> Report | None:
    """The last report of a unit if a quotation in it may go on behind it."""
    if not found or found[-1].kind == "indirect":
        return None
    return found[-1]
