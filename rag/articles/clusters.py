"""Near-duplicates among all current articles, kept as each article comes and goes.

Each step works on a connection inside the transaction of the write that it belongs to, so an
article lands together with its place among its copies. Which articles to compare is told by the
runs of words that `duplicates.sampled` picks; whether two are the same, by `duplicates.origins`.
Copies of a group point to its origin; an article without copies points to itself.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence

from rag.articles import rows
from rag.articles.duplicates import origins, sampled
from rag.types import Article

HOLDERS = 40
"""Articles looked at for one run. A run that more have is boilerplate, or a story told often."""

COMMON_FROM = 6
"""Different stories among the holders of a run from which it is boilerplate."""

SHARED = 2
"""Picked runs that two articles must have in common to be compared."""

COMPARED = 60
"""Members of a group compared with one another; a larger group is joined by those nearest."""

_NEAREST = 8  # articles compared with a new one at first


def join(connection: sqlite3.Connection, number: int, body: str) -> None:
    """Finds the copies of an article that has just become current, and its place among them."""
    runs = sampled(body)
    holders = {run: _holders(connection, run) for run in runs}
    common = {run for run, found in holders.items() if _is_common(found)}
    shared = Counter(
        article for run in runs - common for article in holders[run] if article != number
    )
    near = [
        article
        for article, count in shared.most_common(_NEAREST)
        if count >= min(SHARED, len(runs))
    ]
    connection.execute("INSERT OR REPLACE INTO copies VALUES (?, ?)", (number, number))
    # Of a run that is known to be boilerplate the holders so far are enough.
    connection.executemany(
        "INSERT OR IGNORE INTO runs VALUES (?, ?)",
        [(run, number) for run in runs if run not in common or len(holders[run]) < HOLDERS],
    )
    if near:
        _group(connection, _with_copies(connection, [number, *near]), common)


def leave(connection: sqlite3.Connection, number: int) -> None:
    """Takes an article that is no longer current out; its copies find an origin anew."""
    found = connection.execute(
        "SELECT body, origin FROM copies JOIN articles ON number = article WHERE article = ?",
        (number,),
    ).fetchone()
    if found is None:
        return
    body, origin = found
    runs = sampled(body)
    connection.executemany(
        "DELETE FROM runs WHERE run = ? AND article = ?", [(run, number) for run in runs]
    )
    connection.execute("DELETE FROM copies WHERE article = ?", (number,))
    left = [
        article
        for (article,) in connection.execute(
            "SELECT article FROM copies WHERE origin = ?", (origin,)
        )
    ]
    if left:
        # Those of a large group that are not compared follow the first.
        connection.execute("UPDATE copies SET origin = ? WHERE origin = ?", (left[0], origin))
        common = {run for run in runs if _is_common(_holders(connection, run))}
        _group(connection, left[:COMPARED], common)


def rebuild(connection: sqlite3.Connection) -> None:
    """Finds the copies of all current articles anew, oldest first."""
    connection.execute("DELETE FROM runs")
    connection.execute("DELETE FROM copies")
    numbers = [
        number
        for (number,) in connection.execute(
            f"SELECT number FROM articles WHERE {rows.CURRENT} ORDER BY number"
        )
    ]
    for number in numbers:
        ((body,),) = connection.execute("SELECT body FROM articles WHERE number = ?", (number,))
        join(connection, number, body)


def _holders(connection: sqlite3.Connection, run: int) -> dict[int, int]:
    """Articles that have a run -> their origins; at most HOLDERS of them."""
    return dict(
        connection.execute(
            "SELECT runs.article, copies.origin FROM runs JOIN copies USING (article) "
            "WHERE run = ? LIMIT ?",
            (run, HOLDERS),
        ).fetchall()
    )


def _is_common(holders: dict[int, int]) -> bool:
    return len(set(holders.values())) >= COMMON_FROM


def _with_copies(connection: sqlite3.Connection, numbers: Sequence[int]) -> list[int]:
    """The articles, their origins, and the copies of these: the nearest first, COMPARED at most."""
    found = dict.fromkeys(numbers)
    origins_of = [
        origin
        for (origin,) in connection.execute(
            "SELECT DISTINCT origin FROM copies WHERE article IN (SELECT value FROM json_each(?))",
            (json.dumps(list(numbers)),),
        )
    ]
    found |= dict.fromkeys(origins_of)
    for origin in origins_of:
        copies = connection.execute(
            "SELECT article FROM copies WHERE origin = ? LIMIT ?", (origin, COMPARED)
        )
        found |= dict.fromkeys(article for (article,) in copies)
    return list(found)[:COMPARED]


def _group(connection: sqlite3.Connection, numbers: Sequence[int], common: set[int]) -> None:
    """Compares articles with one another and lets each point to its origin."""
    articles = _articles(connection, numbers)
    held = list(articles)
    before = dict(
        connection.execute(
            "SELECT article, origin FROM copies WHERE article IN (SELECT value FROM json_each(?))",
            (json.dumps(held),),
        ).fetchall()
    )
    for group in origins([articles[number] for number in held], common):
        members = [held[index] for index in group]
        _point(connection, members, members[0])
        # Members of a large group that were not compared follow where their origin went.
        moved = {before[one] for one in members if before.get(one) == one} - {members[0]}
        for gone in moved:
            connection.execute("UPDATE copies SET origin = ? WHERE origin = ?", (members[0], gone))


def _point(connection: sqlite3.Connection, members: Iterable[int], origin: int) -> None:
    connection.executemany(
        "UPDATE copies SET origin = ? WHERE article = ?", [(origin, one) for one in members]
    )


def _articles(connection: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, Article]:
    found = {
        number: rows.article_from(rest)
        for number, *rest in connection.execute(
            f"SELECT number, {rows.ARTICLE_COLUMNS} FROM articles "
            "WHERE number IN (SELECT value FROM json_each(?))",
            (json.dumps(list(numbers)),),
        )
    }
    return {number: found[number] for number in numbers if number in found}
