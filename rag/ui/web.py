"""The whole app: masthead, pages, the reader; built around a desk, and launched."""

from __future__ import annotations

import logging
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
from starlette.middleware import Middleware

from rag.errors import SettingsError
from rag.ui.ask import AskPage
from rag.ui.brief import BriefPage
from rag.ui.calls import Calls
from rag.ui.compare import ComparePage
from rag.ui.events import drawn, quick
from rag.ui.guard import Guard, is_local
from rag.ui.library import LibraryPage
from rag.ui.owned import Owned
from rag.ui.ports import ReadingDesk
from rag.ui.reader import Reader
from rag.ui.render.html import Html
from rag.ui.render.masthead import masthead, settled
from rag.ui.search import SearchPage
from rag.ui.started import Started
from rag.ui.theme import head, theme
from rag.users import ANYBODY, USER_KEY, User, acting_as, current_user

QUEUE_SIZE = 64
"""Questions and ingests that may wait; more are told that the queue is full."""

THREADS = 100
"""Handlers at work or waiting for their turn; more than `AT_ONCE` and the quick ones need."""

POLL_SECONDS = 1.0
"""Between two looks at models that are still loading and at a library that is empty or growing."""

KEEP_UPLOADS_SECONDS = 24 * 3600
"""After which files that went through the upload folder are deleted."""

KEEP_ALIVE_SECONDS = 75
"""For a connection on which nothing is asked: longer than clients and proxies keep one. Who asks on
one just when it is closed here is told nothing but that it was reset."""

CLOSE_SECONDS = 1
"""For answers and ingests that are under way when the app is closed."""

SESSIONS = 200
"""Conversations kept in memory."""


class UsersBlocks(gr.Blocks):
    """Blocks whose every event runs as the user whose request it came with, and leaves little.

    All ways to run a handler lead through `process_api`: queue, direct call, and MCP.
    """

    async def postprocess_data(
        self, block_fn: Any, predictions: Any, *given: Any, **named: Any
    ) -> list[Any]:
        # No updates: Gradio would take the empty dictionary for the value of a component.
        told = gr.skip() if isinstance(predictions, dict) and not predictions else predictions
        done: list[Any] = await super().postprocess_data(block_fn, told, *given, **named)
        return done

    async def process_api(self, *given: Any, **named: Any) -> dict[str, Any]:
        request = named.get("request")
        asked = getattr(request, "request", None)
        user = asked.scope.get(USER_KEY, ANYBODY) if asked is not None else ANYBODY
        with acting_as(user):
            done: dict[str, Any] = await super().process_api(*given, **named)
        if (session := named.get("state")) is not None:
            # What every component of the page showed last, some 300 kB a session; only Gradio's
            # deep links would read it, and there are none.
            session.config_values.clear()
        return done


@dataclass(frozen=True, slots=True)
class Pages:
    """What the tabs hold."""

    ask: AskPage
    brief: BriefPage
    compare: ComparePage
    search: SearchPage
    library: LibraryPage


def build(desk: ReadingDesk, *, samples: Path | None = None) -> gr.Blocks:
    """The app, not yet served.

    Args:
        desk: What the pages call.
        samples: Folder of articles that an empty library offers to load.
    """
    with UsersBlocks(
        title="Dateline",
        analytics_enabled=False,
        delete_cache=(3600, KEEP_UPLOADS_SECONDS),
        fill_width=True,
    ) as demo:
        top = drawn(_masthead(desk), elem_id="top")
        with gr.Tabs(elem_id="pages") as pages:
            with gr.Tab("Ask", id="ask"):
                ask = AskPage(desk, samples=samples is not None)
            with gr.Tab("Brief", id="brief") as brief_tab:
                brief = BriefPage(desk)
            with gr.Tab("Compare", id="compare"):
                compare = ComparePage(desk)
            with gr.Tab("Search", id="search"):
                search = SearchPage(desk)
            with gr.Tab("Library", id="library"):
                library = LibraryPage(desk, samples=samples)
        reader = Reader(desk)
        shown = Pages(ask, brief, compare, search, library)
        _wire(demo, desk, top, pages, shown, reader)
        brief.stories.listed_at(brief_tab.select)
        Calls(desk)
    return demo.queue(max_size=QUEUE_SIZE, default_concurrency_limit=4, api_open=False)


