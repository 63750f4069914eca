"""The words that report what somebody said or thinks, and how each is built into a sentence.

Chosen by hand for news English, and weighed against half of an annotated corpus: a word has a
frame only where it reported something there more often than not. Knows nothing of parses.
"""

from __future__ import annotations

from dataclasses import dataclass

from rag.types import Stance


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that reports: what it makes of the content, and what follows it where it does.

    Frames: "that" is a clause or a quotation, "to" a verb ("refused to say"), "object" a noun
    ("denied the claim"), "passive" its subject ("is expected to win"), "+of" what follows "of",
    "at" what is given a figure ("puts the toll at 12").
    """

    lemma: str
    stance: Stance
    frames: frozenset[str]


_VERBS: tuple[tuple[str, str], ...] = (
    (
        "that",
        """say tell add write suggest show argue ask note think report believe find claim explain
        know announce state acknowledge insist declare continue admit warn indicate agree point
        conclude reveal tweet predict respond reply hope question recall confirm concede allege
        wonder determine read assure complain assert emphasize emphasise imply deny estimate remark
        maintain demand worry promise boast remind joke vow answer recommend propose mention signal
        pledge post testify shout quip stress speculate proclaim inform counter contend reiterate
        lament observe retort exclaim opine muse caution advise charge fear feel figure guess
        suspect doubt rule suppose expect swear guarantee disclose divulge reaffirm affirm urge
        repeat echo interject chime yell scream whisper mutter chant sing calculate forecast project
        theorize posit hint brag confess profess preach plead protest object clarify elaborate
        recount narrate marvel grumble gripe fume snap blog email text message attest vouch certify
        notify inquire telegraph rejoin decree hear demonstrate understand assume realize realise
        recognize recognise consider learn threaten describe see call want convince discuss quote
        order oppose highlight notice bet wish remember""",
    ),
    (
        "to",
        """expect want urge ask refuse vow seek decline plan promise hope pledge decide propose
        agree threaten intend encourage demand prefer claim tell call order advise warn beg
        implore instruct request wish swear offer choose profess report believe allege say
        estimate think know consider predict require mean forecast persuade allow seem appear like
        dream long yearn volunteer opt aim look love""",
    ),
    (
        "object",
        """call endorse describe accuse criticize criticise announce discuss mention defend oppose
        cite praise blame question urge propose reject mock tout blast denounce dismiss declare
        slam portray acknowledge note demand prefer applaud decry confirm condemn reiterate
        characterize characterise label dub brand chide lambaste lambast assail savage deride
        ridicule bemoan lament hail laud commend thank congratulate rebuke repudiate disavow deplore
        predict recommend advocate admit emphasize emphasise stress highlight express support back
        welcome challenge deny credit liken compare insult recount favor favour suggest promise vow
        order fear regret envision explain outline detail voice vilify bash skewer knock pan
        disparage belittle downplay minimize tease taunt warn reference recall reveal show report
        say ask tell write concede list name forecast estimate admire trust distrust hate love want
        expect believe doubt consider see view regard deem address attack issue post share email
        assure remind persuade echo recognize recognise identify paint frame present disclose unveil
        state signal repeat recite convince contrast affirm argue articulate attribute seek
        encourage inform interpret instruct renounce rebut decline float offer quote stoke""",
    ),
    (
        "passive",
        """expect see consider accuse criticize criticise deem view charge regard credit report
        believe say think allege rumor rumour suspect estimate presume understand""",
    ),
    ("+about", "talk speak ask complain joke write boast brag speculate lie say think worry care"),
    (
        "+for",
        """call push advocate hope apologize apologise argue plead thank campaign vote criticize
        criticise blame ask praise blast vouch mock attack""",
    ),
    ("+of", "accuse speak warn boast complain dream approve disapprove assure say"),
    ("+on", "call comment insist elaborate agree push challenge weigh"),
    (
        "+to",
        """refer point allude object respond admit pledge agree apologize apologise attribute liken
        react look""",
    ),
    ("+upon", "call"),
    ("+at", "hint balk scoff mock lash"),
    ("+against", "rail argue warn advise inveigh speak vote lobby campaign"),
    ("+with", "agree disagree side charge respond contrast show"),
    ("+in", "believe"),
    ("+by", "respond"),
    ("at", "put estimate value"),
    (
        "+as",
        """refer see describe cast view portray identify cite present list paint name frame dismiss
        characterize characterise praise defend""",
    ),
)

_NOUNS: tuple[tuple[str, str], ...] = (
    (
        "that",
        """claim statement announcement assertion belief suggestion promise decision plan concern
        proposal desire refusal assumption hope complaint remark accusation allegation admission
        insistence notion pledge warning prediction argument conclusion view comment denial report
        fear contention acknowledgement acknowledgment vow threat demand request call theory
        suspicion declaration revelation evidence agreement unwillingness reluctance advice""",
    ),
    (
        "+of",
        """accusation allegation criticism warning fear denial endorsement condemnation claim
        supporter mention favor favour chant rejection opinion hope evidence defense defence
        approval disclosure question""",
    ),
    ("+for", "call support praise demand request hope enthusiasm passion argument"),
    ("+to", "opposition objection reference answer"),
    ("+about", "concern question doubt complaint comment remark talk conversation"),
    ("+on", "attack assault opinion"),
    ("+against", "campaign attack"),
)

_STANCES: tuple[tuple[Stance, str], ...] = (
    (
        "denied",
        """deny reject refute dismiss rebut dispute disavow repudiate doubt disagree disbelieve
        denial rejection""",
    ),
    ("warned", "warn caution fear worry threaten alert warning threat fear"),
    (
        "promised",
        """promise pledge vow guarantee assure swear commit undertake plan intend promise pledge
        commitment guarantee assurance""",
    ),
    (
        "accused",
        """accuse blame charge allege criticize criticise condemn denounce blast slam attack
        decry deplore lambaste lambast assail savage deride mock insult chide rebuke accusation
        allegation criticism""",
    ),
    (
        "asked",
        """ask urge demand request call appeal beg implore inquire question plead wonder invite
        question request demand appeal""",
    ),
)

_IRREGULAR: dict[str, str] = {
    "say": "says said saying",
    "put": "puts put putting",
    "tell": "tells told telling",
    "write": "writes wrote written writing",
    "show": "shows showed shown showing",
    "think": "thinks thought thinking",
    "find": "finds found finding",
    "know": "knows knew known knowing",
    "read": "reads read reading",
    "swear": "swears swore sworn swearing",
    "feel": "feels felt feeling",
    "mean": "means meant meaning",
    "sing": "sings sang sung singing",
    "forecast": "forecasts forecast forecasted forecasting",
    "hold": "holds held holding",
    "hear": "hears heard hearing",
    "understand": "understands understood understanding",
    "learn": "learns learned learnt learning",
    "choose": "chooses chose chosen choosing",
    "speak": "speaks spoke spoken speaking",
    "see": "sees saw seen seeing",
    "beg": "begs begged begging",
    "admit": "admits admitted admitting",
    "quip": "quips quipped quipping",
    "slam": "slams slammed slamming",
    "plan": "plans planned planning",
    "snap": "snaps snapped snapping",
    "dub": "dubs dubbed dubbing",
    "pan": "pans panned panning",
    "brag": "brags bragged bragging",
    "blog": "blogs blogged blogging",
    "opt": "opts opted opting",
    "rebut": "rebuts rebutted rebutting",
    "plead": "pleads pleaded pled pleading",
    "lie": "lies lied lying",
    "bet": "bets bet betting",
}
_VOWELS = frozenset("aeiou")


def verb_forms(lemma: str) -> list[str]:
    """All inflected forms of a verb, the plain one first: "deny" -> deny denies denied denying."""
    if lemma in _IRREGULAR:
        return list(dict.fromkeys([lemma, *_IRREGULAR[lemma].split()]))
    if lemma.endswith("e"):
        return [lemma, lemma + "s", lemma + "d", lemma[:-1] + "ing"]
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return [lemma, lemma[:-1] + "ies", lemma[:-1] + "ied", lemma + "ing"]
    third = "es" if lemma.endswith(("s", "sh", "ch", "x")) else "s"
    return [lemma, lemma + third, lemma + "ed", lemma + "ing"]


def noun_forms(lemma: str) -> list[str]:
    """Singular and plural."""
    if lemma.endswith("y") and lemma[-2] not in _VOWELS:
        return [lemma, lemma[:-1] + "ies"]
    return [lemma, lemma + "s"]


def _stances() -> dict[str, Stance]:
    return {word: stance for stance, words in _STANCES for word in words.split()}


def _lexicon(rows: tuple[tuple[str, str], ...]) -> dict[str, Cue]:
    stances, frames = _stances(), dict[str, set[str]]()
    for frame, words in rows:
        for word in words.split():
            frames.setdefault(word, set()).add(frame)
    return {word: Cue(word, stances.get(word, "said"), frozenset(frames[word])) for word in frames}


VERBS: dict[str, Cue] = {
    form: cue for lemma, cue in _lexicon(_VERBS).items() for form in verb_forms(lemma)
}
"""Every form of every verb that reports."""

NOUNS: dict[str, Cue] = {
    form: cue for lemma, cue in _lexicon(_NOUNS).items() for form in noun_forms(lemma)
}
"""Every form of every noun that reports."""
