"""A claim checked: who backs it, who contradicts it, who leaves it open, beside each other."""

from __future__ import annotations

from collections.abc import Sequence

from rag.export.answers import spread
from rag.export.comparisons import DETAILS, verdict
from rag.export.lines import holder, opened
from rag.text.shown import count
from rag.types import ClaimCheck, ClaimWitness
from rag.ui.render.article import headline, kicker, passage
from rag.ui.render.html import Html, duration, join, tag
from rag.ui.render.saving import save_as

SHOWN = 5
"""Passages of a side that are shown at once; the others are folded."""


def claim(check: ClaimCheck) -> Html:
    """The claim, the count, and three columns; no columns where nobody says anything on it."""
    sides = (
        ("=", "Backed by", "agree", check.backing),
        ("≠", "Contradicted by", "contradict", check.contradicting),
        ("·", "Left open by", "unrelated", check.open),
    )
    facts = [spread(check.articles, check.origins)] if check.articles else []
    if check.timings.total_ms:
        facts.append(duration(check.timings.total_ms / 1000))
    found = any(witnesses for *_, witnesses in sides)
    return tag(
        "article",
        tag("h2", tag("bdi", check.claim), id="compared", tabindex="-1"),
        tag("p", verdict(check), class_="verdict") if found or not check.notes else None,
        *(tag("p", opened(note), class_="note") for note in check.notes),
        tag("div", *(_side(*side) for side in sides), class_="claim-sides") if found else None,
        tag("p", *(tag("span", fact) for fact in facts), class_="meta"),
        save_as(document="claim") if found else None,
        class_="comparison",
    )


def _side(sign: str, title: str, kind: str, witnesses: Sequence[ClaimWitness]) -> Html:
    number = count(len(witnesses), "passage") if witnesses else "nobody"
    shape = tag("b", sign, class_="sign", aria_hidden="true")
    heading = tag("h3", shape, f" {title} {number}", class_=f"relation {kind}")
    cards = [_witness(witness) for witness in witnesses]
    folded = None
    if len(cards) > SHOWN:
        summary = tag("summary", count(len(cards) - SHOWN, "more passage"))
        folded = tag("details", summary, join(cards[SHOWN:]))
    return tag("section", heading, *cards[:SHOWN], folded, class_="claim-side")


def _witness(witness: ClaimWitness) -> Html:
    cited = witness.citation
    said = witness.statement
    focus = None
    if said is not None and cited.start <= said.start and said.end <= cited.end:
        focus = (said.start, said.end)
    name = holder(witness.speaker, witness.speaker_kind)
    speaker = tag("p", tag("b", tag("bdi", name)), class_="speaker")
    return tag(
        "div",
        kicker(cited.article),
        tag("h4", headline(cited.article, cited.start, cited.end)),
        speaker if name != cited.article.source else None,
        tag(
            "p",
            passage(cited.article.body, (cited.start, cited.end), focus),
            class_="excerpt",
            dir="auto",
        ),
        tag("p", _why(witness), class_="carried"),
        class_="card",
    )


def _why(witness: ClaimWitness) -> str | None:
    parts = [f"differs {DETAILS[witness.detail]}"] if witness.detail else []
    parts += [witness.why] if witness.why else []
    if witness.relation != "unrelated":
        parts.append(f"confidence {witness.confidence:.0%}")
    return opened("; ".join(parts)) if parts else None
