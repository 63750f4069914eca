"""What the callers of `benchmarks.soak` do: every face of a served Dateline, one work at a time.

A work is given a caller and returns what was wrong, "" for nothing; what it raises is wrong, too.
"""

from __future__ import annotations

import json
import random
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Any, Literal

import httpx

from rag.client import Client, ClientError, Job

PLACES = "Aldersund Brennick Corriedale Dunmoor Elvaster Fallowby Greyfell Harrowgate".split()
PEOPLE = ("Mara Quill", "Tom Ruiz", "Ada Kerr", "Lena Ortiz", "Jon Aske", "Ines Vold", "Bram Holt")
THINGS = "bridge ferry dam steelworks hospital school harbour market railway library".split()
DEEDS = ("was closed", "was reopened", "was sold", "is to be rebuilt", "caught fire", "was flooded")
FORMATS: tuple[Literal["md", "html", "docx", "pdf"], ...] = ("md", "html", "docx", "pdf")
NEEDLESS = "what where which who when how many".split()


class Shelf:
    """Names of the files in the library, shared by all callers."""

    def __init__(self, articles: int) -> None:
        self._lock = threading.Lock()
        self._articles = articles
        self._numbers = count()
        self._names: list[str] = []

    @property
    def is_short(self) -> bool:
        """Whether there are fewer articles than there should be."""
        return len(self._names) < self._articles

    def new(self) -> str:
        """A name that is from now on on the shelf."""
        with self._lock:
            self._names.append(f"report-{next(self._numbers):05}.txt")
            return self._names[-1]

    def any(self, dice: random.Random) -> str:
        """A name on the shelf."""
        with self._lock:
            return dice.choice(self._names)

    def drop(self, name: str) -> None:
        """Its article is gone."""
        with self._lock:
            if name in self._names:
                self._names.remove(name)


class Caller:
    """One who works: a client of the API, a bare one for the other faces, and dice."""

    def __init__(
        self, url: str, key: str, transport: httpx.BaseTransport, shelf: Shelf, dice: random.Random
    ) -> None:
        self.client = Client(url, key=key, transport=transport)
        self.http = httpx.Client(
            base_url=url,
            headers={"authorization": f"Bearer {key}"},
            timeout=330,
            transport=transport,
        )
        self.shelf = shelf
        self.dice = dice

    def question(self) -> str:
        """A new one, or one that was asked before and is remembered."""
        thing, place = self.dice.choice(THINGS), self.dice.choice(PLACES)
        return f"{self.dice.choice(NEEDLESS).capitalize()} {thing} of {place} was closed?"

    def send(self, names: Sequence[str]) -> str:
        """Uploads articles of these names and waits until they are in."""
        with tempfile.TemporaryDirectory(prefix="dateline-soak-") as folder:
            paths = [Path(folder) / name for name in names]
            for path in paths:
                path.write_text(report(path.stem, self.dice))
            job = self.client.wait(self.client.add(paths))
        failed = job.result["failed"] if job.result else ["no report"]
        return f"not read: {failed}" if failed else ""


def report(name: str, dice: random.Random) -> str:
    """An article about something that happened somewhere; no two are the same."""
    thing, place, deed = dice.choice(THINGS), dice.choice(PLACES), dice.choice(DEEDS)
    lines = [f"The {thing} of {place} {deed} on {dice.randint(1, 28)} March, the council said."]
    for _ in range(dice.randint(5, 14)):
        who, much = dice.choice(PEOPLE), dice.randint(2, 900)
        lines.append(
            dice.choice(
                (
                    f"“It will cost {much} million crowns,” said {who}, who lives in {place}.",
                    f"{who} said that {much} people had asked for the {thing} to be kept open.",
                    f"About {much} visitors come to {place} every week, most of them by boat.",
                    f"{who} denied that the {thing} had ever been unsafe.",
                )
            )
        )
    title = f"Title: The {thing} of {place} {deed} ({name})\nSource: {place} Post\n"
    return f"{title}Date: 2026-03-{dice.randint(1, 28):02}\n\n" + "\n\n".join(lines)


# The works


def fill(caller: Caller) -> str:
    """New articles, several in one request."""
    return caller.send([caller.shelf.new() for _ in range(caller.dice.randint(1, 5))])


def change(caller: Caller) -> str:
    """Another text under a name that is there."""
    return caller.send([caller.shelf.any(caller.dice)])


def remove(caller: Caller) -> str:
    """One article, of which somebody else may be making use."""
    name = caller.shelf.any(caller.dice)
    found = caller.client.articles(text=Path(name).stem, limit=1)
    caller.shelf.drop(name)
    if found:
        _gone_is_fine(lambda: caller.client.remove(found[0]["id"]))
    return ""


def listed(caller: Caller) -> str:
    """The list, then one article."""
    articles = caller.client.articles(limit=30)
    if articles:
        _gone_is_fine(lambda: caller.client.article(caller.dice.choice(articles)["id"]))
    return ""


def search(caller: Caller) -> str:
    """Passages, each compared with its article."""
    hits = caller.client.search(caller.question(), k=5)
    return next(
        filter(None, (_differs(caller, one.article_id, one.start, one.text) for one in hits)), ""
    )


