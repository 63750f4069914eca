"""What kind of event a text tells of, as far as its words say: a shooting, a storm. Pure text.

Two tolls of two kinds are tolls of two events. A table of our own, by root.
"""

from __future__ import annotations

from functools import lru_cache

from rag.statements.roots import root, roots

_KINDS = """
shooting shootings gunman gunmen shooter gunfire gunshot gunshots sniper
storm storms blizzard hurricane cyclone typhoon tornado tornadoes snow snowfall winds
crash crashes crashed collision collided derailed derailment
fire fires blaze wildfire wildfires arson
flood floods flooding landslide mudslide
earthquake quake tremor tremors aftershock tsunami
explosion blast bomb bombing bombings grenade
stabbing stabbed knife
collapse collapsed
ferry capsized sank sinking shipwreck wreck boat ship
outbreak virus covid coronavirus pandemic epidemic disease monkeypox flu
missile missiles airstrike airstrikes shelling drone drones artillery troops invasion war
heatwave heat
stampede crush
"""
_OF = {
    root(word): number
    for number, line in enumerate(_KINDS.strip().splitlines())
    for word in line.split()
}


@lru_cache(maxsize=4096)
def events(text: str) -> frozenset[int]:
    """Numbers of the kinds of events that a text has words of; empty where it has none."""
    return frozenset(_OF[one] for one in roots(text) if one in _OF)
