"""How much of what stands around a sentence must be quoted with it: who is "he", and what said she?

A sentence that opens with a pronoun or a bare role ("the minister") is quoted together with the
sentence or two before it, as one slice of the article; so is what an outlet puts right with what it
takes back, and what is answered in an interview with what was asked. Speech that goes on behind a
sentence is quoted to its end, and where a reason is asked for the speaker's own words behind what
is reported. Pure text and offsets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.text.furniture import is_appeal, is_heading
from rag.text.orders import is_order
from rag.text.withdrawn import is_withdrawn
from rag.text.words import names
from rag.types import Sentence

MAX_BEFORE = 2
"""Sentences quoted before the one that matters, at most."""

MAX_CONTEXT_CHARACTERS = 320
"""A longer run-up costs more reading time than it explains."""

MAX_BEHIND = 2
"""Sentences of the same speech quoted behind the one that opens it, at most."""

_ROLE = (
    r"(?:minister|president|company|firm|ministry|agency|group|mayor|governor|spokes\w+|"
    r"officials?|court|judge|police|government|union|bank|report|statement|bill|law|"
    r"deal|plan|attack|crash|accident|incident|fire|storm|former|two|three|pair|couple|man|"
    r"woman|victims?|suspect|measure|move|decision|ruling|figure|toll|operator|team|"
    r"show|series|film|movie|song|album|book|singer|actor|actress|star|player|drug|vaccine|"
    r"product|store|retailer|airline|carrier|ship|vessel|plane|aircraft)"
)
_FIRST = (
    r"^[\W_]*(?:(?:but|and|yet|so|still|however|meanwhile|later|earlier|then|also|instead)[,\s]+)?"
)
_PRONOUN_FIRST = re.compile(
    _FIRST + r"(?:he|she|it|they|him|her|them|his|hers|its|their|theirs|this|that|these|those|"
    r"both)\b",
    re.IGNORECASE,
)
_ROLE_FIRST = re.compile(_FIRST + rf"the {_ROLE}\b", re.IGNORECASE)
# "It was Mara Lind who ..." and "the minister, Mara Lind, ..." explain themselves.
_EXPLAINED = re.compile(
    r"(?i:\s*(?:was|is|’s|'s)\s+|\s*,?\s+(?:(?:of|in|for|at|that|which)\s+)?(?:the\s+)?)(?=[^\W\d_a-z])"
)
_TIME_FIRST = re.compile(
    _FIRST + r"(?:this|that|these|those)\s+(?:\w+\s+)?(?:year|week|month|morning|afternoon|evening|"
    r"season|summer|autumn|winter|spring)s?\b",
    re.IGNORECASE,
)
_RUN_UP = re.compile(
    r"^[\W_]*(?:on|in|at|after|before|during|when|while|since|until|for|asked|speaking|by|as)\b"
    r"[^,]{0,60},?\s(?:he|she)\b",
    re.IGNORECASE,
)
_QUOTE_PRONOUN = re.compile(
    r"[”\"’'],?\s+(?:(?:he|she|they|it)\s+\w+|(?:said|says|added)\s+(?:he|she|they|it)\b)",
    re.IGNORECASE,
)
# Nobody in it says it: who does stands before.
_SPEECH_ALONE = re.compile(r"^\s*(?:“[^“”]+”?|\"[^\"]+\"?)\s*$")
_TOLD_PRONOUN = re.compile(
    r",\s+(?:he|she|they)\s+(?:said|says|told|added|wrote|argued|explained|insisted)\b",
    re.IGNORECASE,
)

# What is denied, and who said it, stands before: "Lind rejected his claim."
_ANSWERS_TO = re.compile(
    r"\b(?:reject|den(?:y|ie)|dismiss|disput|refut|condemn|criticis|criticiz|welcom|endors|echo|brush|"
    r"laugh|respond|repl|react|object)\w*\s+(?:aside\s+|off\s+|at\s+|to\s+)?(?:his|her|their)\s+"
    r"(?:[\w-]+\s+)?(?:claim|accus|alleg|charge|remark|comment|statement|account|criticism|demand|"
    r"proposal|call|suggestion|version|words|warning|argument|assertion)\w*",
    re.IGNORECASE,
)
# "Divers cut away a trunk, nine hours after it jammed": after what jammed stands before.
_PRONOUN_INSIDE = re.compile(
    r"\b(?:after|before|when|since|until|because|while|once)\s+(?:it|they|he|she)\b", re.IGNORECASE
)
# "She said it had been shut.": told by the outlet, and the next words may be her own.
_REPORTED = re.compile(
    r"\b(?:said|says|told|added|explained|argued|claimed|conceded|admitted|insisted|stressed|"
    r"acknowledged|replied|according to)\b",
    re.IGNORECASE,
)
_FIGURE_ALONE = re.compile(
    r"^\W*(?:about|nearly|almost|over|more than)?\s*[$€£¥]?\s?\d[\d.,:]*\s*%?"
    r"(?:[\s-](?:percent|per cent|thousand|million|billion|trillion|[a-z]+))?\W*$",
    re.IGNORECASE,
)
# "Q: ..." and "A: ...", or the names of who asks and who answers.
_LABEL = re.compile(r"^[A-Z][\w.’' -]{0,40}:\s")


def leans_back(sentence: str) -> bool:
    """Whether a reader needs what stands before to know whom or what it is about."""
    if _QUOTE_PRONOUN.search(sentence) or _ANSWERS_TO.search(sentence):
        return True
    if _SPEECH_ALONE.match(sentence):
        return True
    if told := _TOLD_PRONOUN.search(sentence):
        # "Lind would not stay, she said" names her itself.
        return not names(sentence[: told.start()])
    if _TIME_FIRST.match(sentence):
        return False
    if run_up := _RUN_UP.match(sentence):
        return not names(run_up.group())
    inside = _PRONOUN_INSIDE.search(sentence)
    if inside and not names(sentence[: inside.start()].partition(" ")[2]):
        return True
    match = _PRONOUN_FIRST.match(sentence) or _ROLE_FIRST.match(sentence)
    return match is not None and not _explains_itself(match, sentence)


_HEADS = re.compile(r"\W*(?:what|how|why|who|when|where|here[’']s)\b", re.IGNORECASE)
"""What a heading begins with that only says what is told under it."""


def _explains_itself(match: re.Match[str], sentence: str) -> bool:
    """Whether a name right behind the opener says whom or what it means."""
    opener = match.group().split()[-1].lower()
    if opener in {"it", "this", "that"} or _ROLE_FIRST.match(sentence):
        explained = _EXPLAINED.match(sentence, match.end())
        return explained is not None and bool(names(sentence[explained.end() :][:30]))
    return False


def _explains(before: str, gap: str) -> bool:
    """Whether a sentence may be quoted along, `gap` being what stands between it and the next.

    Beyond a paragraph only if it names somebody, or is the figure of the day that the next explains
    ("$53 billion", "That's how much ..."); never an order to machines, an appeal to readers or
    "What to know", since what is quoted with an answer looks like a part of it.
    """
    tells = "\n" not in gap or bool(names(before)) or _FIGURE_ALONE.match(before) is not None
    of_page = is_appeal(before) or (is_heading(before) and _HEADS.match(before) is not None)
    return tells and not is_order(before) and not of_page


def start_with_context(
    body: str, sentences: Sequence[Sentence], index: int, *, max_before: int = MAX_BEFORE
) -> int:
    """Offset from which sentence `index` (a position in `sentences`) should be quoted.

    Goes back while the first quoted sentence itself leans back or puts right the one before it,
    within the limits; a run-up that never reaches something to stand on is still better than none.
    """
    start = sentences[index].start
    if (asked := _asked_from(body, sentences, index)) is not None:
        return asked if start - asked <= MAX_CONTEXT_CHARACTERS else start
    first = index
    # Who "he" is that says it may only come at the end of a speech of several sentences.
    end = end_with_speech(body, sentences, index)
    while first > 0 and index - first < max_before:
        before = sentences[first - 1]
        corrects = is_withdrawn(body[before.start : before.end])
        if not corrects and not leans_back(body[sentences[first].start : end]):
            break
        end = before.end
        earlier = before.start
        if sentences[index].start - earlier > MAX_CONTEXT_CHARACTERS:
            break
        if not _explains(body[earlier : before.end], body[before.end : sentences[first].start]):
            break
        first -= 1
        start = earlier
    return start


def _asked_from(body: str, sentences: Sequence[Sentence], index: int) -> int | None:
    """Where the question begins that an interview's answer, in which a sentence stands, is to."""
    answer = _paragraph_of(body, sentences, index)
    if answer == 0 or not _LABEL.match(body[sentences[answer].start :][:45]):
        return None
    question = _paragraph_of(body, sentences, answer - 1)
    text = body[sentences[question].start : sentences[answer - 1].end]
    asks = text.endswith("?") and _LABEL.match(text) and not is_order(text)
    return sentences[question].start if asks else None


