"""What a text needs at least to answer a question: a name, a number, words said. Pure text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set

from rag.text.dates import without_dates
from rag.text.figures import figures
from rag.text.kinds import asks_who
from rag.text.naming import Name, Quoted, missing_words, names_of
from rag.text.people import is_somebody
from rag.text.polar import wants_yes_or_no
from rag.text.tolls import counted_in, tolls
from rag.text.words import STOP_WORDS, names, stem, words

_ENGLISH = re.compile(
    r"\b(?:what|who|whom|whose|where|when|why|which|how|did|does|has|have|was|were|is|are)\b",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    r"\W*(?:(?:about|around|in|for|by|at|of|on|to|with)\s+)?"
    r"(?:how (?:many|much)\b(?!\s+(?:longer|more|further|later|worse|better)\b)|"
    r"what (?:percentage|share|proportion|number)\b)",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"\b(?:dozens|scores|hundreds|thousands|millions|billions|several|few|fewer|many|most|"
    r"majority|minority|all|half|every|everyone|everybody|nobody|no one|none|nothing|no|any|both|"
    r"single|alone|handful|tens)\b|(?<!\d)\.\d",
    re.IGNORECASE,
)

_REPLY = (
    r"(?:reply|replied|respond(?:ed)?|answer(?:ed)?|explain(?:ed)?|justify|justified|object(?:ed)?|"
    r"react(?:ed)?|comment(?:ed)?|apologi[sz]e[d]?|defend(?:ed)?)"
)
_ASKS_FOR_WORDS = re.compile(
    rf"\b(?:did|does|do|has|have|had)\s+[^,;?]{{1,60}}?\s{_REPLY}\b|"
    r"\b(?:is|was|are|were)\s+[^,;?]{1,60}(?:[’']s|s[’'])\s+(?:[\w-]+\s+)?(?:objections?|"
    r"repl(?:y|ies)|answers?|responses?|reactions?|explanations?|justification|comments?|"
    r"criticisms?|apology)\b",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"[“”\"‘«»]|\baccording to\b|\brule[ds]? out\b|\b(?:says?|said|saying|tell|told|wr[io]te|"
    r"written|(?:call|repl|respon|answer|explain|describ|claim|argu|believ|demand|promis|warn|"
    r"object|accus|admit|react|justif|recommend|criticis|criticiz|blam|insist|suggest|compar|"
    r"defend|reject|dismiss|refus|declin|announc|declar|acknowledg|conced|apolog|pledg|urg|"
    r"question|express|welcom|prais|condemn|comment|testif|confirm|attribut|cit|tweet|point|vow|"
    r"complain|disput|maintain|assert|stress|assur|plead|disagre|agre)\w*|den(?:y|ie[ds])|think|"
    r"thought|adds?|added|notes?|noted|stated|states)\b",
    re.IGNORECASE,
)

_WHERE = re.compile(r"\b(?:in|at|near|into|outside|around|across|off)\s+(?:the\s+)?$", re.I)
_YEAR = re.compile(r"(?<![\d,.$€£-])(?:1[5-9]|20)\d\d(?![\d%]|[,.]\d)")
_THIS_YEAR = re.compile(r"\bthis year\b", re.IGNORECASE)
_LAST_YEAR = re.compile(r"\blast year\W*$", re.IGNORECASE)
_REACHES = re.compile(
    r"\b(?:since|from|before|after|until|till|by|between|than)\s+$", re.IGNORECASE
)
_SOME = frozenset(
    """elderly poor young old wounded injured dead unemployed homeless everyone everybody army
    authorities bank board cabinet commission committee company council court firm government group
    ministry parliament party police regulator team troops union university""".split()
)


def named_in_full(question: str) -> list[Name]:
    """Whom a question names in full, in English; words that complete it from the talk do not count.

    "The University of Sussex" is, though one word of it alone tells it from others. In another
    language names are other words.
    """
    if not _ENGLISH.search(question):
        return []
    named = names_of(question.split(" (")[0])
    return [name for name in named if name.words and len(name.text.split()) > 1]


def never_named(names: Sequence[Name], texts: Iterable[str]) -> str:
    """The names, if the texts have no word of any of them; else "".

    "Where was Charlie Kirk shot?" is not told by an article on another shooting.
    """
    if not names:
        return ""
    quoted = Quoted.of(*texts)
    known = any(len(missing_words(name, quoted)) < len(name.words) for name in names)
    return "" if known else ", ".join(name.text for name in names)


def asks_how_many(question: str) -> bool:
    """Whether a number is asked for."""
    return bool(_HOW_MANY.match(question))


def uncounted(question: str, quotes: Sequence[str]) -> bool:
    """Whether a number is asked for and the texts have none that the question has not.

    Asked for the dead, "many" is none beside the number of those aboard.
    """
    if not asks_how_many(question):
        return False
    of = counted_in(question)
    counts = [toll.of for quote in quotes for toll in tolls(quote)]
    if of is not None and counts and of not in counts:
        return True
    asked = {figure.text for figure in figures(question)}
    undated = [without_dates(quote) for quote in quotes]
    counted = any(figure.text not in asked for quote in undated for figure in figures(quote))
    return not counted and not any(_COUNTS.search(quote) for quote in undated)


def wordless(question: str, quotes: Sequence[str]) -> bool:
    """Whether it asks for what somebody replied or explained, and nobody says anything in these.

    "He gave up his post" is no answer to "How did he explain giving up his post?", though it has
    all its words.
    """
    return bool(_ASKS_FOR_WORDS.search(question)) and not any(
        _WORDS.search(quote) for quote in quotes
    )


def nobody_new(question: str, told: Iterable[tuple[str, str]]) -> bool:
    """Whether it asks who, and these name nobody whom the question has not.

    "Pryor gave up his post in Brannock" does not say who will succeed Pryor. A name counts unless
    it only says where; so does whoever is called by what he is.

    Args:
        question: Completed from the conversation.
        told: Run-up and sentence of each. Of a sentence that opens with somebody whom the question
            names the run-up is about others.
    """
    if not asks_who(question) or not _ENGLISH.search(question):
        return False
    asked = set(words(question))
    return not any(
        _names_another(text if _opens_with(asked, text) else f"{run_up}{text}", asked)
        for run_up, text in told
    )


def of_another_year(question: str, text: str, written: int | None = None) -> bool:
    """Whether the question names a year, and the text names years, but not that one.

    "Egan Bernal won the 2019 Tour de France" does not say who won that of 2021. "Since 2019" names
    no year that the text must have; and "built in 1994" does say whether it was built in 2001.

    Args:
        question: Completed from the conversation.
        text: What may answer it.
        written: The year in which it was written, if that is known: it tells "last year".
    """
    if wants_yes_or_no(question):
        return False
    asked = {
        match.group()
        for match in _YEAR.finditer(question)
        if not _REACHES.search(question[: match.start()])
    }
    told = set(_YEAR.findall(text)) | (_years_told_of(text, written) if written else set())
    return bool(asked and told and not asked & told)


def _years_told_of(text: str, written: int) -> set[str]:
    """The years that a text means by "last year", where that ends it, and by "this year"."""
    told = {str(written)} if _THIS_YEAR.search(text) else set()
    return told | ({str(written - 1)} if _LAST_YEAR.search(text) else set())


def _opens_with(asked: Set[str], text: str) -> bool:
    first = next(iter(names(text)), "")
    return bool(first) and text.startswith(first) and set(words(first)) <= asked


def _names_another(quote: str, asked: Set[str]) -> bool:
    for name in names(quote):
        where = _WHERE.search(quote[: quote.find(name)])
        if not where and not set(words(name)) <= asked:
            return True
    # "One of the oldest popes" is nobody new to who asks for a pope.
    known = {stem(word) for word in asked}
    return any(
        (is_somebody(word) or word in _SOME) and stem(word) not in known
        for word in words(quote)
        if word not in STOP_WORDS
    )
