"""Countries, and the capitals that stand for their governments: "Moscow said" speaks for no person.

English short names, lower case. A list of facts; knows nothing of texts.
"""

from __future__ import annotations

STATES = tuple(
    name.strip()
    for name in """
    Alabama, Alaska, Arizona, Arkansas, California, Colorado, Connecticut, Delaware, Florida,
    Georgia, Hawaii, Idaho, Illinois, Indiana, Iowa, Kansas, Kentucky, Louisiana, Maine, Maryland,
    Massachusetts, Michigan, Minnesota, Mississippi, Missouri, Montana, Nebraska, Nevada,
    New Hampshire, New Jersey, New Mexico, New York, North Carolina, North Dakota, Ohio, Oklahoma,
    Oregon, Pennsylvania, Rhode Island, South Carolina, South Dakota, Tennessee, Texas, Utah,
    Vermont, Virginia, Washington, West Virginia, Wisconsin, Wyoming
    """.split(",")
)
"""States of the United States, as written."""

_FIRST_NAMES = frozenset(("georgia", "virginia"))

PLACES = frozenset(one.lower() for one in STATES if one.lower() not in _FIRST_NAMES) | frozenset(
    name.strip().replace("\n", " ")
    for name in """
    afghanistan, albania, algeria, andorra, angola, argentina, armenia, australia, austria,
    azerbaijan, bahrain, bangladesh, barbados, belarus, belgium, belize, benin, bhutan, bolivia,
    bosnia, botswana, brazil, britain, brunei, bulgaria, burkina faso, burundi, cambodia, cameroon,
    canada, cape verde, chile, china, colombia, comoros, congo, costa rica, croatia, cuba,
    cyprus, czechia, denmark, djibouti, dominica, ecuador, egypt, el salvador, england, eritrea,
    estonia, eswatini, ethiopia, fiji, finland, france, gabon, gambia, germany, ghana, greece,
    grenada, guatemala, guinea, guyana, haiti, honduras, hungary, iceland, india, indonesia, iran,
    iraq, ireland, israel, italy, ivory coast, jamaica, japan, kazakhstan, kenya, kiribati, kosovo,
    kuwait, kyrgyzstan, laos, latvia, lebanon, lesotho, liberia, libya, liechtenstein, lithuania,
    luxembourg, malawi, malaysia, maldives, mali, malta, mauritania, mauritius, mexico, micronesia,
    moldova, monaco, mongolia, montenegro, morocco, mozambique, myanmar, namibia, nauru, nepal,
    netherlands, new zealand, nicaragua, niger, nigeria, north korea, north macedonia,
    northern ireland, norway, oman, pakistan, palau, palestine, panama, papua new guinea, paraguay,
    peru, philippines, poland, qatar, romania, russia, rwanda, samoa, saudi arabia, scotland,
    senegal, serbia, seychelles, sierra leone, singapore, slovakia, slovenia, solomon islands,
    somalia, south africa, south korea, south sudan, spain, sri lanka, sudan, suriname, sweden,
    switzerland, syria, taiwan, tajikistan, tanzania, thailand, togo, tonga, trinidad, tunisia,
    turkey, turkmenistan, tuvalu, uganda, ukraine, united kingdom, uruguay, uzbekistan, vanuatu,
    venezuela, vietnam, wales, yemen, zambia, zimbabwe,
    ankara, athens, baghdad, beijing, beirut, berlin, bern, brussels, budapest, cairo, canberra,
    caracas, copenhagen, damascus, delhi, new delhi, dublin, havana, helsinki, islamabad, jakarta,
    jerusalem, kabul, kiev, kyiv, lisbon, london, madrid, minsk, moscow, oslo, ottawa, paris,
    prague, pyongyang, riyadh, rome, seoul, stockholm, tehran, tel aviv, tokyo, vienna, warsaw,
    washington
    """.split(",")
)
"""Without those that are first names as well: Chad, Georgia, Jordan, Virginia."""
