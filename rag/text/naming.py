"""The names of a written sentence, and whether quotes have them in any usual form. Pure text.

"US" is "American" and "United States", "WHO" is "World Health Organization", "Müller" is "Muller",
"Russian" is "Russia's"; but "Johnston" is not "Johnson" and "Austria" is not "Australia".
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rag.text.words import STOP_WORDS

_TOKEN = re.compile(r"[^\W_]+(?:['.&/-][^\W_]+)*")
_FOLDED = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "ß": "ss", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae",
     "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ð": "d", "þ": "th", "’": "'", "‘": "'", "ʼ": "'", "‑": "-",
     "–": "-"}
)  # fmt: skip
_ROMAN = re.compile(r"(?:IX|IV|V?I{1,3}|VI{0,3}|X{1,3}(?:IX|IV|V?I{0,3}))$")
_SMALL = frozenset("of the for and de la le du des a an to in on at by".split())

_ROLES = frozenset(
    """mr mrs ms miss dr sir dame lord lady prof professor president vice prime minister premier
    chancellor king queen prince princess pope bishop archbishop cardinal senator sen rep governor
    gov mayor secretary general gen lt lieutenant col colonel capt captain sgt sergeant major
    admiral judge justice chief chairman chairwoman chair director ambassador sheriff inspector
    detective commissioner attorney deputy former acting leader speaker coach ceo""".split()
)
_STYLE = frozenset(
    """government state internet police officials official authorities city country nation world
    team company court parliament council ministry department agency army navy military church
    university university's party opposition committee board commission centre center
    house""".split()
)
_OPENERS = frozenset(
    """about above across after all although amid among another any around as at because before
    behind below beside besides between beyond both despite during each either enough every except
    few fewer following former four five six seven eight nine ten eleven twelve dozens hundreds
    thousands millions many more most neither nearly new no nobody none several some such than
    that though three through throughout two under unlike until upon when where whether which while
    with within without yes yet heavy local senior top outgoing current early late recent last
    next first second third earlier later only once now then today tomorrow yesterday overnight
    big small large high low long short old young major minor key main leading veteran rival
    fresh strong severe fatal deadly angry public private national international federal royal
    joint total overall initial final free full open critics experts analysts scientists doctors
    researchers investigators prosecutors lawyers residents witnesses survivors relatives families
    people workers staff teachers students voters protesters soldiers troops rescuers firefighters
    passengers crew lawmakers ministers leaders shareholders investors unions companies firms
    opponents supporters campaigners fans players negotiators diplomats sources reports officers
    men women children inspectors engineers
    someone somebody everyone everybody anyone anybody something everything anything man woman
    child kids girl girls boy boys father mother grandfather grandmother rain snow fire power
    traffic inflation demand growth violence water electricity gas oil food aid money work life
    society technology history television air winter spring summer autumn weather age change
    health science business industry trade war peace voter turnout staffing news data poor sick
    cold hot physical remaining
    likewise instead meanwhile moreover nevertheless nonetheless otherwise perhaps still thus
    however indeed here there this these those hers ours""".split()
)
_OPENING_ENDS = (
    "tion",
    "sion",
    "ment",
    "ness",
    "ism",
    "ology",
    "ing",
    "ed",
    "ly",
    "ous",
    "ive",
    "ful",
    "less",
    "able",
    "ible",
    "ional",
    "ern",
)
_ABBREVIATIONS = frozenset(
    """mr mrs ms dr st gen sen gov rep lt col capt sgt prof rev hon jr sr vs no inc ltd co corp
    jan feb mar apr jun jul aug sep sept oct nov dec""".split()
)

_ALIASES = (
    "us usa u.s america american americans united+states washington",
    "uk u.k britain british briton britons united+kingdom",
    "eu e.u european+union", "un u.n united+nations", "nato north+atlantic+treaty+organization",
    "uae emirati emirates", "ussr soviet soviet+union", "ny new+york",
    "shia shias shiite shiites shi'ite",
    "antarctica antarctic", "afghanistan afghan afghans", "somalia somali somalis",
    "europe european europeans", "germany german germans", "el+salvador salvadoran",
    "wwii world+war+ii second+world+war", "france french", "netherlands dutch", "spain spanish",
    "ireland irish", "poland polish pole poles", "turkey turkish turkiye turk turks",
    "greece greek", "denmark danish dane danes", "sweden swedish swede swedes",
    "finland finnish finn finns", "wales welsh", "scotland scottish scots",
    "switzerland swiss", "thailand thai", "philippines filipino filipinos philippine",
    "peru peruvian", "cyprus cypriot", "norway norwegian", "portugal portuguese",
    "england english", "china chinese", "kyiv kiev", "israel israeli israelis",
    "iraq iraqi iraqis", "iran iranian iranians tehran", "burma myanmar burmese",
    "czechia czech", "lebanon lebanese", "niger nigerien", "congo congolese drc",
    "new+zealand kiwi", "ukraine ukrainian ukrainians", "russia russian russians kremlin moscow",
    "argentina argentine argentinian", "canada canadian canadians", "belgium belgian",
    "democrat democrats democratic", "republican republicans gop", "tory tories conservative",
    "conservatives conservative", "labor labour", "covid-19 covid coronavirus",
    "christmas xmas", "parliament parliamentary", "congress congressional", "senate senators",
    "olympics olympic", "muslim muslims islamic islam", "jew jews jewish", "christian christians",
    "pm prime+minister", "mp mps member+of+parliament members+of+parliament", "gdp "
    "gross+domestic+product", "ai artificial+intelligence", "tv television", "la los+angeles",
    "ceo chief+executive", "organization organisation", "center centre", "defense defence",
)  # fmt: skip
_NATIONS = frozenset(
    """afghanistan albania algeria angola armenia australia austria azerbaijan bangladesh belarus
    bolivia bosnia brazil bulgaria cambodia cameroon chad chile colombia croatia cuba ecuador egypt
    estonia ethiopia europe africa asia georgia germany ghana guatemala guinea haiti honduras
    hungary iceland india indonesia italy jamaica japan jordan kenya korea kosovo kuwait latvia
    libya lithuania malaysia mali mexico moldova mongolia morocco mozambique nepal nicaragua niger
    nigeria oman pakistan panama paraguay qatar romania rwanda senegal serbia singapore slovakia
    slovenia somalia sudan syria taiwan tanzania tunisia uganda uruguay venezuela vietnam yemen
    zambia zimbabwe""".split()
)
_DEMONYMS = ("n", "an", "ian", "ese", "i", "ish", "ns", "ans", "ians", "is")
# Adding "ian" to one country's name makes the people of another.
_NOT_DEMONYMS = frozenset({("niger", "nigerian"), ("niger", "nigerians"), ("guinea", "guineans")})
_PLURAL_ENDS = ("an", "ist", "ive", "crat", "at", "ite", "our", "er", "ese")


def _groups() -> dict[str, set[str]]:
    """Each alias -> all words and phrases that stand for the same."""
    groups: dict[str, set[str]] = {}
    for line in _ALIASES:
        same = {alias.replace("+", " ") for alias in line.split()}
        for alias in same:
            groups[alias] = groups.get(alias, set()) | same
    return groups


_SAME = _groups()


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words.

    Attributes:
        text: As written, folded.
        words: Those that quotes must have, lower case: ("mara", "lind").
        initials: Of all its words, without and with the small ones between: {"who", "who"}.
    """

    text: str
    words: tuple[str, ...]
    initials: frozenset[str]


