"""Text -> the text that is stored and shown, byte for byte. Knows nothing of articles or HTML.

Cleaning happens once, before storing: every offset, quote and citation refers to what comes out
of here, so it must be idempotent (a test tries to break that).
"""

from __future__ import annotations

import re
import unicodedata

_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_BLANKS = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile(
    "["
    "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"  # control characters, terminal escapes among them
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0"  # soft hyphen, fillers
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"  # zero-width, bidi marks and overrides
    "\ufff9-\uffff\ud800-\udfff"  # annotation marks, replacement characters, lone surrogates
    "\U000e0000-\U000e0fff"  # Tag block, variation selectors supplement: text that nobody sees
    "]"
)
# A joiner has a meaning between letters of Persian, Hindi or emoji only; elsewhere, and in runs,
# it hides text or splits words that a reader sees whole.
_JOINING = "[\u0590-\u1fff\u2600-\ufeff\U0001f000-\U0001ffff]"
_JOINERS = re.compile(f"(?<={_JOINING})[\u200c\u200d](?={_JOINING})|([\u200c\u200d]+)")
_TRAILING = re.compile(r"(?<! ) +$", re.MULTILINE)  # tried once for each run, not for each blank
_EMPTY_LINES = re.compile(r"\n{3,}")

_BOILERPLATE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:story continues below )?advertisements?(?: - story continues below)?",
        r"(?:article|story) continues (?:after|below) (?:this |the )?(?:ad|advertisement)",
        r"scroll to continue(?: reading)?",
        r"skip (?:ad|advertisement|to (?:main )?content)",
        r"(?:1\. )?how relevant is this ad to you\?",
        r"video player was slow to load content\b.{0,300}",
        r"(?:show caption )?hide caption",
        r"show caption",
        r"ad feedback",
        r"your browser does not support the (?:audio|video) (?:element|tag)\.?",
        r"(?:please )?enable javascript to (?:view|play|see) (?:this|the) \w+\.?",
        r"(?:click here to |please )?(?:sign up|subscribe) (?:here )?(?:for|to) (?:our|the)"
        r"(?: \w+){0,3} newsletters?\.?",
        r"(?:click |tap )?(?:to )?(?:subscribe|sign up) here\.?",
        r"if your day doesn['’]t start until you['’]re up to speed on the latest headlines, "
        r".{0,200}newsletter\.?",
        r"\(?you can (?:also )?get [\"“]5 things .{0,80}sign up here ?\.\)?",
        r"share (?:this (?:article|story|page|post)|on (?:facebook|twitter|whatsapp|linkedin))",
        r"share this with",
        r"(?:read|view|show) (?:more )?comments",
        r"sign up for cnn['’]s wonder theory science newsletter\. .{0,150}",
        r"get (?:cnn health['’]s weekly|our free weekly) newsletter sign up .{0,250}",
        r"get ['‘]5 things['’] in your inbox .{0,300}",
        r"what['’]s everyone talking about\? sign up for our trending newsletter .{0,80}",
        r"cnn(?: business)?",
        r"read more",
        r"all rights reserved\.?",
        r"(?:getty images|afp via getty images)",
    )
)
"""A line is dropped only if one of these is all of it; none is a sentence of an article."""
_LONGEST_BOILERPLATE = 400  # characters; longer lines are not looked at


def clean(text: str) -> str:
    """NFC, one kind of newline, no invisible characters, trailing blanks or runs of empty lines.

    Example: "Cafe", a combining accent, and five line breaks before "B" -> "Café", two, "B".
    """
    # Removing a character can bring together two that compose, or two breaks: until nothing moves.
    while (cleaned := _clean_once(text)) != text:
        text = cleaned
    return text


def clean_body(text: str) -> str:
    """`clean`, and whole lines of advertising, players and subscriptions taken out."""
    while (cleaned := _drop_boilerplate(clean(text))) != text:
        text = cleaned
    return text


def clean_line(text: str) -> str:
    """`clean`, on one line with single blanks: for titles, names and outlets."""
    return " ".join(clean(text).split())


def _clean_once(text: str) -> str:
    if text.isascii() and not _INVISIBLE.search(text):
        text = _LINE_BREAKS.sub("\n", text).replace("\t", " ")
    else:
        text = unicodedata.normalize("NFC", text)
        text = _LINE_BREAKS.sub("\n", text)
        text = _BLANKS.sub(" ", text)
        text = _INVISIBLE.sub("", text)
        text = _JOINERS.sub(lambda found: "" if found[1] else found[0], text)
        text = unicodedata.normalize("NFC", text)
    text = _TRAILING.sub("", text)
    return _EMPTY_LINES.sub("\n\n", text).strip("\n ")


def _drop_boilerplate(text: str) -> str:
    kept = [line for line in text.split("\n") if not _is_boilerplate(line)]
    return "\n".join(kept)


def _is_boilerplate(line: str) -> bool:
    line = line.strip(" \t-–—*•|[]>")
    if not line or len(line) > _LONGEST_BOILERPLATE:
        return False
    return any(pattern.fullmatch(line) for pattern in _BOILERPLATE)
