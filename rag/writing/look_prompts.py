"""What the generator is told to look at a passage for: does it state the answer, yes or no?

See `rag.writing.prompts` for how article text is made harmless.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.types import Evidence, Message
from rag.writing.prompts import beginning, evidence_lines, harmless

_NUMBERED = re.compile(r"(?m)^\[\d+\] ")

VERIFY_INSTRUCTIONS = (
    "You check whether a passage from a news article states the answer to a question. Reply only "
    "yes or no: yes if the answer can be read in the passage, no if the passage is about the same "
    "subject but leaves the question open."
)

_VERIFY_EXAMPLES = (
    (
        "Fire closes Dunmoor market hall (Bay Tribune, 4 May)\n"
        "Fire chief Ada Kerr said nobody had been hurt in the fire at the market hall.",
        "What caused the fire at the market hall?",
        "no",
    ),
    (
        "Market traders count their losses (Dunmoor Echo, 6 May)\n"
        "“An overheated oven was left unattended,” Kerr said on Monday.",
        "What caused the fire at the market hall?",
        "yes",
    ),
    (
        "Ferrant buys shipyard (Bay Tribune, 11 June)\n"
        "Ferrant Group bought the Olsk shipyard on Tuesday, its chief executive, Tom Ruiz, said.",
        "How much did Ferrant Group pay for the shipyard?",
        "no",
    ),
    (
        "Bus drivers of Norrgate Lines on strike (Bay Tribune, 5 April)\n"
        "Drivers want eight per cent more, the union's leader, Ines Vold, said.",
        "Who leads the drivers' union?",
        "yes",
    ),
    (
        "Footbridge collapses (Bay Tribune, 2 July)\n"
        "The bridge, which dates from 1987, gave way at noon.",
        "When was the footbridge at Olsk built?",
        "yes",
    ),
    (
        "Mayor rules out new tax (Dunmoor Echo, 9 August)\n"
        "Mayor Lena Ortiz ruled out a tax on visitors on Friday.",
        "Why did the mayor rule out the tax?",
        "no",
    ),
    (
        "Drivers on strike (Bay Tribune, 5 April)\n"
        "The drivers of Norrgate Lines want eight per cent more; their employer offers three.",
        "Which company's drivers demand eight per cent more?",
        "yes",
    ),
    (
        "Arrest after theft at museum (Bay Tribune, 1 March)\n"
        "Police arrested a man of 34 on Sunday after the theft of a painting.",
        "Which painting was stolen from the museum?",
        "no",
    ),
    (
        "Footbridge reopens (Bay Tribune, 9 July)\n"
        "The footbridge at Olsk, 40 metres long, was finished in 1987 and is used by 900 people "
        "a day.",
        "Which company built the footbridge at Olsk in the 1980s?",
        "no",
    ),
    (
        "Ferrant reports a profit (Dunmoor Echo, 3 June)\n"
        "Profit rose to 31m in the first quarter, because fewer ships were laid up, Ruiz said.",
        "Why did Ferrant earn more?",
        "yes",
    ),
    (
        "Strike ends (Bay Tribune, 12 April)\n"
        "Captain Ida Moss, who is retired, will hear what passengers have to say about the strike.",
        "Who was the driver of the bus that crashed?",
        "no",
    ),
    (
        "Strike ends (Bay Tribune, 12 April)\n"
        "Some 300 of Norrgate's drivers were back at the wheel on Thursday, the company said, and "
        "the rest will follow.",
        "How many drivers had returned to work, by the company's count?",
        "yes",
    ),
)


def _verify_text(passage: str, question: str) -> str:
    return f"{passage}\n\nQuestion: {question}\nDoes the passage state the answer?"


VERIFY_START = beginning(
    VERIFY_INSTRUCTIONS,
    ((_verify_text(passage, question), said) for passage, question, said in _VERIFY_EXAMPLES),
)
"""What every prompt begins with that asks whether a passage states the answer."""


def verify_messages(question: str, evidence: Sequence[Evidence]) -> list[Message]:
    """The prompt that asks whether evidence, without its numbers, states the answer."""
    passage = _passage(evidence)
    return [*VERIFY_START, Message("user", _verify_text(passage, harmless(question)))]


LOOK_INSTRUCTIONS = (
    "You check whether a passage from a news article states the answer to a question. Reply only "
    "yes or no."
)


def look_messages(question: str, evidence: Sequence[Evidence]) -> list[Message]:
    """The same, for a generator that was taught with this very form: it needs no examples.

    The question comes first: the engine reads it once for all passages that are looked at.
    """
    passage = _passage(evidence)
    return look_form(harmless(question), passage)


def look_form(question: str, passage: str) -> list[Message]:
    """The prompt for a passage that is written out; harmless already, or to be taught with.

    To the letter what it was taught with, the question's mark left away and two blanks included:
    with another form its estimates are others.
    """
    asked = question.rstrip("?")
    asked = f"Question: {asked}  {passage}\n\nDoes the passage state the answer?"
    return [Message("system", LOOK_INSTRUCTIONS), Message("user", asked)]


YES_OR_NO_INSTRUCTIONS = (
    "You check a yes-or-no question against a passage from a news article. Reply with one word: "
    "yes if the passage says so, no if the passage says the opposite or rules it out, open if the "
    "passage does not settle it."
)

_YES_OR_NO_EXAMPLES = (
    (
        "Fire closes Dunmoor market hall (Bay Tribune, 4 May)\n"
        "Fire chief Ada Kerr said nobody had been hurt in the fire at the market hall.",
        "Was anyone hurt in the fire?",
        "no",
    ),
    (
        "Fire closes Dunmoor market hall (Bay Tribune, 4 May)\n"
        "Twelve stalls were destroyed and the hall will stay closed until autumn.",
        "Was anyone hurt in the fire?",
        "open",
    ),
    (
        "Ferrant buys shipyard (Bay Tribune, 11 June)\n"
        "Ferrant Group bought the Olsk shipyard on Tuesday, its chief executive, Tom Ruiz, said.",
        "Has the Olsk shipyard been sold?",
        "yes",
    ),
    (
        "Ferrant buys shipyard (Bay Tribune, 11 June)\n"
        "Ferrant Group offered 40m for the Olsk shipyard, 3m more than Ostra had.",
        "Did Ostra raise its offer?",
        "open",
    ),
    (
        "Mayor rules out new tax (Dunmoor Echo, 9 August)\n"
        "Mayor Lena Ortiz ruled out a tax on visitors on Friday.",
        "Will there be a tax on visitors?",
        "no",
    ),
    (
        "Mayor rules out new tax (Dunmoor Echo, 9 August)\n"
        "Mayor Lena Ortiz ruled out a tax on visitors on Friday.",
        "Did the mayor reject the tax?",
        "yes",
    ),
    (
        "Strike ends (Bay Tribune, 12 April)\n"
        "The union's leader, Ines Vold, denied that drivers had been paid to go back to work.",
        "Did Ines Vold deny the payments?",
        "yes",
    ),
    (
        "Footbridge reopens (Bay Tribune, 9 July)\n"
        "The footbridge at Olsk, 40 metres long, was finished in 1987.",
        "Was the bridge built in 1994?",
        "no",
    ),
    (
        "Arrest after theft at museum (Bay Tribune, 1 March)\n"
        "Police arrested a man of 34 on Sunday after the theft of a painting.",
        "Has the painting been found?",
        "open",
    ),
    (
        "Vote on the harbour (Dunmoor Echo, 3 June)\n"
        "The council voted for the new harbour by 31 to 12, but has yet to find the money.",
        "Did the council approve the harbour?",
        "yes",
    ),
    (
        "Vote on the harbour (Dunmoor Echo, 3 June)\n"
        "A false e-mail said that the harbour had already burned down, the mayor's office warned.",
        "Did the harbour burn down?",
        "no",
    ),
    (
        "Bakery opens (Bay Tribune, 5 April)\n"
        "The bakery's owner, Jon Aske, comes from Olsk and has three daughters.",
        "Does Jon Aske support the strike?",
        "open",
    ),
)


def _yes_or_no_text(passage: str, question: str) -> str:
    return f"{passage}\n\nQuestion: {question}\nYes, no or open?"


YES_OR_NO_START = beginning(
    YES_OR_NO_INSTRUCTIONS,
    ((_yes_or_no_text(passage, asked), said) for passage, asked, said in _YES_OR_NO_EXAMPLES),
)
"""What every prompt begins with that asks what a passage replies to a yes-or-no question."""


def yes_or_no_messages(question: str, evidence: Sequence[Evidence]) -> list[Message]:
    """The prompt that asks what evidence, without its numbers, replies: yes, no or open."""
    asked = _yes_or_no_text(_passage(evidence), harmless(question))
    return [*YES_OR_NO_START, Message("user", asked)]


def _passage(evidence: Sequence[Evidence]) -> str:
    return _NUMBERED.sub("", evidence_lines(evidence))
