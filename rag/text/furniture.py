"""What stands on a page of news without being news: captions, credits, appeals, notes on authors.

Told by wording alone, sentence by sentence; English. Pure text.
"""

from __future__ import annotations

import re

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
    r"(?:is|are) (?:(?:an?|the) )?[^,;]{0,50}\b(?:reporters?|correspondents?|columnists?|"
    r"producers?|writers?|editors?|contributors?)\b(?! of\b)[^,;]{0,60}|"
    r"(?:covers?|writes (?:about|on)|reports on) [^;]{0,80}\b(?:for|at) (?:the )?[A-ZÀ-Þ][^;]{0,40}"
    r")\.?$"
)

_MONTH = (
    r"(?:Jan|Feb|March|April|May|June|July|Aug|Sept?|Oct|Nov|Dec)(?:\.|uary|ruary|ust|ember|"
    r"tember|ober)?"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = rf"(?:{_WEEKDAY}|{_MONTH} \d{{1,2}}(?:, \d{{4}})?)"
_PICTURE = r"(?:photo(?:graph)?|image|picture|frame grab|screen ?(?:grab|shot)|illustration|view)"
_CAPTION = re.compile(
    r"\b\d+ of \d+\s*$|"
    r"getty images|^\S[^.,]{0,40}/(?:shutterstock|getty|reuters|ap|afp|epa)\b|"
    r"poses? for a photo|\bAP photo|photo(?:graph)?s? by|photographer:|"
    r"image (?:source|caption|credit)|"
    r"\bfile (?:photo|picture|image)|^\W*FILE\b|"
    r"^\W*(?:photos?|images?|pictures?|pictured|video)\b[^.]{0,30}:|^\W*\d+ photos\b|"
    rf"^\W*(?:in|on) (?:this|an?)\s[^.;]{{0,50}}?\b{_PICTURE}\b[^.;]{{0,60}},|"
    rf"^\W*(?:an?|this|the)\s(?:[\w-]+\s){{0,3}}{_PICTURE} (?:[^.;]{{0,60}} )?shows?\b|"
    r"^\W*(?:(?:[\w-]+\s){0,2}(?:footage|video|image|photo)|a (?:still|frame)) [^.;]{0,60}"
    r"\bshows? (?:an? |the )?(?:\w+ )?(?:view|scene|moment|glimpse)s?\b|"
    r"\b(?:pictured|shown|seen) (?:here|above|below|left|right)\b|"
    rf"\b(?:is|are) pictured\b|\b(?:is|are) (?:seen|shown|displayed)(?! as\b)[^.]*\b(?:on )?{_DAY}|"
    r"\((?:(?:top|bottom|far|front|back|from|second from) )?(?:left|right)\)|"
    r",\s(?:(?:top|bottom|far|second from|from) )?(?:left|right),\s|\bfrom (?:left|right)\b,",
    re.IGNORECASE,
)
# A scene in the present tense on a named day, as only captions tell it: "A man surveys a fire at
# the beach on July 30". The verbs are of what a camera sees; "meets" and "opens" are schedules.
_SCENE = re.compile(
    r"^(?P<before>[^.;:“\"]{3,120}?)\s(?:stands?|sits?|walks?|looks?|reacts?|gathers?|battles?|"
    r"carr(?:y|ies)|pos(?:e|es)|wash(?:es)?|pours?|approach(?:es)?|inspects?|surveys?|cleans?|"
    r"embraces?|hugs?|kiss(?:es)?|mourns?|prays?|waves|burns?|rages?|billows?|watch(?:es)?|"
    r"tr(?:y|ies)|sleeps?|collects?|rises|passes|talks?|searches|buckles?|floats?|announces|speaks|arrives|addresses|"
    r"delivers|attends|greets|gestures|smiles|listens|departs|exits|celebrates)\b"
    rf"[^;:“\"]*\b(?:on|in|,)?\s?{_DAY}\b[^.;]{{0,40}}\.?$"
)
# Before such a verb these make it another's, or a noun: "said he watches", "triggered a wave".
_TOLD = re.compile(
    r"\b(?:was|were|is|are|had|has|have|will|would|could|may|might|must|can|did|do|does|to|said|"
    r"says|told|shows?|which|who)\b|\b(?:an?|the|this|that|of|in|at|on)$|"
    r"(?<!\ba )(?<!\ban )(?<!\bthe )\b\w{3,}ed (?:an?|the)\b"
)
_SCHEDULED = re.compile(r"\b(?:will|would|to be)\b")

# "CAR RECALLS:Does my car have one?", a link to another article whose kicker ran into its headline.
# With a full stop it is an item of a round-up: "Olsk:The council has closed the pier."
_TEASER = re.compile(r"^\W*[^.:;?!“”\"\n]{1,60}[^\W\d]:(?=[^\W\d_a-zß-ÿ]|[“‘])[^\n]*[^.\s]\s*$")
_SEE_ALSO = re.compile(
    r"^\W*(?:more|related|the (?:report|latest|background)|read more|see also|also read|"
    r"you (?:may|might)(?: also)? like|watch|"
    r"don[’']t miss)(?: stories| coverage| news)?:",
    re.IGNORECASE,
)

_GALLERY = re.compile(
    r"\b(?:hide|show) caption\b|\b\d+ of \d+ (?:photos|images|pictures)\b", re.IGNORECASE
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
    return bool(_APPEAL.search(text) or _FOLLOW.search(text))


def is_teaser(text: str) -> bool:
    """Whether a line is the headline of another article, put there as a link to it."""
    return bool(_TEASER.match(text) or _SEE_ALSO.match(text))


def is_heading(text: str) -> bool:
    """Whether a line has no stop behind it, like a headline, a caption or a link."""
    return _ENDED.search(text) is None


def is_of_gallery(text: str) -> bool:
    """Whether words of a page's row of pictures stand in it: "Hide Caption 7 of 49 Photos"."""
    return _GALLERY.search(text) is not None


def is_caption(text: str) -> bool:
    """Whether a sentence describes a picture, and no event that anybody reports."""
    if _CAPTION.search(text) or is_of_gallery(text):
        return True
    scene = _SCENE.match(text)
    return bool(
        scene
        and not _TOLD.search(scene["before"])
        and not _SCHEDULED.search(text, scene.end("before"))
    )
