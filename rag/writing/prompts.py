"""What the generator is told to answer and to phrase, and the constants that go with it.

The instructions come first and never change, so that the engine reads them once. Article text is
data: before it enters a prompt its chat-template tokens, fake marks and fake headings are made
harmless (in the prompt only: what is stored and quoted stays as it is). What it is told to look at
a passage for is in `rag.writing.look_prompts`; nothing else is ever told to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rag.text.trim import without_dateline
from rag.types import Evidence, Message, Turn

REFUSAL = "[0]"
"""What the generator writes when no sentence states the answer: a mark that names none."""

NOT_STATED = "The articles do not say."
"""What a person is shown then."""

ANSWER_INSTRUCTIONS = (
    "You answer questions about the news from numbered sentences of articles. Reply with the "
    "number of the sentence that states the answer, then with one short full sentence that answers "
    "the question in its words, naming who said it where it was only said. If no sentence states "
    f"the answer, reply only: {REFUSAL}"
)

_EXAMPLES = (
    (
        "Fire closes Dunmoor market hall (Bay Tribune, 4 May)\n"
        "[1] The fire broke out in a bakery's kitchen shortly after six.\n"
        "[2] Fire chief Ada Kerr said nobody had been hurt.\n"
        "Market traders count their losses (Dunmoor Echo, 6 May)\n"
        "[3] Twelve stalls were destroyed.\n"
        "[4] “An overheated oven was left unattended,” Kerr said on Monday.",
        "What caused the fire at the market hall?",
        "[4] An overheated oven was left unattended, according to Ada Kerr.",
    ),
    (
        "Ferrant buys shipyard (Bay Tribune, 11 June)\n"
        "[1] Ferrant Group bought the Olsk shipyard on Tuesday, its chief executive, Tom Ruiz, "
        "said.\n"
        "[2] The yard employs 640 people.\n"
        "[3] Ruiz declined to comment on jobs.",
        "How much did Ferrant Group pay for the shipyard?",
        REFUSAL,
    ),
    (
        "Footbridge at Olsk collapses (Bay Tribune, 2 July)\n"
        "[1] Eight people were injured when the bridge gave way.\n"
        "[2] It was built in 1987.",
        "When was the footbridge at Olsk built?",
        "[2] The footbridge at Olsk was built in 1987.",
    ),
    (
        "Mayor rules out new tax (Dunmoor Echo, 9 August)\n"
        "[1] Mayor Lena Ortiz ruled out a tax on visitors on Friday.\n"
        "[2] Her deputy, Jon Aske, chairs the finance committee.\n"
        "[3] The hotel association welcomed her words.",
        "Who will succeed Lena Ortiz as mayor?",
        REFUSAL,
    ),
    (
        "Arrest after theft at museum (Bay Tribune, 1 March)\n"
        "[1] Police arrested a man of 34 on Sunday.\n"
        "[2] The museum, which opened in 1911, reopens on Friday.",
        "Which painting was stolen from the museum?",
        REFUSAL,
    ),
    (
        "Bus drivers of Norrgate Lines on strike (Bay Tribune, 5 April)\n"
        "[1] The strike began on Monday.\n"
        "[2] Drivers want eight per cent more, the union's leader, Ines Vold, said.\n"
        "[3] Their employer offers three.",
        "Which company's drivers demand eight per cent more?",
        "[2] The drivers of Norrgate Lines demand eight per cent more, according to the union's "
        "leader, Ines Vold.",
    ),
)
"""Worked examples, read once by the engine and then free: invented, and of places that no article
names, so that a fact copied from them is caught by the check of names and figures."""

MAX_TITLE_CHARACTERS = 80

MAX_SENTENCE_CHARACTERS = 600
"""Longer evidence is cut in the prompt; its citation is not."""

_TEMPLATE_TOKEN = re.compile(r"<\s*\|\s*([^|<>]{0,40}?)\s*\|\s*>|\[/?INST\]|<</?SYS>>|</?s>", re.I)
_MARK_LIKE = re.compile(r"[\[［【〔]\s*([0-9０-９][0-9０-９,;\s–-]*)[\]］】〕]")
_ROLE = re.compile(r"(?im)^(\s*)(system|assistant|user|sentences|question)(\s*:)")


def _question_text(lines: str, question: str, before: str = "") -> str:
    return f"{lines}\n\n{before}Question: {question}"


def beginning(instructions: str, shown: Iterable[tuple[str, str]]) -> tuple[Message, ...]:
    """Instructions and worked examples, each what is asked and what is replied."""
    return (
        Message("system", instructions),
        *(
            message
            for asked, reply in shown
            for message in (Message("user", asked), Message("assistant", reply))
        ),
    )


INSTRUCTIONS = beginning(
    ANSWER_INSTRUCTIONS,
    ((_question_text(lines, question), answer) for lines, question, answer in _EXAMPLES),
)
"""What every prompt begins with: an engine may read it before the first question."""


def answer_messages(
    question: str, evidence: Sequence[Evidence], *, earlier: Turn | None = None
) -> list[Message]:
    """The prompt for one answer.

    Args:
        question: As asked.
        evidence: Numbered; neighbours of one article stand together.
        earlier: The turn before, if the question leans on it.
    """
    before = ""
    if earlier:
        before = f"Asked before: {harmless(earlier.question)}\nAnswer: {_short(earlier.text)}\n"
    text = _question_text(evidence_lines(evidence), harmless(question), before)
    return [*INSTRUCTIONS, Message("user", text)]


POINT_INSTRUCTIONS = (
    "You are a news editor. Put the numbered sentences into one short, plain sentence for a "
    "briefing. Keep names, figures and dates as they are, and keep who said or denied something. "
    "Add nothing that they do not say. Reply with the sentence only."
)

_POINT_EXAMPLES = (
    (
        "Fire closes Dunmoor market hall (Bay Tribune, 4 May)\n"
        "[1] Twelve stalls were destroyed and the hall, which dates from 1903, will stay closed "
        "until autumn after a fire that broke out in a bakery's kitchen shortly after six, fire "
        "chief Ada Kerr said on Monday.",
        "A fire that broke out in a bakery's kitchen destroyed twelve stalls, and the hall will "
        "stay closed until autumn, fire chief Ada Kerr said.",
    ),
    (
        "Ferrant buys shipyard (Bay Tribune, 11 June)\n"
        "[1] Ferrant Group bought the Olsk shipyard on Tuesday.\n"
        "Yard sold (Dunmoor Echo, 11 June)\n"
        "[2] The union, which was not consulted, called the sale of the yard with its 640 workers "
        "“a blow”.",
        "Ferrant Group bought the Olsk shipyard with its 640 workers on Tuesday, a sale that the "
        "union called “a blow”.",
    ),
)

POINT_START = beginning(POINT_INSTRUCTIONS, _POINT_EXAMPLES)
"""What every prompt for a point begins with."""


def point_messages(evidence: Sequence[Evidence]) -> list[Message]:
    """The prompt for one point of a briefing, or one sentence of a summary."""
    return [*POINT_START, Message("user", evidence_lines(evidence))]


def evidence_lines(evidence: Sequence[Evidence]) -> str:
    """Title, outlet and day of each article above its numbered sentences."""
    years = {one.article.published.year for one in evidence if one.article.published}
    lines: list[str] = []
    last = ""
    for one in evidence:
        if one.article.id != last:
            title = _cut(one.article.title, MAX_TITLE_CHARACTERS) or "Untitled"
            lines.append(harmless(f"{title} ({origin_of(one, with_year=len(years) > 1)})"))
            last = one.article.id
        text = without_dateline(" ".join(one.quote.split()))
        lines.append(f"[{one.n}] {harmless(_cut(text, MAX_SENTENCE_CHARACTERS))}")
    return "\n".join(lines)


def origin_of(evidence: Evidence, *, with_year: bool) -> str:
    """Outlet and day: what the generator needs to say who reports and when.

    Without the year where all are of one: the tokenizer spends a token on every digit.
    """
    published = evidence.article.published
    day = f"{published.day} {published:%B}" if published else "undated"
    year = f" {published.year}" if published and with_year else ""
    return f"{evidence.article.source or 'unnamed outlet'}, {day}{year}"


def harmless(text: str) -> str:
    """One line of text in which nothing looks like a template token, a mark or a role."""
    text = " ".join(text.split())
    text = _TEMPLATE_TOKEN.sub(lambda match: f"({match.group(1) or ''})", text)
    text = _MARK_LIKE.sub(r"(\1)", text)
    text = _ROLE.sub(r"\1\2 -", text)
    return text.replace("<|", "< ").replace("|>", " >")


def _short(text: str) -> str:
    return _cut(harmless(text), 300)


def _cut(text: str, characters: int) -> str:
    if len(text) <= characters:
        return text
    return text[:characters].rsplit(" ", 1)[0] + " …"