@dataclass(frozen=True, slots=True)
class Quoted:
    """The words of quotes, ready to look names up in."""

    words: frozenset[str]
    text: str
    initials: str
    acronyms: frozenset[str]
    romans: frozenset[str]

    @classmethod
    @lru_cache(maxsize=512)
    def of(cls, *texts: str) -> Quoted:
        """All words with their parts; initials of capitalised words; acronyms; roman numerals."""
        plain = fold("\n".join(texts))
        tokens = _TOKEN.findall(plain)
        words: set[str] = set()
        for token in tokens:
            lower = _bare(token)
            words |= {lower, lower.replace(".", ""), *re.split(r"[-.'&/]", lower)}
        capital = [token for token in tokens if token[0].isupper()]
        return cls(
            frozenset(words),
            " " + " ".join(_bare(token) for token in tokens) + " ",
            "".join(token[0].lower() for token in capital),
            frozenset(_bare(t).replace(".", "") for t in capital if _is_acronym(t)),
            frozenset(token for token in tokens if _ROMAN.match(token)),
        )


def fold(text: str) -> str:
    """Without accents, with plain apostrophes and hyphens: "Élysée’s" -> "Elysee's"."""
    text = text.translate(_FOLDED)
    if text.isascii():  # most are, and the rest takes thirty times as long
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


