"""Reading ahead on the real desk: what comes in is read, a comparison then finds it read."""

import threading
from pathlib import Path

import pytest

from rag.assemble import assemble
from rag.settings import Settings
from rag.types import Readings

pytestmark = pytest.mark.real

HERALD = Path(__file__).parents[2] / "articles" / "news" / "aldersund-herald"
WAIT_SECONDS = 120.0


def test_an_ingest_is_read_behind_it_and_stays_read(tmp_path):
    settings = Settings.load(home=tmp_path)
    desk, looked = assemble(settings), threading.Event()
    try:
        desk.reading.start(lambda: False)
        list(desk.ingest([HERALD]))
        articles = desk.counts()["articles"]
        waits = iter(range(int(WAIT_SECONDS / 0.25)))
        while desk.reading.state.read < articles and next(waits) is not None:
            looked.wait(0.25)
        assert desk.reading.state == Readings(articles, articles)
    finally:
        desk.close()
    again = assemble(settings)
    try:
        assert again.reading.state == Readings(articles, articles)
        assert again.statements([one.id for one in again.articles()])
    finally:
        again.close()
