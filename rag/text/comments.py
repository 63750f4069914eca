"""Where an article ends and what its readers wrote below it begins.

Sites print letters and comments under a report, often without a heading and without names once a
page is saved as text. They are nobody's news: what stands there is no fact that the outlet tells.
Told by paragraphs in a row that speak for themselves ("I", "should", "!", "?") and report nobody's
words; English. Pure text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate

from rag.text.quotation import without_quotations

_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
_VOICE = re.compile(
    r"\b(?:I|I[’'](?:m|ve|d|ll)|[Mm]y|[Mm]e|[Mm]yself|[Ll]et[’']s|should|ought|[Ss]urely|"
    r"[Tt]hank goodness|[Pp]ersonally|[Gg]ood luck|[Ww]ell done|[Ss]hame on|"
    r"(?:is|[Ww]hat) (?:very |so |such |really |a |great )*(?:sad|shame|pity))\b|[!?]"
)
_MYSELF = re.compile(r"\b(?:I|I[’'](?:m|ve|d|ll)|[Mm]y|[Mm]e|[Mm]yself)\b")
_CALLS = re.compile(r"[!?]")
# Somebody's words reported, or a label: "Our rating: False", "Speaker: ...".
_REPORTS = re.compile(
    r"\b(?:said|says|told|added|announced|according to|reported|claimed)\b|"
    r"[“\"][^”\"]{12,}[”\"]|^[^.!?]{1,60}:"
)
_HEADING = re.compile(
    r"^\W*(?:(?:your|readers?[’']?s?|user) (?:comments?|views|letters|reactions?|say)|"
    r"have your say|comments?(?: \(\d+\))?|you said)\W*$",
    re.IGNORECASE,
)

_FEWEST = 3
"""So many paragraphs make a block: one that ends in a question is a writer's last word."""
_OPENS = 4
"""Of so many at its head, all but one speak for themselves and all but one report nobody."""
_VOICED = 0.7
_VOICED_UNDER_HEADING = 0.4
_REPORTING = 0.25
_VOICED_BEFORE = 0.4
_MARKS_EACH = 1.2


@lru_cache(maxsize=512)
def comments_start(body: str) -> int:
    """The offset at which readers' comments begin; the length of `body` where there are none."""
    paragraphs = list(_PARAGRAPH.finditer(body))
    own = [without_quotations(one.group()) for one in paragraphs]
    marks = [len(_VOICE.findall(text)) for text in own]
    reports = [bool(_REPORTS.search(one.group())) for one in paragraphs]
    voiced = list(accumulate((bool(one) for one in marks), initial=0))
    for first in range(1, len(paragraphs) - _FEWEST + 1):
        headed = bool(_HEADING.match(paragraphs[first].group()))
        inside = range(first + headed, len(paragraphs))
        if len(inside) < _FEWEST or not (headed or _opens(marks, reports, first)):
            continue
        share = (voiced[-1] - voiced[inside.start]) / len(inside)
        if headed and share >= _VOICED_UNDER_HEADING:
            return paragraphs[first].start()
        text = "\n".join(own[inside.start :])
        if (
            share >= _VOICED
            and voiced[first] <= _VOICED_BEFORE * first
            and sum(marks[inside.start :]) >= _MARKS_EACH * len(inside)
            and sum(reports[inside.start :]) <= _REPORTING * len(inside)
            and _MYSELF.search(text)
            and _CALLS.search(text)
        ):
            return paragraphs[_led_up_to(marks, reports, first)].start()
    return len(body)


def _led_up_to(marks: list[int], reports: list[bool], first: int) -> int:
    """Back over paragraphs that report nobody, as long as every second one speaks for itself."""
    begins = first
    while first > 1 and not reports[first - 1] and (marks[first - 1] or marks[first]):
        first -= 1
        begins = first if marks[first] else begins
    return begins


def _opens(marks: list[int], reports: list[bool], first: int) -> bool:
    head = slice(first, first + _OPENS)
    few = len(marks[head]) - 1
    return bool(
        marks[first]
        and not reports[first]
        and sum(bool(one) for one in marks[head]) >= few
        and sum(reports[head]) <= 1
    )