@lru_cache(maxsize=512)
def names_of(sentence: str) -> tuple[Name, ...]:
    """The names that a written sentence states, in reading order.

    Left out: what is capitalised only because it opens a sentence, roles and titles ("President"),
    words capitalised for style ("Government"), dates, and headlines in capitals throughout.
    """
    plain = fold(sentence)
    if _is_all_capitals(plain):
        return ()
    runs: list[list[re.Match[str]]] = [[]]
    end = 0
    for match in _TOKEN.finditer(plain):
        apart = plain[end : match.start()].strip() not in {"", "&", ".", "'"}
        belongs = match.group()[0].isupper() or match.group() in _SMALL
        if apart or not belongs:
            runs.append([])
        if belongs:
            runs[-1].append(match)
        end = match.end()
    return tuple(name for run in runs if (name := _name(run, plain)) is not None)


def missing_words(name: Name, quoted: Quoted) -> list[str]:
    """Words of a name that the quotes have in no form; empty if they have its acronym."""
    same = _SAME.get(" ".join(name.words), set())
    if name.initials & quoted.acronyms or any(has_name(word, quoted) for word in same):
        return []
    return [word for word in name.words if not has_name(word, quoted)]


def has_name(word: str, quoted: Quoted) -> bool:
    """Whether a word of a name (lower case, folded) is in the quotes in any usual form."""
    dotless = word.replace(".", "")
    if dotless in quoted.acronyms:
        return True
    # "US" and "WHO" are not the words "us" and "who".
    if dotless not in STOP_WORDS | {"us"} and (word in quoted.words or dotless in quoted.words):
        return True
    parts = [part for part in re.split(r"[-.'/]", word) if part]
    if len(parts) > 1 and all(part in quoted.words for part in parts):
        return True
    same = _SAME.get(word) or _SAME.get(dotless) or set()
    if any(f" {other} " in quoted.text for other in same if other != "us"):
        return True
    if 3 <= len(dotless) <= 6 and dotless in quoted.initials:
        return True
    return any(_is_form_of(word, other) or _is_form_of(other, word) for other in quoted.words)


def romans_of(sentence: str) -> set[str]:
    """Roman numerals behind a name: "Charles III" -> {"III"}."""
    return {match.group(1) for match in re.finditer(r"\b[A-Z][a-z]+ ([IVX]+)\b(?!')", sentence)}


def _name(run: list[re.Match[str]], plain: str) -> Name | None:
    """The name that a run of capitalised words makes; None if none of them must be in a quote."""
    while run and _is_small(run[0].group()):
        run = run[1:]
    while run and _is_small(run[-1].group()):
        run = run[:-1]
    words = [word for match in run for word in _name_parts(match, plain)]
    if not words:
        return None
    capital = [match.group()[0].lower() for match in run if match.group()[0].isupper()]
    every = [match.group()[0].lower() for match in run]
    initials = {"".join(letters) for letters in (capital, every) if len(letters) > 1}
    text = plain[run[0].start() : run[-1].end()].removesuffix("'s")
    return Name(text, tuple(words), frozenset(initials))


