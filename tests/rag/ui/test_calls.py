"""What `gradio_client` calls has stable names, and says what the API says."""

import json
import warnings

import httpx
import pytest

from rag.api.app import Machines
from rag.ui.web import launch, shut
from tests.rag.ui.pages_desk import PagesDesk


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    desk = PagesDesk(tmp_path_factory.mktemp("home")).with_samples()
    machines = Machines(desk)
    demo = launch(machines.desk, around=machines.middleware())
    yield demo
    machines.close()
    shut(demo)


@pytest.fixture(scope="module")
def served(page):
    return page.local_url


@pytest.fixture(scope="module")
def caller(served):
    from gradio_client import Client

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield Client(served, verbose=False, analytics_enabled=False)


def test_these_names_are_offered_and_no_others(served):
    offered = httpx.get(f"{served}gradio_api/info").json()
    assert sorted(offered["named_endpoints"]) == ["/ask", "/brief", "/compare", "/search", "/show"]
    assert offered["unnamed_endpoints"] == {}


@pytest.mark.parametrize(
    ("name", "given", "path", "body"),
    [
        ("/ask", ("How many passengers?",), "/ask", {"question": "How many passengers?"}),
        ("/search", ("ferry", 2), "/search", {"query": "ferry", "k": 2}),
        ("/brief", ("ferry",), "/briefings", {"topic": "ferry"}),
        ("/compare", ("ferry",), "/comparisons", {"topic": "ferry"}),
    ],
)
def test_a_call_says_what_its_route_says(served, caller, name, given, path, body):
    told = httpx.post(f"{served}api/v1{path}", json=body).json()
    said = json.loads(caller.predict(*given, api_name=name))
    assert {**said, "timings": None} == {**told, "timings": None}


def test_a_failure_is_told_in_its_own_words(caller):
    from gradio_client.exceptions import AppError

    with pytest.raises(AppError, match="zzzz"):
        caller.predict("zzzz", api_name="/show")


def test_a_session_does_not_keep_what_every_component_showed(page, caller):
    caller.predict("ferry", 2, api_name="/search")
    sessions = page.state_holder.session_data.values()
    assert [one.config_values for one in sessions] == [{}] * len(sessions)
    assert len(sessions) > 0
