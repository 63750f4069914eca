"""What stands on a page of news without being news: appeals, rights, notes on authors.

Captions are in `captions`. Told by wording alone, sentence by sentence; English. Pure text.
"""

from __future__ import annotations

import re

from rag.text.captions import is_caption

_APPEAL = re.compile(
    r"newsletter|\bsign(?:ing)? up (?:for|here|and)\b|\bsubscrib(?:e|ing)\b|click here|"
    r"cookies? (?:policy|settings|preferences)|accept cookies|follow us|advertise with|"
    r"^\W*advertisement\b|download (?:our|the) app|terms of (?:use|service)|privacy policy|"
    r"^\W*(?:(?:read|see|find|show) more|keep reading|listen to|watch:|"
    r"(?:(?:turn|tune) (?:in )?to|(?:ring|call|e-?mail|contact|text|tell) "
    r"(?:us|the [\w ]*(?:newsdesk|desk|newsroom))))\b|read more (?:on|here|at)|"
    r"\b(?:must|just) watch(?:ed)?\b|replay more videos|video (?:player|content|ad)\b|"
    r"\bfor (?:the|our|more) (?:latest )?coverage of\b|\bsee (?:our )?(?:live )?updates\b|"
    r"^\W*(?:editor[’']s note\b|follow (?:here|along|live)\b)|"
    r"\bplay (?:the|our)\b[\w ]{0,40}\b(?:crossword|puzzle|quiz)\b|"
    r"were you (?:on|at|there)|stay (?:tuned|with us)|we pay for|more (?:to follow|on this)|"
    r"breaking:|that[’']s all from us|https?://|\bwww\.|\b\S+@\w+\.\w|"
    r"\b(?:episode|edition) of (?:the|our|my) [\w’' ]*(?:podcast|newsletter|show)\b|"
    r"\b(?:twitter|facebook|instagram)\.com|may earn (?:an? )?(?:\w+ )?commission",
    re.IGNORECASE,
)
# "Follow Ada on Twitter", "Follow her @ada": an order at the head, no "follow-up" or "followed".
_FOLLOW = re.compile(
    r"^\W*(?:Follow|Find|Like|Join|Reach|Contact|Email|E-mail)\b[^.]*(?:\bon (?:Twitter|Facebook|"
    r"Instagram|TikTok|YouTube|LinkedIn|X)\b|@\w|\bat \S+@)",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"all rights reserved|copyright|©|"
    r"^\W*(?:additional )?(?:reporting|editing|writing|edited|compiled|written) by\b|"
    r"contribut(?:ed|ing) (?:to this|reporting)|^\W*contribut(?:ing|ors?):|"
    r"the views expressed|is made possible (?:in part )?by",
    re.IGNORECASE,
)
_OWN_ARTICLE = re.compile(
    r"has been (?:updated|corrected)|(?:story|article|report) (?:may|will) be updated|"
    r"updated version of (?:a|this|an) |version of this (?:story|article)|"
    r"our report (?:on|of)|we apologi[sz]e|we (?:reported|wrote) that|correction\b",
    re.IGNORECASE,
)
# "Ada Byline covers the courts for the Harbour Post."
_AUTHOR = re.compile(
    r"^(?:[A-ZÀ-Þ][\w.'’-]*\s+){1,4}(?:"
    r"(?:is|are) (?:(?:an?|the) )?[^,;]{0,50}\b(?i:reporters?|correspondents?|columnists?|"
    r"producers?|writers?|editors?|contributors?)\b(?! of\b)[^,;]{0,60}"
    r"(?:, part of (?:the )?[^,;]{0,40})?|"
    r"(?:covers?|writes (?:about|on)|reports on) [^;]{0,80}\b(?:for|at) (?:the )?[A-ZÀ-Þ][^;]{0,40}"
    r")\.?$"
)

# "CAR RECALLS:Does my car have one?", a link to another article whose kicker ran into its headline.
# With a full stop it is an item of a round-up: "Olsk:The council has closed the pier."
_TEASER = re.compile(r"^\W*[^.:;?!“”\"\n]{1,60}[^\W\d]:(?=[^\W\d_a-zß-ÿ]|[“‘])[^\n]*[^.\s]\s*$")
_SEE_ALSO = re.compile(
    r"^\W*(?:more|related|the (?:report|latest|background)|read more|see also|also read|"
    r"you (?:may|might)(?: also)? like|watch|"
    r"don[’']t miss)(?: stories| coverage| news)?:",
    re.IGNORECASE,
)

# "Here's what to know about the files:" tells nothing of them.
_PROMISE = re.compile(
    r"^\W*here(?:[’']s|\s+(?:is|are))\s+(?:what|how|why|when|where|who|which|everything|some|more|"
    r"(?:a|the)\s+(?:\w+\s+)?(?:look|list|timeline|breakdown|rundown|recap|latest))\b[^:]*[:.]?\s*$",
    re.IGNORECASE,
)

_ENDED = re.compile(r"[.!?:;…。！？।۔][\s\"'”’»)\]*_]*$")


def is_furniture(text: str) -> bool:
    """Whether a sentence is of the page, and not of the news on it."""
    return (
        any(pattern.search(text) for pattern in (_RIGHTS, _OWN_ARTICLE, _AUTHOR))
        or is_appeal(text)
        or is_teaser(text)
        or is_caption(text)
    )


def is_appeal(text: str) -> bool:
    """Whether a sentence wants the reader to read, watch, sign or follow something."""
    return bool(_PROMISE.match(text) or _APPEAL.search(text) or _FOLLOW.search(text))


def is_teaser(text: str) -> bool:
    """Whether a line is the headline of another article, put there as a link to it."""
    return bool(_TEASER.match(text) or _SEE_ALSO.match(text))


def is_heading(text: str) -> bool:
    """Whether a line has no stop behind it, like a headline, a caption or a link."""
    return _ENDED.search(text) is None
