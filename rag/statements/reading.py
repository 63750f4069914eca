"""What a statement says, made ready to be compared: its words, names, figures, denial.

A short content leans on what stands before it ("That is not so"), so a reading keeps both: the
content alone, and the content with the sentences before it. Knows nothing of other statements.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from rag.statements.answers import Answer
from rag.statements.changes import change_in, whose
from rag.statements.link import Holder, reports_itself
from rag.statements.measured import Quantity
from rag.statements.quantities import in_context, quantities
from rag.statements.quotes import quotations
from rag.statements.roots import root, roots
from rag.statements.shown import is_phrase, keeps_silent, shown
from rag.text.kinds import asks
from rag.text.naming import names_of
from rag.text.people import ROLES, TITLES
from rag.text.trim import without_dateline
from rag.text.words import content_words, words
from rag.types import Statement

SHORT_WORDS = 6
"""A content with fewer words that matter is read together with what stands before it."""

RECENT = 2
"""Years that news still tells of as news."""

_OUTLET_BEHIND = re.compile(r" \([^)]*\)(?: \d+)?$")
_QUOTE_MARKS = re.compile(r"[“”„«»\"]|(?<!\w)[‘’'](?=\w)|(?<=[\w.,!?])[’'](?!\w)")
_REJECTED = re.compile(
    r"\b(?:reject|den|disput|dismiss|refut|rebut)(?:s|ed|y|ies|ied|es|ing)\s+(?:\w+[’']?\w*\s+){0,3}?"
    r"(?:claim|report|allegation|accusation|suggestion|charge|story|stories|rumou?r)s?\s+"
    r"(?:that|of)\s+(?P<claim>[^;.]{8,200})|"
    # "Lind denies telling her that …", as somebody says; "did not deny" and "denied boarding" deny
    # nothing.
    r"(?<!\bnot )(?<!\bor )(?<!\bnor )(?<!\bnever )(?<!n[’']t )(?<!\bto )(?<!\bwas )(?<!\bwere )"
    r"\bden(?:ies|ied)\s+(?P<nested>(?:that|having|being|telling|saying)\s+[^;.]{8,200})",
    re.IGNORECASE,
)
# "It was warned before the ferry capsized": what is denied ends where circumstances begin.
_SIDE_CLAUSE = re.compile(
    r"(?<=\w)[,;]?\s+(?:before|after|when|while|as|since|with the loss|although|though|which|who|"
    r"that \w+ed)\b"
)
# "Rejected the idea of concessions to end the war": the war may end.
_PURPOSE = re.compile(
    r"^(?P<kept>\W*(?:(?:the|any|all|his|her|its|their)\s+)?(?:idea|notion|suggestion|proposal|"
    r"prospect|plan|demand|call|offer)s?\s+(?:of|for)\s+[^,.;]*?)\s+to\s+[a-z]+\b.*$",
    re.IGNORECASE | re.DOTALL,
)
# What a paper is on is named, not said: "the paper on 1,100 job cuts was written by others".
_ON_PAPER = re.compile(
    r"(?P<kept>\b(?:paper|report|document|article|dossier)s?)\s(?:on|about)\s(?:[^,;.]|(?<=\d)[,.](?=\d))*?"
    r"(?=\s+(?:that|which|was|were|is|are|had|has)\b|[,;.](?!\d)|$)",
    re.IGNORECASE,
)
_ONESELF = re.compile(r"\b(?:he|she|it|they|we|I|having|his|her|its|their)\b", re.IGNORECASE)
_BUT = re.compile(r",?\s+but\b[^.;”\"]{3,80}")
_WAS_WRONG = re.compile(
    r"^\W*(?:was|were|is|are|had been)\s+(?:wrong|false|untrue|incorrect|mistaken|not true)\b"
)
_WE_WROTE = re.compile(
    r"\bwe\s+(?:wrongly\s+)?(?:wrote|reported|said|stated|published)\b", re.IGNORECASE
)
_CORRECTION = re.compile(
    r"\bcorrection\b|\bapologi[sz]e\b|\bwas an error\b|\bset the record straight\b", re.IGNORECASE
)
_YEAR = re.compile(r"(?<![\d,.])(?:1[5-9]|20)\d\d\b(?![,.]?\d)")
_AGO_WORDS = {
    word: str(number)
    for number, word in enumerate("three four five six seven eight nine ten".split(), start=3)
}
_AGO = re.compile(rf"\b({'|'.join(_AGO_WORDS)}|[1-9]\d?) years (?:ago|earlier)\b", re.IGNORECASE)
_WHETHER = re.compile(r"^\W*whether\b", re.IGNORECASE)
_WONDERED = re.compile(
    r"^\W*(?:whether|if|who|what|why|when|where|which|how)\b(?! to\b)", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"(?<=[.!?…])[”’\"']*\s+(?=[“‘\"A-Z])")
_LEAD = re.compile(r"^(?:that|whether|to the effect that|how)\s+", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"^\W*(?:that|this|it|these|those|they|he|she|such|there (?:is|was) no such|no such|nonsense|"
    r"rubbish|not at all|never|no\b)",
    re.IGNORECASE,
)
_FLAT_DENIAL = re.compile(
    r"^\W*(?:(?:that|this|it|these|the (?:claim|report|story|figure|allegation|accusation)s?)"
    r"(?:\s+\w+){0,3}?\s+(?:is|was|are|were)(?:\s+(?:simply|just|plainly|entirely|utterly))?\s+"
    r"(?:not\s+(?:so|true|right|correct|the case)|untrue|false|wrong|nonsense|rubbish|a lie|lies|"
    r"baseless|unfounded|invented|made up|fiction)|there (?:is|was) no such|no such|nonsense|"
    r"rubbish|(?:it|that) (?:never|did not|didn[’']t) happen)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A statement as it is compared.

    Attributes:
        holder: Who says it, linked across articles.
        published: When the article came out; None if undated.
        text: The content in one line, without marks and without the words that report it; what is
            no clause has its speaker and its verb: "Lind approved the plan".
        before: Sentences before it that say what it is about; "" where it stands alone.
        denied: The holder says that it is not so: of `target`.
        target: What is denied, or affirmed: the content, or what it points back to.
        core: Roots of the words of `target` that matter, without names and side clauses.
        own: Roots of the content alone.
        about: Roots of the content and of what stands before it.
        names: Roots of the words of names in the content and before it.
        figures: What is measured in the content.
        past: Years before its article's that it names: it tells of what was, not of the news.
        article: Id of its article; "" for what is of none.
        change: Words that say that the holder's line changed; "" if none do.
        withdrawn: Its outlet repeats it only to take it back.
        asks: It is a question, put or reported, and states nothing.
        phrase: It names a thing or a deed, and says nothing of it: see `rag.statements.shown`.
        plain: The outlet itself tells it.
        id: Of its statement; "" for what is none.
        answer: What it answers in disagreement; None if it says of nothing that it does.
        passage: The whole sentences that hold it, in one line; "" for what is no statement.
    """

    holder: Holder
    published: datetime | None
    text: str
    before: str
    denied: bool
    target: str
    core: frozenset[str]
    own: frozenset[str]
    about: frozenset[str]
    names: frozenset[str]
    figures: tuple[Quantity, ...]
    past: frozenset[int] = frozenset()
    article: str = ""
    change: str = ""
    withdrawn: bool = False
    asks: bool = False
    phrase: bool = False
    plain: bool = False
    id: str = ""
    answer: Answer | None = None
    passage: str = ""

    @property
    def whole(self) -> str:
        """The content with what it leans on: what is embedded, and a judge's premise."""
        return f"{self.before} {self.text}".strip()

    def answers(self, other: Reading) -> bool:
        """Whether it says that it disagrees with the other."""
        return self.answer is not None and self.answer.to == other.id


