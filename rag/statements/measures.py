"""Words for what figures count: people, money, units, and what of them. Tables of our own."""

from __future__ import annotations

PEOPLE = frozenset(
    """people person man men woman women child children passenger resident inhabitant citizen
    victim survivor worker employee soldier civilian patient student villager protester demonstrator
    evacuee refugee migrant member home household family life lives body bodies crew
    dead death fatality casualty head adult islander volunteer job staff teacher pupil officer nurse
    doctor firefighter driver tourist voter fan hostage prisoner inmate guest customer shopper
    tenant teenager girl boy baby infant""".split()
)
MONEY = frozenset(
    """crown dollar pound euro yen yuan rupee ruble rouble peso franc krona krone lira won real
    cent penny pence""".split()
)
SAME_UNIT = {
    "metre": "metre", "meter": "metre", "kilometre": "kilometre", "kilometer": "kilometre",
    "km": "kilometre", "litre": "litre", "liter": "litre", "tonne": "tonne", "ton": "tonne",
    "mile": "mile", "hectare": "hectare", "acre": "acre", "knot": "knot", "degree": "degree",
}  # fmt: skip
ASPECTS: dict[str, str] = {
    word: aspect
    for aspect, listed in {
        "dead": "dead die dies died dying death deaths toll kill kills killed killing fatality "
        "fatalities body bodies perish perished drown drowned lives victims victim casualties",
        "hurt": "injured injure injuries injury hurt wounded hospital hospitalised hospitalized",
        "found": "recovered recover retrieved",
        "missing": "missing unaccounted lost vanished",
        "aboard": "aboard board onboard passenger passengers crew boarded boarding",
        "saved": "rescued rescues survivor survivors survived saved ashore alive",
        "moved": "evacuate evacuated evacuation evacuees fled flee fleeing displaced homeless "
        "leave moved run move evacuees leaving left",
        "employed": "workforce employs employ employed employees employee staff payroll jobs job "
        "workers",
        "price": "bid bids offer offered offers price priced pay valued values takeover tag",
        "spent": "spent spend spending repairs repair",
        "cost": "cost costs costing estimate estimated",
        "cut": "sack sacked axe axed cut cuts redundant redundancies layoff layoffs laid fired "
        "terminate terminated termination terminations",
        "arrested": "arrested arrest arrests detained custody",
        "voted": "vote votes voted turnout ballots",
        "present": "marched protested protesters demonstrators crowd attended rally gathered",
    }.items()
    for word in listed.split()
}
OF_PEOPLE = frozenset(
    "dead found hurt missing aboard saved moved employed cut arrested voted present".split()
)
OF_MONEY = frozenset("price spent cost".split())
SUBJECTS = {
    "dead": "How many died", "hurt": "How many were hurt", "missing": "How many are missing",
    "aboard": "How many were aboard", "saved": "How many were saved",
    "moved": "How many left or were moved", "employed": "How many work there",
    "cut": "How many jobs go", "price": "The price", "spent": "How much was spent",
    "cost": "What it costs", "arrested": "How many were arrested", "voted": "How many voted",
    "present": "How many came", "found": "How many were found",
}  # fmt: skip
"""Kinds of figures in words that can head an issue."""
