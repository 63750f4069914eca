"""Paragraphs that begin with who speaks: transcripts, interviews, headings. Pure text.

"LOPEZ: Speculation is bad.", "A: Four miles off.", "Minister: no evacuation before Friday". A label
must be a name of the article, or stand before speech in quotation marks, or return; "Photo:" and
"Read more:" are none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rag.statements.cast import Cast
from rag.statements.quotes import Quotation
from rag.statements.reports import Mention, Offsets, Report, trimmed
from rag.text.people import ROLES, kind_of
from rag.types import SpeechKind

_UPPER = "A-ZÀ-ÖØ-Þ"
_LABEL = re.compile(
    rf"^[^\S\n#*_>\"“-]*[#*_>\"“-]*\s*(?P<who>[{_UPPER}][\w.’'-]*"
    rf"(?: (?:of|the|for|de|van|[{_UPPER}][\w.’'-]*)){{0,5}})"
    r"(?P<colon>[*_]*:)[*_]*[^\S\n]+(?P<what>\S[^\n]*\S)",
    re.MULTILINE,
)
_NO_SPEAKERS = frozenset(
    """photo image video watch related update updated note read more see also exclusive breaking
    opinion analysis correction editor's live source sources tags topics poll results here there
    this that these those it now then today monday tuesday wednesday thursday friday saturday sunday
    example location date time question transcript caption credit photos images summary background
    conclusion key bottom line fact facts claim verdict rating warning spoiler reminder latest
    author byline by published""".split()
)
_QUESTIONS = frozenset({"q", "question"})
_ANSWERS = frozenset({"a", "answer"})
_MIN_RETURNS = 2


_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class _Found:
    who: str
    span: tuple[int, int]
    colon: tuple[int, int]
    what: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Labelled:
    """What stands behind labels.

    Attributes:
        reports: In order; direct speech, or indirect behind the label of a heading.
        spans: Of all labelled paragraphs that are somebody's, an interviewer's questions included.
    """

    reports: tuple[Report, ...]
    spans: tuple[Offsets, ...]


def labelled(body: str, quotations: Sequence[Quotation], cast: Cast) -> Labelled:
    """Finds the paragraphs of a body that begin with who speaks."""
    found = [_found(match) for match in _LABEL.finditer(body)]
    returns = Counter(one.who.lower() for one in found)
    if _QUESTIONS & returns.keys() and _ANSWERS & returns.keys():
        return _interview(body, found, cast)

    begins = {one.start: one for one in quotations}
    reports: list[Report] = []
    for one in found:
        if set(one.who.lower().replace(".", "").split()) & _NO_SPEAKERS:
            continue
        if not _LETTER.search(body[slice(*one.what)]):
            continue  # a row of a table, "Regular: $4.50"
        if any(
            mark.start <= one.span[0] < mark.end and one.what[0] < mark.end for mark in quotations
        ):
            continue  # “Great news: ...” opens what somebody else says
        quotation = begins.get(one.what[0])
        alone = quotation is not None and quotation.end >= one.what[1] - 1
        mention = _mention(one, cast)
        if alone or (returns[one.who.lower()] >= _MIN_RETURNS and quotation is None):
            reports.append(_report(body, one, mention, "direct"))
        elif _is_heading(body, one) and _known(body, one, cast):
            reports.append(_report(body, one, mention, "indirect"))
    return Labelled(tuple(reports), tuple(report.passage for report in reports))


def _interview(body: str, found: Sequence[_Found], cast: Cast) -> Labelled:
    """Questions are nobody's statements; answers are all of one person, if it is clear of whom."""
    mention = _interviewed(cast, found[0].span[0])
    turns = [one for one in found if one.who.lower() in _QUESTIONS | _ANSWERS]
    answers = [one for one in turns if one.who.lower() in _ANSWERS]
    return Labelled(
        tuple(_report(body, one, mention, "direct") for one in answers),
        tuple((one.span[0], one.what[1]) for one in turns),
    )


def _found(match: re.Match[str]) -> _Found:
    return _Found(match["who"], match.span("who"), match.span("colon"), match.span("what"))


def _report(body: str, one: _Found, mention: Mention | None, kind: SpeechKind) -> Report:
    start, end = trimmed(body, *one.what)
    if end - start > 2 and body[start] in "\"“'‘«„" and body[end - 1] in "\"”'’»“":
        start, end = start + 1, end - 1
    return Report(
        (start, end),
        kind,
        "said",
        one.colon,
        mention,
        None,
        (one.span[0], one.what[1]),
    )


def _mention(one: _Found, cast: Cast) -> Mention:
    """A label in capitals is a name as well: "LOPEZ" -> "Lopez"."""
    name = one.who
    last = name.split()[-1].title()
    if name.isupper() and any(one.name.split()[-1] == last for one in cast.named):
        name = name.title()
    if name.lower() in ROLES or name.split()[-1].lower() in ROLES:
        return Mention(one.span, name.split()[-1], "", "", False)
    return Mention(one.span, name.split()[-1], name, "", False)


def _interviewed(cast: Cast, first: int) -> Mention | None:
    """Whom the answers of an interview are from: the first person named before it begins."""
    for named in cast.named:
        if named.start >= first:
            return None
        if named.kind == "person" and " " in named.name:
            return Mention((named.start, named.end), named.name.split()[-1], named.name, "", False)
    return None


def _is_heading(body: str, one: _Found) -> bool:
    """The first line, or a line that does not end as a sentence does."""
    first = not body[: one.span[0]].strip(' \n#*_>"“-')
    return first or body[one.what[1] - 1] not in ".!?…"


def _known(body: str, one: _Found, cast: Cast) -> bool:
    """Whether the rest of the article names the one in the label, or it is a role."""
    last = one.who.split()[-1]
    if last.lower() in ROLES or kind_of(one.who) == "institution":
        return True
    wanted = last if not last.isupper() else last.title()
    return any(
        named.start > one.what[1] and named.name.split()[-1] in {last, wanted}
        for named in cast.named
    )
