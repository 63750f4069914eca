"""Near-duplicates at ingest: are copies found, and only copies, and what does it cost?

python -m benchmarks.duplicates [--limit STORIES] [--seed N] [--scale ARTICLES]

Stories of Reuters and the BBC are copied as clients of agencies do: cut, under another headline,
in another order, lightly rewritten, with the outlet's own boilerplate; then everything is stored in
random order, as it would come in. Reuters' own exact duplicates come on top. Pairs count as the
same if they were made from one story; Reuters tells some stories twice by itself, so the pairs of
different stories that were put together are listed, to be read. With --scale only the time is
measured, over all stories, again and again with their words changed until there are so many.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import tarfile
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path
from time import thread_time

import numpy as np

from benchmarks.common import header, options, tell
from rag.articles import clusters
from rag.articles.store import SqliteStore
from rag.types import Article, Sentence, Span

EMBEDDING_SECONDS = 0.035
"""Of a chunk of 193 tokens on two cores; see LOG.md."""

CHUNK_WORDS = 145
KINDS = ("cut", "headline", "order", "rewritten", "boilerplate")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"']?\s+(?=[A-Z\"'])")
_NOISE = """very some quite major further early late new old recent local national public large
small key leading former current total final""".split()


@dataclass(frozen=True, slots=True)
class Copy:
    """An article with the story that it was made from, and how."""

    article: Article
    story: int
    kind: str


def main() -> None:
    """Makes the copies, stores them, and compares what was put together with what belongs so."""
    parser = options(__doc__ or "")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=int, default=None, help="articles, for the time alone")
    given = parser.parse_args()
    header("Near-duplicates at ingest")
    folder = given.data / "bulk"
    if not folder.exists():
        tell(f"skipped: {folder} is not there")
        return
    draw = random.Random(given.seed)
    stories = [*_reuters(folder), *_bbc(folder)]
    with tempfile.TemporaryDirectory() as home:
        if given.scale:
            _time(_many(stories, given.scale, draw), Path(given.home or home))
            return
        copies = _made(stories, given.limit or 600, draw)
        origin_of = _stored(copies, Path(given.home or home))
    _report(copies, origin_of)


def _made(stories: Sequence[tuple[str, str]], most: int, draw: random.Random) -> list[Copy]:
    """Exact duplicates, stories with their copies, and as many stories that have none."""
    by_body = defaultdict(list)
    for title, body in stories:
        by_body[" ".join(body.split())].append((title, body))
    exact = [group for group in by_body.values() if len(group) > 1]
    single = [group[0] for group in by_body.values() if len(group) == 1]
    draw.shuffle(single)
    copies: list[Copy] = []
    for story, group in enumerate(exact):
        copies += [_copy(title, body, story, "exact", draw) for title, body in group]
    for story, (title, body) in enumerate(single[: 2 * most], start=len(exact)):
        copies.append(_copy(title, body, story, "story", draw))
        if story - len(exact) >= most:
            continue
        for kind in draw.sample(KINDS, k=draw.randint(1, 3)):
            made = _change(body, kind, draw)
            name = " ".join(draw.sample(body.split(), k=5)) if kind != "order" else title
            copies.append(_copy(name, made, story, kind, draw))
    # Different stories of one outlet, all with the same long boilerplate that no rule knows.
    others = single[2 * most : 2 * most + 200]
    tail = " ".join(
        f"Reader {word} of the {word} house may call the {word} desk." for word in _NOISE
    )
    for story, (title, body) in enumerate(others, start=len(exact) + 2 * most):
        short = " ".join(_SENTENCE_END.split(body)[:4])
        copies.append(_copy(title, f"{short}\n\n{tail}", story, "same tail", draw))
    draw.shuffle(copies)
    return copies


def _change(body: str, kind: str, draw: random.Random) -> str:
    """A copy of a body as a client of an agency makes it."""
    sentences = _SENTENCE_END.split(body)
    if kind == "cut":
        return " ".join(sentences[: max(3, int(len(sentences) * draw.uniform(0.35, 0.7)))])
    if kind == "order":
        middle = sentences[2:]
        draw.shuffle(middle)
        return " ".join([*sentences[:2], *middle])
    if kind == "rewritten":
        kept = [one for one in sentences if draw.random() > 0.1] or sentences
        return " ".join(_reword(one, draw) for one in kept)
    if kind == "boilerplate":
        return f"{body}\n\nSign up for our newsletter. The Courier is read in forty towns."
    return body


def _reword(sentence: str, draw: random.Random) -> str:
    """About every eighth plain word is another, is gone, or has one more before it."""
    words: list[str] = []
    for word in sentence.split():
        chance = draw.random() if word.isalpha() and word.islower() and len(word) > 3 else 1.0
        if chance < 0.08:
            words.append(draw.choice(_NOISE))
        elif chance < 0.12:
            words += [draw.choice(_NOISE), word]
        elif chance > 0.15:
            words.append(word)
    return " ".join(words) or sentence


def _copy(title: str, body: str, story: int, kind: str, draw: random.Random) -> Copy:
    published = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=draw.randrange(40_000))
    source = f"Outlet {draw.randrange(40)}"
    name = hashlib.sha256(f"{title}{source}{published}{kind}{body}".encode()).hexdigest()[:32]
    return Copy(Article(name, title, body, source, published), story, kind)


def _stored(copies: Sequence[Copy], home: Path) -> dict[str, str]:
    """Each article's origin, after all were stored one by one; tells what it cost."""
    store = SqliteStore.open(home, embedder_name="none", weight_hash="0" * 64, dim=1)
    spent = _put(store, [copy.article for copy in copies])
    _tell_cost(spent, [copy.article for copy in copies])
    groups = store.groups([copy.article.id for copy in copies])
    store.close()
    return {
        member.id: group.origin.id for group in groups for member in (group.origin, *group.reprints)
    }