def _name_parts(match: re.Match[str], plain: str) -> list[str]:
    """The words of a name that a token holds; none if it is no name."""
    token = match.group()
    if token.endswith("'s"):
        token = token[:-2]
    if not token[0].isupper() or (_bare(token) in STOP_WORDS and not _is_acronym(token)):
        return []
    if _opens(plain[: match.start()]) and not _opening_is_name(token, plain[match.end() :]):
        return []
    if any(sign.isdigit() for sign in token):
        return [_bare(token)]
    parts = [part for part in re.split(r"[-/]", token) if part[:1].isupper() and len(part) > 1]
    if len(parts) > 1 and all(_bare(part) in STOP_WORDS for part in parts):
        return [_bare(token)]  # "In-N-Out": its words are only together a name
    return [
        _bare(part)
        for part in parts
        if len(_bare(part)) > 1 and not _is_common(_bare(part), part) and not _ROMAN.match(part)
    ]


def _is_common(word: str, written: str) -> bool:
    if _is_acronym(written):
        return False
    return (
        word in _ROLES or word in _STYLE or word in _DATE_WORDS or word.rstrip("s") in _DATE_WORDS
    )


def _opens(before: str) -> bool:
    """Whether what follows opens a sentence or a quotation."""
    before = before.rstrip()
    if not before or before[-1] in '!?:"“(':
        return True
    if before[-1] != ".":
        return before[-1] == "'" and before[-2:-1] in {"", " "}
    last = before[:-1].split()[-1].lower() if before[:-1].split() else ""
    return not (len(last) == 1 or "." in last or last in _ABBREVIATIONS)


def _opening_is_name(token: str, rest: str) -> bool:
    """Whether the first word of a sentence is a name: by its company, not by its capital."""
    word = _bare(token)
    if (
        _is_acronym(token)
        or _is_nation(word)
        or ("-" in token and token.split("-")[1][:1].isupper())
    ):
        return True
    if word in _OPENERS or word in STOP_WORDS or word.endswith(_OPENING_ENDS):
        return False
    if word.endswith("s") and not rest.startswith("'") and not re.match(r"\s+[A-Z]", rest):
        # "Miners said" names nobody; "Williams said" is left to the words that it shares.
        return False
    return bool(re.match(rf"'s?\s|\s+(?:[A-Z][\w']|{_VERB})", rest))


def _is_acronym(token: str) -> bool:
    letters = [sign for sign in token if sign.isalpha()]
    return 2 <= len(letters) <= 6 and all(sign.isupper() for sign in letters)


def _is_small(token: str) -> bool:
    return _bare(token) in STOP_WORDS | _SMALL and not _is_acronym(token)


@lru_cache(maxsize=1024)
def _is_nation(word: str) -> bool:
    return word in _SAME or word in _NATIONS or any(_is_form_of(one, word) for one in _NATIONS)


@lru_cache(maxsize=8192)
def _is_form_of(word: str, other: str) -> bool:
    """Whether `other` is `word` with the ending of a people or of a plural."""
    if len(word) < 4 or len(other) <= len(word) - 2 or (word, other) in _NOT_DEMONYMS:
        return False
    if other == word + "s" and word.endswith(_PLURAL_ENDS):
        return True
    if word.endswith("istan") and other in {word[:-5], word[:-5] + "s"}:
        return True
    stems = {word} | ({word[:-1]} if word[-1] in "aeyo" else set())
    return any(other == stem + ending for stem in stems for ending in _DEMONYMS)


def _is_all_capitals(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return len(letters) > 12 and sum(sign.isupper() for sign in letters) > 0.7 * len(letters)


def _bare(token: str) -> str:
    return token.lower().removesuffix("'s").strip(".-'&/")


_VERB = (
    r"(?:said|says|told|added|warned|denied|claimed|announced|confirmed|argued|wrote|is|was|has|"
    r"had|will|would|resigned|died|won|lost|did|does|became|plans?|rose|fell|gave|left|\w+ed|and)\b"
)
_DATE_WORDS = frozenset(
    """january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept
    oct nov dec""".split()
)