def read(
    statement: Statement, holder: Holder, before: str = "", answer: Answer | None = None
) -> Reading:
    """Prepares a statement.

    Args:
        statement: As extracted.
        holder: Its speaker, linked.
        before: What stands before its sentence and says whom or what it is about; may be "".
        answer: What it answers in disagreement, if anything.
    """
    text = content_of(statement)
    nearby = _nearby(statement, before)
    before = nearby if _leans(text) else ""
    phrase = is_phrase(statement)
    named = _named(f"{before} {text}")
    if phrase and statement.stance != "denied":
        text = _deed(statement, holder)
    withdrawn = _taken_back(statement)
    denied = (statement.stance == "denied") != withdrawn
    published = statement.article.published
    reading = _reading(text, before, holder, published, denied=denied)
    if not before and "?" in nearby and any(one.is_bare for one in reading.figures):
        # “More than 120, easy”: how many of what, the question above it says.
        reading = _reading(text, nearby, holder, published, denied=denied)
    figures = tuple(in_context(one, nearby) for one in reading.figures)
    own = _own_change(statement)
    return replace(
        reading,
        names=named,
        article=statement.article.id,
        change=own,
        figures=figures,
        withdrawn=withdrawn,
        asks=_asks(statement) or keeps_silent(statement),
        phrase=phrase,
        plain=statement.kind == "plain",
        id=statement.id,
        answer=answer,
        passage=" ".join(statement.passage.split()),
    )