def _put(store: SqliteStore, articles: Sequence[Article]) -> float:
    """Stores them; the processor seconds that finding copies took."""
    spent = 0.0
    inner = clusters.join

    def timed(*given: object) -> None:
        nonlocal spent
        started = thread_time()
        inner(*given)  # type: ignore[arg-type]
        spent += thread_time() - started

    clusters.join = timed  # type: ignore[assignment]
    try:
        for article in articles:
            end = len(article.body)
            store.put(
                article,
                key=article.id,
                digest="",
                sentences=[Sentence(0, 0, end)],
                spans=[Span(0, 0, end)],
                vectors=np.ones((1, 1), dtype=np.float32),
            )
    finally:
        clusters.join = inner
    return spent


def _tell_cost(spent: float, articles: Sequence[Article]) -> None:
    words = sum(len(article.body.split()) for article in articles)
    embedding = sum(
        max(1, len(article.body.split()) / CHUNK_WORDS) * EMBEDDING_SECONDS for article in articles
    )
    tell(
        f"{len(articles)} articles, {words / len(articles):.0f} words each: finding copies "
        f"{1000 * spent / len(articles):.2f} ms an article, "
        f"{spent / embedding:.1%} of embedding them"
    )


def _time(articles: Iterator[Article], home: Path) -> None:
    """The cost as the library grows."""
    store = SqliteStore.open(home, embedder_name="none", weight_hash="0" * 64, dim=1)
    batch: list[Article] = []
    for article in articles:
        batch.append(article)
        if len(batch) == 5000:
            _tell_cost(_put(store, batch), batch)
            batch = []
    tell(f"{store.path.stat().st_size / 1e6:.0f} MB")
    store.close()


def _many(stories: Sequence[tuple[str, str]], most: int, draw: random.Random) -> Iterator[Article]:
    for number in range(most):
        title, body = stories[number % len(stories)]
        if number >= len(stories):
            words = body.split()
            draw.shuffle(words)
            body = " ".join(words)
        yield _copy(title, body, number, str(number), draw).article


def _report(copies: Sequence[Copy], origin_of: dict[str, str]) -> None:
    """Pairwise precision, recall and F1, and recall by kind of copy."""
    together: dict[str, list[Copy]] = defaultdict(list)
    for copy in copies:
        together[origin_of[copy.article.id]].append(copy)
    joined = [pair for group in together.values() for pair in combinations(group, 2)]
    wrong = [pair for pair in joined if pair[0].story != pair[1].story]
    families: dict[int, list[Copy]] = defaultdict(list)
    for copy in copies:
        families[copy.story].append(copy)
    wanted = [pair for family in families.values() for pair in combinations(family, 2)]
    found = len(joined) - len(wrong)
    precision, recall = found / max(1, len(joined)), found / max(1, len(wanted))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    tell(
        f"{len(copies)} articles of {len(families)} stories: pairwise precision {precision:.4f} "
        f"recall {recall:.4f} F1 {f1:.4f} ({len(wanted)} pairs)"
    )
    for kind in ("exact", *KINDS):
        pairs = [pair for pair in wanted if kind in (pair[0].kind, pair[1].kind)]
        hit = sum(origin_of[a.article.id] == origin_of[b.article.id] for a, b in pairs)
        tell(f"  {kind}: recall {hit / max(1, len(pairs)):.4f} of {len(pairs)} pairs")
    missed = [
        pair for pair in wanted if origin_of[pair[0].article.id] != origin_of[pair[1].article.id]
    ]
    tell(
        f"  missed: {json.dumps(Counter(f'{a.kind} + {b.kind}' for a, b in missed).most_common(8))}"
    )
    for first, second in draw_some(missed):
        tell(f"  - {first.kind}: {first.article.body[:700]!r}")
        tell(f"    {second.kind}: {second.article.body[:700]!r}")
    tails = [pair for pair in wrong if pair[0].kind == pair[1].kind == "same tail"]
    tell(f"  different stories put together: {len(wrong)} pairs, for the same tail {len(tails)}")
    kinds = Counter(tuple(sorted((a.kind, b.kind))) for a, b in wrong)
    tell(f"  {json.dumps({' + '.join(pair): count for pair, count in kinds.most_common(8)})}")
    for first, second in draw_some(wrong):
        tell(f"  ? {first.article.body[:160]!r}\n    {second.article.body[:160]!r}")


def draw_some(pairs: Sequence[tuple[Copy, Copy]]) -> list[tuple[Copy, Copy]]:
    """A dozen of different stories, spread over all."""
    by_story = list({(a.story, b.story): (a, b) for a, b in pairs}.values())
    return by_story[:: max(1, len(by_story) // 12)][:12]


def _reuters(folder: Path) -> Iterator[tuple[str, str]]:
    with tarfile.open(folder / "reuters21578.tar.gz") as archive:
        for member in archive:
            file = archive.extractfile(member) if member.name.endswith(".json") else None
            for row in json.load(file) if file else ():
                body = row.get("body", "")
                if len(body.split()) >= 30:
                    yield row.get("title", ""), re.sub(r"\s+Reuter\W*$", "", body)


def _bbc(folder: Path) -> Iterator[tuple[str, str]]:
    with tarfile.open(folder / "bbc_news.tar.gz") as archive:
        for member in archive:
            file = archive.extractfile(member) if member.name.endswith(".txt") else None
            if file is not None:
                title, _, body = file.read().decode("utf-8", "replace").partition("\n")
                if len(body.split()) >= 30:
                    yield title, body.strip()


if __name__ == "__main__":
    main()