def ask(caller: Caller) -> str:
    """Plainly; quotes are compared with their articles."""
    answer = caller.client.ask(caller.question())
    quotes = [(one.article_id, one.start, one.quote) for one in answer.citations]
    return next(filter(None, (_differs(caller, *quote) for quote in quotes)), "")


def ask_live(caller: Caller) -> str:
    """As events."""
    names = [name for name, _ in caller.client.ask_events(f"{caller.question()} {time.time()}")]
    return "" if names[-1:] == ["answer"] else f"the last event was {names[-1:]}"


def turn_away(caller: Caller) -> str:
    """Asks, and leaves at the first event."""
    body = {"question": f"{caller.question()} {time.time()}"}
    headers = {"accept": "text/event-stream"}
    with caller.http.stream("POST", "/api/v1/ask", json=body, headers=headers) as response:
        next(response.iter_raw(), b"")
    return ""


def save_answer(caller: Caller) -> str:
    """An answer as a file."""
    body = {"question": caller.question(), "format": caller.dice.choice(FORMATS)}
    return _ok(caller.http.post("/api/v1/ask", json=body))


def brief(caller: Caller) -> str:
    """A briefing as a job, and then as a file."""
    topic = f"{caller.dice.choice(THINGS)} of {caller.dice.choice(PLACES)}"
    return _written(caller, lambda: caller.client.brief(topic, length="paragraph"))


def compare(caller: Caller) -> str:
    """A comparison as a job, and then as a file."""
    topic = f"{caller.dice.choice(THINGS)} of {caller.dice.choice(PLACES)}"
    return _written(caller, lambda: caller.client.compare(topic))


def summarise(caller: Caller) -> str:
    """One article."""
    articles = caller.client.articles(limit=30)
    chosen = caller.dice.choice(articles)["id"]
    _gone_is_fine(lambda: caller.client.summarise(chosen, "line"))
    return ""


def said(caller: Caller) -> str:
    """Who said what, and the stories there are."""
    caller.client.statements(speaker=caller.dice.choice(PEOPLE))
    caller.client.stories()
    return ""


def chat(caller: Caller) -> str:
    """As a chat client."""
    message = {"role": "user", "content": caller.question()}
    body = {"model": "dateline", "messages": [message], "stream": caller.dice.random() < 0.5}
    return _ok(caller.http.post("/v1/chat/completions", json=body))


def agent(caller: Caller) -> str:
    """As an agent."""
    call = {"name": "search", "arguments": {"query": caller.question(), "k": 3}}
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
    headers = {"accept": "application/json, text/event-stream"}
    return _ok(caller.http.post("/mcp", json=body, headers=headers))


def page(caller: Caller) -> str:
    """As a browser: the page, and one of its events in a session of its own."""
    session = f"soak{caller.dice.getrandbits(60):x}"
    wrong = _ok(caller.http.get("/"))
    functions = caller.http.get("/config").json()["dependencies"]
    number = next(one["id"] for one in functions if one["api_name"] == "ask")
    given = [f"{caller.question()} {time.time()}", "", "", ""]
    event = {"fn_index": number, "data": given, "session_hash": session}
    wrong = wrong or _ok(caller.http.post("/gradio_api/queue/join", json=event))
    with caller.http.stream(
        "GET", "/gradio_api/queue/data", params={"session_hash": session}
    ) as response:
        for line in response.iter_lines():
            told = json.loads(line[6:]) if line else {"msg": ""}
            if told["msg"] == "process_completed":
                return wrong or ("" if told["success"] else f"the event failed: {told}")
    return wrong or "the event did not end"


def look(caller: Caller) -> str:
    """As who watches over it."""
    return _ok(caller.http.get("/metrics")) or _ok(caller.http.get("/healthz"))


Work = Callable[[Caller], str]

WORKS: tuple[tuple[Work, int], ...] = (
    (ask, 20), (ask_live, 10), (turn_away, 6), (save_answer, 5), (search, 20), (listed, 8),
    (fill, 3), (change, 8), (remove, 7), (brief, 2), (compare, 1), (summarise, 3), (said, 3),
    (chat, 5), (agent, 6), (page, 5), (look, 5),
)  # fmt: skip
"""Each with its weight."""


def _written(caller: Caller, begin: Callable[[], Job]) -> str:
    """Waits for a job and takes what it wrote; that nothing fits a topic is an answer, too."""
    try:
        job = caller.client.wait(begin())
    except ClientError as error:
        return "" if error.kind == "invalid_request" else str(error)
    kept = caller.client.document(job, caller.dice.choice(FORMATS))
    return "" if kept else "an empty document"


def _differs(caller: Caller, article_id: str, start: int, quote: str) -> str:
    article: dict[str, Any] = {}
    _gone_is_fine(lambda: article.update(caller.client.article(article_id)))
    if not article or article["body"][start : start + len(quote)] == quote:
        return ""
    return f"a quote is not in its article: {quote[:80]!r}"


def _gone_is_fine(call: Callable[[], Any]) -> None:
    """Somebody else may have removed the article a moment ago."""
    try:
        call()
    except ClientError as error:
        if error.kind != "not_found":
            raise


def _ok(response: httpx.Response) -> str:
    return f"{response.status_code} {response.text[:200]}" if response.is_error else ""
