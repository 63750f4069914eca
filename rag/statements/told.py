"""Everything that articles tell of their speakers: statements and deeds, each sentence once.

Knows no store: sentences come in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from rag.statements.deeds import Known, deeds
from rag.statements.link import Holder, link, reports_itself
from rag.text.words import content_words
from rag.types import Article, Sentence, Statement


def with_deeds(
    articles: Sequence[Article],
    statements: Sequence[Statement],
    sentences: Mapping[str, Sequence[Sentence]],
    origin_of: Mapping[str, int],
) -> list[Statement]:
    """Statements, and what their speakers did.

    Args:
        articles: Those that the statements are of.
        statements: In any order.
        sentences: Of each article, by its id.
        origin_of: Article id -> number of its origin.
    """
    known = _known(statements, link(statements, origin_of))
    done = [one for article in articles for one in deeds(article, sentences[article.id], known)]
    return _together(statements, done)


def _known(statements: Sequence[Statement], holders: Mapping[str, Holder]) -> list[Known]:
    """Named speakers, each under every form of the name, with all words of their roles."""
    roles: dict[str, set[str]] = defaultdict(set)
    forms: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, Holder] = {}
    for one in statements:
        holder = holders[one.id]
        if holder.kind in ("person", "institution"):
            kinds[holder.name] = holder
            forms[holder.name] |= {holder.name, *holder.known_as}
            roles[holder.name] |= set(content_words(one.role))
    return [
        Known(form, kinds[name].kind, frozenset(roles[name]))
        for name in kinds
        for form in sorted(forms[name])
    ]


def _together(said: Sequence[Statement], done: Sequence[Statement]) -> list[Statement]:
    """Statements and deeds, without those that tell the same sentence once more.

    A sentence that tells of a deed is its actor's, no longer the outlet's.
    """
    acts = {(one.article.id, one.sentence[0]): one for one in done}
    kept = []
    for one in said:
        deed = acts.get((one.article.id, one.sentence[0]))
        if deed is not None and one.kind != "plain" and reports_itself(one):
            # Its speaker was not seen, and is the one who acts.
            kept.append(
                replace(
                    one,
                    speaker=deed.speaker,
                    speaker_kind=deed.speaker_kind,
                    mention=deed.mention,
                )
            )
        elif deed is None or one.kind != "plain":
            kept.append(one)
    done_in = _by_article(done)
    kept = [one for one in kept if not any(_covers(deed, one) for deed in done_in[one.article.id])]
    said_in = _by_article(kept)
    new = [
        deed for deed in done if not any(_overlaps(deed, one) for one in said_in[deed.article.id])
    ]
    return [*kept, *new]


def _by_article(statements: Sequence[Statement]) -> defaultdict[str, list[Statement]]:
    grouped: defaultdict[str, list[Statement]] = defaultdict(list)
    for one in statements:
        grouped[one.article.id].append(one)
    return grouped


def _covers(deed: Statement, one: Statement) -> bool:
    """Whether a deed tells all of a statement: "offered 2.4bn crowns" and "2.4bn crowns"."""
    inside = deed.start <= one.start and one.end <= deed.end and deed.stance == one.stance
    return inside and _overlaps(deed, one)


def _overlaps(deed: Statement, one: Statement) -> bool:
    return (
        deed.article.id == one.article.id
        and deed.start < one.end
        and one.start < deed.end
        and one.mention is not None
        and deed.mention is not None
        and deed.mention[0] == one.mention[0]
    )