def _paragraph_of(body: str, sentences: Sequence[Sentence], index: int) -> int:
    """Position of the first sentence of the paragraph in which a sentence stands."""
    while index > 0 and "\n" not in body[sentences[index - 1].end : sentences[index].start]:
        index -= 1
    return index


def end_with_speech(body: str, sentences: Sequence[Sentence], index: int) -> int:
    """Offset up to which sentence `index` should be quoted: where speech that it opens ends.

    "“I said it was safe. It held, but I said more than I knew,” he said": who quotes the first
    sentence alone has him say something else. What does not end nearby, or in its paragraph, is
    quoted as it stands.
    """
    mark = _left_open(body[sentences[index].start : sentences[index].end])
    if not mark:
        return sentences[index].end
    for behind in sentences[index + 1 : index + 1 + MAX_BEHIND]:
        said = body[sentences[index].end : behind.end]
        too_far = "\n" in said or len(said) > MAX_CONTEXT_CHARACTERS
        if too_far or is_order(body[behind.start : behind.end]):
            break
        if mark in said:
            return behind.end
    return sentences[index].end


def end_with_reason(body: str, sentences: Sequence[Sentence], index: int) -> int:
    """Offset up to which sentence `index`, which tells a reason, should be quoted to a why.

    "The figure came from ticket sales, Lind said. “Children travel free,” he told reporters.": the
    outlet tells the gist, then lets the speaker explain it, and the second half is the reason as
    often as the first. Elsewhere as `end_with_speech` has it.
    """
    end = end_with_speech(body, sentences, index)
    if end != sentences[index].end or index + 1 == len(sentences):
        return end
    text, behind = body[sentences[index].start : end], sentences[index + 1]
    words = body[behind.start : behind.end]
    explains = (
        words[0] in '“"‘'
        and "\n" not in body[end : behind.start]
        and behind.end - behind.start <= MAX_CONTEXT_CHARACTERS
        and _QUOTE_PRONOUN.search(words)
        and not is_order(words)
    )
    reported = _REPORTED.search(text) and not any(mark in text for mark in '“”"')
    return behind.end if explains and reported else end


def _left_open(sentence: str) -> str:
    """The mark that ends the speech which a sentence opens and does not end; "" if there is none.

    Marks are not counted, see `rag.evidence.spoken`: the last one says whether speech is open.
    """
    last = max(sentence.rfind(mark) for mark in '“”"')
    if last < 0 or sentence[last] == "”":
        return ""
    if sentence[last] == "“":
        return "”"
    return '"' if not sentence[:last].strip() or sentence[last - 1] in " (—–-" else ""
