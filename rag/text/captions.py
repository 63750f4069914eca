"""What describes a picture, and no event that anybody reports: captions and credits.

A credit proves a caption; without one, a scene in the present tense does, and least where it stands
as a paragraph of its own. Told by wording and place alone; English. Pure text.
"""

from __future__ import annotations

import re

MOST_CAPTION = 400
"""Characters up to the end of a credit, in its paragraph, that belong to the picture at most."""

MOST_CREDIT = 120
"""Characters of a credit at most."""

_MONTH = (
    r"(?:Jan|Feb|March|April|May|June|July|Aug|Sept?|Oct|Nov|Dec)(?:\.|uary|ruary|ust|ember|"
    r"tember|ober)?"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_DAY = rf"(?:{_WEEKDAY}|{_MONTH} \d{{1,2}}(?:, \d{{4}})?)"
_PICTURE = r"(?:photo(?:graph)?|image|picture|frame grab|screen ?(?:grab|shot)|illustration|view)"
_AGENCY = (
    r"(?:AP|AFP|Reuters|REUTERS|Getty(?: Images)?|EPA(?:-EFE)?|Shutterstock|Anadolu(?: Agency)?|"
    r"Bloomberg|NurPhoto|TASS|Sputnik|Zuma(?: Press)?(?: Wire)?|Xinhua|Kyodo(?: News)?|Redux|"
    r"Sipa(?: USA)?|Alamy(?: Stock Photo)?|PA(?: Images)?|USA TODAY(?: Sports| NETWORK)?|"
    r"Associated Press|Maxar(?: Technologies)?)"
)
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
_GALLERY = re.compile(
    r"\b(?:hide|show) caption\b|\b\d+ of \d+ (?:photos|images|pictures)\b", re.IGNORECASE
)

# "Ada Orr/Valley News/Getty Images", "(Ada Orr / AP)": who took it, and for whom.
_ENDS_WITH_AGENCY = re.compile(rf"\s?/\s?{_AGENCY}(?:/[\w ]{{2,20}})?[\s)\]]*\.?$")
_BY = re.compile(r"(?:[A-ZÀ-Þ][\w.'’-]*[\s/]{0,2}){1,8}$")
_NOTE = re.compile(
    r"^\W*(?:(?:AP|AFP|Reuters|Getty Images|EPA)\W*$|AP Photo\b|"
    r"(?:photo(?:graph)?|image|picture)s? (?:by|courtesy|credit)\b|"
    r"(?:a portion|parts?|some) of this (?:photo|image|picture)\b|"
    r"this (?:photo|image|picture) (?:has been|was)\b)",
    re.IGNORECASE,
)
# What a camera sees somebody do, and where: nouns such as "a cross field ball" have no such place.
_WHERE = (
    r"(?:in|on|near|outside|inside|beside|behind|by|along|across|through|past|around|over|under|"
    r"down|up|off|from|with|during|among|amid|before|next to|towards?|into|against|between)"
)
_BORNE = (
    r"(?:signs?|flags?|placards?|photos?|photographs?|pictures?|portraits?|weapons?|bab(?:y|ies)|"
    r"child(?:ren)?|candles?|posters?|banners?|umbrellas?|flowers?|flares?|torch(?:es)?|slogans?|"
    r"masks?|selfies?|wreaths?|coffins?|bod(?:y|ies)|stones?|part in|guns?|rifles?)"
)
_SEEN = (
    rf"(?:stands?|sits?|walks?|gathers?|mourns?|prays?|kneels?|patrols?|lie|lies|march(?:es)?|"
    rf"protests?|rests?|sleeps?|floats?|rises?|burns?|billows?|dances?|rides?|swims?|wades?|"
    rf"climbs?|speaks?|talks?|works?|runs?|waits?|queues?|hangs?|fl(?:y|ies)|demonstrates?|"
    rf"cheers?|smiles?|gestures?|listens?|reacts?|celebrates?|poses?|weeps?|cries|shouts?|"
    rf"chants?|relax(?:es)?|participates?|performs?|arrives?|looks?|passes) {_WHERE}\b|"
    r"(?:looks?|waves?|stares?|arrives?|queues?|waits?|sits?) (?:at|to|for|up|out)\b|looks? on\b|"
    r"(?:speaks?|talks?) (?:to|at|with)\b|shakes? hands\b|"
    r"(?:reacts?|cheers?|celebrates?) (?:as|after|upon|to|at)\b|"
    r"(?:embraces?|hugs?|kiss(?:es)?|comforts?|inspects?|surveys?|examines?|shovels?|traverses?|"
    r"greets?|clears?|salutes?|watch(?:es)?) (?:an?|the|his|her|their|its|each|one|[A-ZÀ-Þ])|"
    r"(?:watch|wait|clash|queue|chant|gather)(?:s|es)? (?:as|after|with|to)\b|"
    r"(?:holds?|carry|carries|waves?|rais(?:e|es)|displays?|lights?|lays?|wears?|places?|shouts?|"
    r"chants?|throws?|takes?) (?:up )?(?:an? |the |his |her |their |anti-)?"
    rf"(?:[\w-]+ ){{0,2}}?{_BORNE}\b"
)
# Such appearances are news in the present tense too, before they come: a past year tells.
_APPEARS = (
    r"(?:attends?|visits?|tours?|meets?|address(?:es)?|delivers?|greets?|welcomes?|arrives?|"
    r"celebrates?|leaves?|speaks?|poses?|dances?|wears?)"
)
_ALONE = re.compile(
    r"^(?!(?:His|Her|Their|Its|My|Our|Then|Further|On|In|At|For|Moving|Speaking)\b)"
    r"(?P<before>(?:[A-ZÀ-Þ]|\d)[^.;:?!“”\"—]{2,130}?)\s"
    rf"(?:(?P<seen>{_SEEN})|{_APPEARS}\b)(?P<behind>[^;:?!“”\"]+)\.$"
)
# What makes a clause before it a report, or another's.
_NO_SUBJECT = re.compile(
    r"\b(?:was|were|is|are|am|be|been|had|has|have|will|would|could|can|may|might|must|should|did|"
    r"do|does|to|said|says?|told|tells?|shows?|why|how|what|when|where|if|as|that|which|while|"
    r"after|before|because|not|never|he|she|they|it|we|you|I|this|these|those|many|most|some|few|"
    r"often|still|now|today|origins?|company|program|programme|project|story|report)\b|n[’']t\b|\b\w{3,}ed\b|"
    r"\b(?:led|held|began|made|took|gave|came|went|won|lost|kept|left|saw|fell|rose|ran|sent|got)\b|"
    r"\b(?:an?|the|its|his|her|their|our|of|in|at|on|for|by|with|and|or|from|\w+[’']s)$",
    re.IGNORECASE,
)
# What no picture shows: what happens often, what comes, what somebody says, a second clause.
_NOT_SEEN = re.compile(
    r"\b(?:will|would|could|should|may|might|can|must|says?|said|told|according|every|each year|"
    r"always|often|usually|sometimes|never|not|but|although|though|because|however|whether|if|"
    r"than|now|still|today|tomorrow|tonight|yesterday|this (?:week|month|year)|next|ever|since|"
    r"until|more|less|percent|per cent|has|have|annual|weekly|daily)\b|n[’']t\b|[$£€%]|"
    r", (?:and|so|yet) (?:he|she|it|they|the|that|this)\b",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"\b(?:in|at|near|outside|inside|along|across|through|around|over|during|on|of)\s+"
    r"(?:the\s+|an?\s+)?(?:[a-zà-ÿ’'-]+\s+){0,4}[A-ZÀ-Þ]"
)
_YEAR = re.compile(
    r"\b(?:in|on|,)\s(?:(?:Jan|Febr)uary|March|April|May|June|July|August|\w+ember|"
    r"October|[A-Z][a-z]{2,4}\.)?\s?(?:\d{1,2},\s)?(?:19|20)\d\d\b"
)
_DATED = re.compile(rf"\b{_DAY}\b")


def is_of_gallery(text: str) -> bool:
    """Whether words of a page's row of pictures stand in it: "Hide Caption 7 of 49 Photos"."""
    return _GALLERY.search(text) is not None


def is_credit(text: str) -> bool:
    """Whether a text only says, or ends by saying, whose picture it is: "Ada Orr/AP"."""
    if _NOTE.search(text):
        return True
    tail = text.rstrip()[-MOST_CREDIT:]
    agency = _ENDS_WITH_AGENCY.search(tail)
    by = _BY.search(tail, 0, agency.start()) if agency else None
    if by is None:
        return False
    opened = tail[: by.start()].rstrip().endswith((".", "!", "?", "”", '"', "("))
    # Behind no stop it needs a whole name: "her first day Ada Orr/AP", no "poll by Ipsos/Reuters".
    named = " " in by.group() and not tail.endswith(".")
    return by.start() == 0 or opened or named


def is_caption(text: str) -> bool:
    """Whether a sentence describes a picture, whatever stands around it."""
    if _CAPTION.search(text) or is_of_gallery(text) or is_credit(text):
        return True
    scene = _SCENE.match(text)
    return bool(
        scene
        and not _TOLD.search(scene["before"])
        and not _SCHEDULED.search(text, scene.end("before"))
    )


def is_scene(paragraph: str) -> bool:
    """Whether a paragraph of one sentence tells what a camera sees somewhere, and nothing else.

    Within a longer paragraph the same words may be a report in the present tense.
    """
    scene = _ALONE.match(paragraph)
    if scene is None or _NO_SUBJECT.search(scene["before"]) or _NOT_SEEN.search(scene["behind"]):
        return False
    if scene["seen"] is None:
        return bool(_YEAR.search(scene["behind"]))
    return bool(_DATED.search(paragraph) or _PLACED.search(scene["behind"]))


def is_pictured(body: str, start: int, end: int) -> bool:
    """Whether the sentence body[start:end] describes a picture: by its words, or where it stands.

    That is before a credit in its own paragraph, or as a paragraph of its own.
    """
    if is_caption(body[start:end]):
        return True
    first = body.rfind("\n", 0, start) + 1
    last = body.find("\n", end)
    last = len(body) if last < 0 else last
    if last - start <= MOST_CAPTION and is_credit(body[end:last].strip()):
        return True
    return is_scene(body[first:last].strip())