def leaned_on(statement: Statement, before: Callable[[], str]) -> str:
    """What `read` has as `Reading.before`, without the rest of its work; but for a bare figure.

    Args:
        statement: As extracted.
        before: Gives what stands before its sentence; most statements need none of it.
    """
    return _nearby(statement, before()) if _leans(content_of(statement)) else ""


def read_text(text: str, holder: Holder, published: datetime | None, before: str = "") -> Reading:
    """Prepares a text that is no statement of an article: a claim, or a sentence of the outlet."""
    return _reading(" ".join(text.split()), before, holder, published, denied=False)


def content_of(statement: Statement) -> str:
    """The content in one line, without quotation marks, reporting words inside it, or dateline."""
    body = statement.article.body
    if reports_itself(statement):
        text = statement.passage
    elif statement.kind == "direct":
        text = _spoken(statement)
    else:
        rest = _BUT.match(body[statement.end : statement.sentence[1]])
        text = body[statement.start : statement.end] + (rest.group() if rest else "")
    text = _QUOTE_MARKS.sub("", " ".join(text.split())).strip(" ,;")
    text = without_dateline(text)
    return text.strip() if statement.kind == "direct" else _LEAD.sub("", text).strip()


def _spoken(statement: Statement) -> str:
    """What stands between the marks: "Twelve," she said, "and not one more" without her."""
    start = statement.sentence[0]
    passage = statement.passage
    parts = [
        passage[one.inner : one.stop]
        for one in quotations(passage)
        if start + one.start < statement.end and statement.start < start + one.end
    ]
    return " ".join(parts) or statement.article.body[statement.start : statement.end]


def _deed(statement: Statement, holder: Holder) -> str:
    """A phrase with its verb and whose deed it is; as it is where its verb stands elsewhere."""
    told = shown(statement)
    done = _QUOTE_MARKS.sub("", " ".join(told.split())).strip(" ,;")
    begins_with_verb = told != statement.quote or _is_deed(statement)
    who = _OUTLET_BEHIND.sub("", holder.name)
    return f"{who} {done}" if begins_with_verb and holder.kind != "unclear" else done


def _is_deed(statement: Statement) -> bool:
    """Whether its content begins with its verb: see `rag.statements.deeds`."""
    return statement.cue is not None and statement.cue[0] == statement.start


def _nearby(statement: Statement, before: str) -> str:
    return f"{' '.join(without_dateline(before).split())} {_beside(statement)}".strip()