def launch(
    desk: ReadingDesk,
    *,
    samples: Path | None = None,
    open_browser: bool = False,
    around: Sequence[Middleware] = (),
) -> gr.Blocks:
    """Builds the app and begins to serve it on the address that the settings name.

    That address is in `local_url` of what is returned; the caller ends it with `shut`.

    Args:
        desk: What the pages call.
        samples: Folder of articles that an empty library offers to load.
        open_browser: Show the page in the default browser once it can be shown.
        around: What every request passes before the app, outermost first.

    Raises:
        SettingsError: The port is taken, or the address is none of this machine's.
    """
    settings = desk.settings
    port = settings.port or _free_port(settings.host)
    _check_address(settings.host, port)
    demo = build(desk, samples=samples)
    demo.launch(
        server_name=settings.host,
        server_port=port,
        inbrowser=open_browser,
        prevent_thread_lock=True,
        quiet=True,
        share=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        run_history=False,
        enable_monitoring=False,
        strict_cors=True,
        show_error=False,
        footer_links=[],
        allowed_paths=[],
        max_threads=THREADS,
        max_file_size=f"{settings.max_file_mb}mb",
        state_session_capacity=SESSIONS,
        theme=theme(),
        head=head(),
        app_kwargs={
            "middleware": [
                Middleware(Started, blocks=demo),
                Middleware(Guard, local=is_local(settings.host)),
                *around,
                Middleware(Owned),
            ]
        },
    )
    # Read anew for each connection; Gradio has no word for it.
    demo.server.config.timeout_keep_alive = KEEP_ALIVE_SECONDS
    return demo


def shut(demo: gr.Blocks) -> None:
    """Ends what `launch` began, within a second or two, whoever still looks at a page."""
    demo.server.config.timeout_graceful_shutdown = CLOSE_SECONDS
    # What is cut off now is meant to be, and no error to be told at length.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    demo.close(verbose=False)


def _wire(
    demo: gr.Blocks, desk: ReadingDesk, top: Any, tabs: Any, pages: Pages, reader: Reader
) -> None:
    ask, brief, compare, search, library = (
        pages.ask, pages.brief, pages.compare, pages.search, pages.library,
    )  # fmt: skip
    timer, seen = gr.Timer(POLL_SECONDS, active=False), gr.State(-1)

    def poll(
        seen_before: int, exchanges: Any, compared: Any, found: Any, text: str, offset: int
    ) -> dict[Any, Any]:
        articles = desk.counts()["articles"]
        changed = articles != seen_before
        waiting = not settled(desk.generator_state(), desk.embedder_state())
        reading = desk.reading.state.going
        drawn_anew: dict[Any, Any] = {}
        if changed:
            drawn_anew |= ask.refresh(exchanges) | brief.refresh() | compare.refresh(compared)
            drawn_anew |= search.refresh(found) | library.refresh(text, offset)
        return {
            top: _masthead(desk, current_user()),
            timer: gr.Timer(active=waiting or changed or reading or not articles),
            seen: articles,
            **compare.read_ahead(),
            **drawn_anew,
        }

    polled = {
        "inputs": [
            seen, ask.exchanges, compare.found, search.found, library.search, library.offset,
        ],
        "outputs": [
            top, timer, seen, compare.ahead, *ask.refreshed(), *brief.refreshed(),
            *compare.refreshed(), *search.refreshed(), *library.refreshed(),
        ],
    }  # fmt: skip
    quick(demo.load, poll, **polled)
    quick(timer.tick, poll, **polled)
    writing = [*ask.wire(), *brief.wire(), *compare.wire()]
    changing = library.wire(ask.welcome.samples, reader.panel.remove)
    for event in (*writing, *changing):
        quick(event.then, poll, **polled)
    search.wire()
    reader.wire()
    reader.opens_from(
        ask.sources, ask.earlier_sources, library.table, brief.sources, compare.result,
        compare.quotes, search.results,
    )  # fmt: skip
    for trigger in (
        ask.welcome.library, ask.welcome.samples, reader.panel.remove,
        brief.stories.listing.library, compare.result.library, search.results.library,
    ):  # fmt: skip
        quick(trigger, lambda: gr.Tabs(selected="library"), outputs=tabs)


def _masthead(desk: ReadingDesk, user: User = ANYBODY) -> Html:
    articles, outlets = desk.counts()["articles"], len(desk.outlets())
    return masthead(articles, outlets, desk.generator_state(), desk.embedder_state(), user)


def _free_port(host: str) -> int:
    with socket.socket(_family(host)) as probe:
        probe.bind((host, 0))
        port: int = probe.getsockname()[1]
        return port


def _check_address(host: str, port: int) -> None:
    try:
        with socket.socket(_family(host)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise SettingsError(
            f"the web app cannot use {host}:{port}: {error.strerror or error}. Is Dateline "
            "already running? Otherwise choose another port with DATELINE_PORT; 0 takes a free one."
        ) from error


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET
