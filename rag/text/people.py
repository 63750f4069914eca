"""What a speaker is, by words alone: titles, roles, institutions, the anonymous. Pure text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rag.text.places import PLACES
from rag.types import SpeakerKind

TITLES = frozenset(
    """mr mrs ms miss mx dr sir dame lord lady prof professor president vice prime minister premier
    chancellor king queen prince princess pope bishop archbishop cardinal senator sen rep
    representative congressman congresswoman governor gov mayor secretary general gen lt lieutenant
    col colonel capt captain sgt sergeant maj major admiral adm judge justice chief chairman
    chairwoman chair director ambassador sheriff inspector detective commissioner attorney deputy
    former acting speaker coach ceo rev reverend father sister brother officer superintendent
    constable foreign interior finance defense defence economy transport health education justice
    then-president ex-president president-elect vice-president vice-president-elect mayor-elect
    governor-elect senator-elect councilman councilwoman councillor counselor candidate nominee
    republican democratic democrat businessman billionaire""".split()
)
"""Words before a name that are no part of it."""

ROLES = frozenset(
    """minister president secretary governor mayor senator congressman congresswoman
    representative leader chairman chairwoman chair chief head director manager spokesman
    spokeswoman spokesperson ambassador commissioner judge justice prosecutor lawyer attorney
    general colonel captain professor analyst economist adviser advisor strategist candidate
    nominee king queen prince princess pope bishop archbishop sheriff detective inspector officer
    executive founder owner editor author writer columnist reporter journalist host anchor coach
    player actor actress singer director-general premier chancellor deputy lawmaker legislator
    councilman councilwoman councillor partner skipper engineer scientist researcher doctor nurse
    teacher student pastor priest imam rabbi activist organizer organiser pollster consultant
    treasurer speaker whip delegate businessman businesswoman billionaire magnate mogul developer
    veteran farmer fisherman driver pilot widow mother father wife husband son daughter brother
    sister operator welder consultant historian expert correspondent frontrunner front-runner
    surgeon superintendent constable warden foreman resident boss keeper star physician sergeant
    lieutenant investigator trustee commander""".split()
)
"""Nouns that say what a person is."""

_INSTITUTIONS = frozenset(
    """ministry department office agency authority administration commission committee council
    court tribunal board bureau service services force forces army navy military police government
    cabinet parliament congress senate assembly house party coalition union federation
    confederation association society organization organisation group network foundation institute
    institution university college school hospital church company corporation corp inc ltd plc llc
    firm bank fund exchange airline railway operator regulator watchdog newspaper times post
    journal herald courier lantern gazette tribune magazine agency reuters ap afp bbc cnn nbc abc
    cbs fox news media campaign embassy consulate kremlin pentagon republic kingdom states nations
    league club team alliance movement front brigade militia province state city county district
    municipality village region nation country community industry ministry's lines marine steel
    capital holdings partners industries systems centre center survey poll study report statement
    spokesman spokeswoman spokesperson spokespeople spokesmen prosecution defence defense
    opposition chamber secretariat centers centres directorate inspectorate inspector-general
    observatory museum theatre theater charity trust studio lab laboratory laboratories airport
    port rescue guard coastguard metals motors airlines airways foods energy oil railways rail
    shipping insurance securities technologies solutions international global brothers sons works
    utilities palace affairs broadcasting broadcaster""".split()
)
_ANONYMOUS = frozenset(
    """official officials source sources diplomat diplomats person people man woman men women
    witness witnesses resident residents analyst analysts expert experts critic critics observer
    observers aide aides adviser advisers advisor advisors staffer staffers employee employees
    worker workers executive executives insider insiders lawmaker lawmakers politician politicians
    scientist scientists researcher researchers economist economists investor investors trader
    traders neighbor neighbors neighbour neighbours supporter supporters opponent opponents
    protester protesters activist activists voter voters survivor survivors passenger passengers
    driver drivers officer officers soldier soldiers lawyer lawyers prosecutor prosecutors doctor
    doctors nurse nurses teacher teachers student students parent parents family families relative
    relatives friend friends colleague colleagues member members leader leaders some many others
    several most few those one another someone somebody everyone everybody nobody anyone none all
    both two three four five six dozens hundreds thousands millions half reporter reporters
    journalist journalists commentator commentators user users customer customers farmer farmers
    republicans democrats conservatives liberals americans authorities investigators rescuers
    firefighters organizers organisers operatives strategist strategists veteran veterans
    respondents majority percent crowd crowds audience public figures delegates donors
    attendees participants historians pundits skeptics backers allies rivals ministers
    fan fans player players shareholders negotiators fisherman fishermen skipper mother father
    son daughter brother sister wife husband widow boy girl child children villagers locals
    migrants refugees""".split()
)
_COUNTS = frozenset(
    """some many others several most few those one another none all both two three four five six
    dozens hundreds thousands millions half majority percent public audience""".split()
)
"""Of `_ANONYMOUS`, what says how many and not who."""

_SPEECHLESS = frozenset(
    """strategy leak protocol measure deal rebuke move step attack shooting outbreak crisis war
    invasion scandal controversy incident event hearing trial change effort bid failure success
    loss win rise fall increase drop growth lack absence presence death arrest raid search
    strike delay shift practice tradition culture history reason way time year week day month
    moment question issue problem fact idea sense mood silence pressure debate tension swap
    blockade departure visit transfer sale purchase acquisition merger resignation killing
    explosion fire storm flood hurricane crash collapse race match game season tour film movie
    song album show car ship vessel boat train plane aircraft aeroplane airplane truck bridge
    building house road weapon gun bomb missile product vehicle engine virus vaccine drug""".split()
)

_FEMALE = frozenset(
    """mrs ms miss dame lady queen princess congresswoman chairwoman spokeswoman businesswoman
    actress mother sister daughter wife widow woman girl she her hers councilwoman policewoman
    stewardess waitress aunt grandmother""".split()
)
_MALE = frozenset(
    """mr sir lord king prince pope congressman chairman spokesman businessman actor father brother
    son husband widower man boy he his him councilman policeman fisherman uncle grandfather bishop
    archbishop cardinal""".split()
)
_WOMEN = frozenset(
    """mary patricia jennifer linda elizabeth barbara susan jessica sarah karen nancy lisa margaret
    betty sandra ashley dorothy kimberly emily donna michelle carol amanda melissa deborah
    stephanie rebecca laura sharon cynthia kathleen amy shirley angela helen anna brenda pamela
    nicole samantha katherine emma ruth christine catherine debra rachel carolyn janet virginia
    maria heather diane julie joyce victoria kelly christina joan evelyn lauren judith olivia
    martha cheryl megan andrea hannah jacqueline ann jean alice kathryn gloria teresa sara janice
    julia marie madison grace judy theresa beverly denise marilyn amber danielle rose brittany
    diana abigail jane natalie lori tiffany alexis kayla hillary hilary angelina ivanka melania
    chelsea huma carly elena sonia ingrid astrid sofia sophie claire clara eva ida nina olga irina
    natalia svetlana fatima aisha leila priya anita indira ana lucia carmen rosa isabel ines
    charlotte caroline theresa priti nicola kamala nikki sally celia augusta brigid runa mara
    greta ursula annalena giorgia marine simone jill megyn""".split()
)
_MEN = frozenset(
    """james robert john michael david william richard joseph thomas charles christopher daniel
    matthew anthony mark donald steven paul andrew joshua kenneth kevin brian george timothy ronald
    edward jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon
    benjamin samuel gregory alexander frank patrick raymond jack dennis jerry tyler aaron jose adam
    nathan henry douglas zachary peter kyle ethan walter noah jeremy christian keith roger terry
    sean gerald carl harold dylan arthur lawrence jordan jesse bryan billy bruce gabriel joe logan
    alan juan albert willie elijah wayne randy vincent mason roy ralph bobby russell bradley philip
    eugene bernie ted marco jeb ben chris mike tim bill barack mitt harry tom jim bob dan ken steve
    greg rick ron ahmed mohammed muhammad ali hassan omar ibrahim vladimir sergei dmitry ivan boris
    nigel jeremy keir rishi oskar matthias joren piet hans lars erik olaf karl pierre jean-claude
    emmanuel francois jacques luis carlos miguel pedro antonio giovanni marco matteo hiroshi kenji
    shinzo xi wang rajesh narendra newt rudy reince corey roger elon jeff mark""".split()
)
_OFFICES = frozenset(
    """state defense defence interior treasury homeland security energy labor labour education
    transportation commerce agriculture veterans affairs health human services housing urban
    development justice finance trade house senate""".split()
)
"""What a secretary or minister is of."""

_JOINTS = frozenset("of for at in from who with to on close familiar briefed".split())
_NAME_WORD = re.compile(r"[^\W\d_][\w’'.-]*")


@lru_cache(maxsize=8192)
def kind_of(phrase: str, *, named: bool = False) -> SpeakerKind:
    """What somebody is whom an article calls so.

    Args:
        phrase: "a Western diplomat", "Transport Ministry", "Mara Lind".
        named: Whether it is a proper name.
    """
    words = [word.lower().rstrip(".'’") for word in _NAME_WORD.findall(phrase)]
    words = [word.removesuffix("'s").removesuffix("’s") for word in words]
    if not words:
        return "unclear"
    if named:
        body = any(word in _INSTITUTIONS for word in words) or is_acronym(phrase)
        body = body or phrase.lower().removeprefix("the ") in PLACES or words[0] == "new"
        return "institution" if body else "person"
    ends = [place for place, word in enumerate(words) if place and word in _JOINTS]
    head = words[ends[0] - 1] if ends else words[-1]
    return "institution" if head in _INSTITUTIONS and head not in _ANONYMOUS else "anonymous"


def can_speak(noun: str) -> bool:
    """Whether what a noun names may say something: people, bodies, papers; no leak and no deal."""
    lower = noun.lower()
    return not noun[:1].islower() or not {lower, lower.removesuffix("s")} & _SPEECHLESS


def is_body(word: str) -> bool:
    """Whether a noun means an institution, of which there can be one "of" something."""
    return word.lower() in _INSTITUTIONS


def is_common(word: str) -> bool:
    """Whether a noun names nobody by itself: "Officials", "Police", "Ministry"."""
    lower = word.lower()
    common = _ANONYMOUS | _INSTITUTIONS | ROLES
    return (lower in common or lower.removesuffix("s") in common) and not is_acronym(word)


def is_somebody(word: str) -> bool:
    """Whether a noun says what a person is or people are: "deputy", "residents"; no count does."""
    lower = word.lower()
    return lower not in _COUNTS and bool({lower, lower.removesuffix("s")} & (_ANONYMOUS | ROLES))


def is_acronym(name: str) -> bool:
    """Capitals only: "NATO", "U.N.", "EPA"."""
    letters = [sign for sign in name if sign.isalpha()]
    return len(letters) > 1 and " " not in name.strip() and all(s.isupper() for s in letters)


def gender_of(words: str) -> str:
    """What titles, roles and the first name say: "f", "m", or "" if nothing."""
    lowered = [word.lower().strip(".,'’") for word in words.split()]
    for word in lowered:
        if word in _FEMALE:
            return "f"
        if word in _MALE:
            return "m"
    for word in lowered:
        if word in TITLES:
            continue
        if word in _WOMEN:
            return "f"
        if word in _MEN:
            return "m"
        break
    return ""


def without_titles(name: str) -> tuple[str, str]:
    """Name and what stands before it: "President Ana Diaz" -> ("Ana Diaz", "President").

    "White House Press Secretary Ana Diaz" -> ("Ana Diaz", "White House Press Secretary"), and
    "Secretary of State Ana Diaz" -> ("Ana Diaz", "Secretary of State"). A lone title stays, and so
    does what a body is called: "Transport Ministry".
    """
    words = _once(name.split())
    if not words:
        return name, ""
    cut = _titles_end(words)
    rest = words[cut:]
    plain = rest[0].lower().strip(".,")
    alone = len(rest) == 1 and (is_body(rest[0]) or (cut and plain in TITLES | ROLES))
    if cut and (alone or plain in {"of", "for"} or plain.endswith(("'s", "’s"))):
        return name, ""
    return " ".join(rest), " ".join(words[:cut])


def _once(words: list[str]) -> list[str]:
    """Without a surname that a caption has twice: "Ana Diaz Diaz"."""
    return words[:-1] if len(words) > 2 and words[-1] == words[-2] else words


def _titles_end(words: Sequence[str]) -> int:
    """How many words stand before a name: those up to the last title, and its office behind it."""
    plain = [word.lower().strip(".,") for word in words]
    office = plain[0] in _OFFICES and len(words) > 2 and not _names_a_body(plain[1:])
    cut = 1 if office and plain[0] not in TITLES else 0
    while cut < len(words) - 1 and (
        plain[cut] in TITLES or (plain[cut] in ROLES and cut < len(words) - 2)
    ):
        cut += 1
    last = [place for place in range(max(1, cut), len(words) - 1) if plain[place] in TITLES | ROLES]
    further = _office_end(plain, last[-1] + 1 if last else cut)
    return _office_end(plain, cut) if _names_a_body(plain[further:]) else further


def _office_end(plain: Sequence[str], cut: int) -> int:
    """Behind what a title is of: "of State", "of the House", "of Texas"; `cut` if nothing."""
    if cut >= len(plain) - 1 or plain[cut] not in {"of", "for"}:
        return cut
    end = cut + 1
    while end < len(plain) - 1 and plain[end] in _OFFICES | PLACES | {"the", "and"}:
        end += 1
    if end < len(plain) - 2 and " ".join(plain[end : end + 2]) in PLACES:
        end += 2
    return end if end > cut + 1 else cut


def _names_a_body(words: Sequence[str]) -> bool:
    return any(word in _INSTITUTIONS for word in words)
