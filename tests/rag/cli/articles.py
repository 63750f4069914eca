"""Two articles, one older than the other, in the library of the fake desk."""

from tests.fakes import make_article

DAM = make_article("The dam broke on Monday. Nobody was hurt.", id="aaaaaaaaaaaaaaaa")
STORM = make_article(
    "The storm took the roof.",
    title="Storm takes roof",
    source="Valley Wire",
    published="2026-03-05",
    id="bbbbbbbbbbbbbbbb",
)