def _beside(statement: Statement) -> str:
    """The rest of its own sentence, before the content: "The board put the survivors at" ..."""
    if statement.kind == "plain" or reports_itself(statement):
        return ""
    body = statement.article.body
    start, end = statement.sentence
    rest = f"{body[start : statement.start]} {body[statement.end : end]}"
    for span in (statement.mention, statement.cue):
        if span:
            rest = rest.replace(body[span[0] : span[1]], " ")
    rest = _QUOTE_MARKS.sub(" ", rest)
    return " ".join(rest.split()).strip(" ,.;:") if len(words(rest)) > 2 else ""


def _own_change(statement: Statement) -> str:
    """Words that say that this is another line than before; "" if this is the line before.

    "One day after he insisted that nothing was wrong": what he insisted on is the old one.
    """
    of_outlet = statement.kind == "plain" or reports_itself(statement)
    change = "" if of_outlet else change_in(statement.passage)
    if not change or _is_of_another(change, statement):
        return ""
    if statement.cue is None:
        return change
    start = statement.sentence[0] + statement.passage.find(change)
    return "" if start <= statement.cue[0] < start + len(change) else change


def _is_of_another(change: str, statement: Statement) -> bool:
    """“30 days after the leaders promised it”, and the speaker is none of them."""
    who = whose(change)
    if not who or _ONESELF.search(who):
        return False
    # Two presidents are two, whatever both are called.
    named = [word for name in names_of(f"of {who}") for word in name.words]
    names = roots(" ".join(word for word in named if word.lower() not in ROLES | TITLES))
    if names:
        return not names & roots(statement.speaker)
    return not roots(who) & roots(f"{statement.speaker} {statement.role}")


def _leans(text: str) -> bool:
    return len(content_words(text)) < SHORT_WORDS or _POINTS_BACK.match(text) is not None


def _asks(statement: Statement) -> bool:
    """“Who will pay?”, "asked who would pay", "did not say whether it would close"."""
    if asks(statement.quote):
        return all(asks(one) for one in _SENTENCE_END.split(statement.quote.strip()))
    if statement.kind == "direct" or statement.kind == "plain":
        return False
    wondered = _WONDERED if statement.stance == "asked" else _WHETHER
    return wondered.match(statement.quote) is not None


def _taken_back(statement: Statement) -> bool:
    """Said to have been wrong: "our statement that P was wrong"; "Correction. We wrote that P"."""
    body, (start, end) = statement.article.body, statement.sentence
    if _WAS_WRONG.match(body[statement.end : end]):
        return True
    around = body[max(0, start - 80) : end + 120]
    recalled = statement.kind == "indirect" and _WE_WROTE.search(body[start : statement.start])
    return bool(recalled and _CORRECTION.search(around))


def _reading(
    text: str, before: str, holder: Holder, published: datetime | None, *, denied: bool
) -> Reading:
    flat = bool(before) and _FLAT_DENIAL.match(text) is not None
    rejected = _REJECTED.search(text)
    denies = (rejected["claim"] or rejected["nested"]) if rejected else text
    target = before if flat else denies
    if denied or flat or rejected:
        core = _PURPOSE.sub(r"\g<kept>", _SIDE_CLAUSE.split(target)[0])
    else:
        core = _ON_PAPER.sub(lambda found: found["kept"].ljust(len(found.group())), target)
    # What is denied mostly opens no sentence, and so its first word is a name if it has a capital.
    named = _named(f"{before} of {text}" if denied else f"{before} {text}")
    return Reading(
        holder,
        published,
        text,
        before,
        denied != (flat or rejected is not None),
        target,
        roots(core) - named,
        roots(text),
        roots(f"{before} {text}"),
        named,
        quantities(core),
        _past(f"{before} {text}", published),
    )


def _named(text: str) -> frozenset[str]:
    return frozenset(root(word) for name in names_of(text) for word in name.words)


def _past(text: str, published: datetime | None) -> frozenset[int]:
    years = {int(match) for match in _YEAR.findall(text)}
    if published:
        ago = (_AGO_WORDS.get(match.lower(), match) for match in _AGO.findall(text))
        years |= {published.year - int(one) for one in ago}
    return frozenset(year for year in years if published and year < published.year - RECENT)
