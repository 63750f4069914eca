"""Which full stops end no sentence: words of news English and some neighbours, in classes.

Words are without their last stop and in lower case; what is written with a capital only counts with
one ("Gen." but not "gen."). Knows nothing of how the classes are used.
"""

from __future__ import annotations


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _set(
    """
    mr mrs ms mx messrs dr prof rev fr hon mt ft gov govs lt sen sens rep reps pres gen brig maj
    col capt cpt cmdr cmndr adm vadm radm sgt cpl pvt pfc spc supt insp det dep asst assoc atty amb
    sec secy treas msgr bros sra srta mme mlle mgr sheikh jos wm chas geo thos
    lt.gov lt.col lt.gen maj.gen brig.gen
    """
)
"""With a capital: the next capital goes on with the same name."""

LINKS = _set("vs v cf viz approx fig figs pp e.g i.e a.k.a bzw ca z.b d.h u.a vgl sog resp")
"""In any case: the next capital goes on with the same thought."""

NUMBERED_NAMES = _set(
    """
    jan feb mar apr jun jul aug sep sept oct nov dec rs art sec sect ch para cl ver op apt rm flt
    rte hwy res proc sen rep h.r s.b a.b
    """
)
"""With a capital: a digit goes on with the same sentence ("Jan. 6")."""

NUMBERED = _set("no nos nr p pp vol fig figs v ca approx est tel ext")
"""In any case: a digit goes on with the same sentence ("No. 10")."""

MAY_BE_LAST = _set(
    """
    inc corp co cos ltd llc plc jr sr st ste u.s u.k u.n e.u d.c u.a.e u.s.a u.s.s.r l.a n.y n.j n.c
    s.c n.h n.m n.d s.d w.va r.i b.c a.d b.c.e c.e ave blvd rd hwy bldg ph.d m.d j.d b.a m.a m.b.a
    d.d.s r.n esq ret jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues thu thurs ala
    ariz ark calif cal colo conn del fla ga ill ind kan kans ky la mass md me mich minn miss mo mont
    neb nebr nev okla ore pa tenn tex va vt wash wis wisc wyo ont que alta sask dept univ assn intl
    natl govt dist
    """
)
"""With a capital: only a word that likes to begin sentences begins one ("the U.S. The army")."""

MAY_BE_LAST_SMALL = _set("etc al mph kph kg km lb lbs oz sq hr hrs mins a.k.a")
"""The same for words that are written small."""

CLOCK = _set("a.m p.m")
"""After these a weekday, month or time zone goes on with the sentence; other capitals begin one."""

AFTER_CLOCK = _set(
    """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun
    january february march april may june july august september october november december jan feb
    mar apr jun jul aug sep sept oct nov dec et est edt ct cst cdt mt mst mdt pt pst pdt gmt utc bst
    cet cest ist jst msk eastern central mountain pacific local
    """
)

STARTERS = _set(
    """
    the a an this that these those there here it its it's he he's his she she's her they they're
    their we we're our you you're your i i'm i've my who what what's when where why how which
    whether while in on at by for from with without within under over after before since until
    during despite although though because as if unless once and but or so yet nor then now today
    yesterday tonight tomorrow however meanwhile moreover furthermore instead also still even only
    just some many most more several both all any each every no none not one two three four five
    six seven eight nine ten another other others such according about among between through
    throughout across against along around like unlike to of is are was were do does did has have
    had can could will would should may might must let there's that's here's last next earlier
    later recently nearly almost perhaps maybe officials police people
    """
)
"""Words that begin sentences far more often than names."""

EXCLAIMED = _set("yahoo jeopardy yum mamma")
"""Names that are written with "!"."""

ORDINAL_LANGUAGES = _set("de da no nb nn fi cs sk hu sl hr et lv is")
"""Languages that write ordinals with a stop ("am 3. März")."""
