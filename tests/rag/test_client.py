"""The Python client against the real API over a fake desk; the README's example is run."""

import re
import time
from pathlib import Path

import httpx
import pytest

from rag import client as client_module
from rag.api.app import Machines
from rag.client import Client, ClientError, Only
from rag.ui.web import launch, shut
from rag.users import UsersFile
from tests.rag.ui.pages_desk import PagesDesk

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """(desk, address, key of an editor)."""
    home = tmp_path_factory.mktemp("home")
    desk = PagesDesk(home).with_samples()
    desk.gate.set()
    file = UsersFile(home)
    file.put_user("ana", "editor", "long enough")
    key, _ = file.add_key("ana", "tests")
    machines = Machines(desk)
    demo = launch(machines.desk, around=machines.middleware())
    yield desk, demo.local_url.rstrip("/"), key
    machines.close()
    shut(demo)


@pytest.fixture
def dateline(served, monkeypatch):
    monkeypatch.setattr(client_module, "POLL_SECONDS", 0.02)
    _, url, key = served
    with Client(url, key=key) as client:
        yield client


def test_the_example_of_the_readme_runs(served, monkeypatch, capsys):
    _, url, key = served
    (example,) = re.findall(r"^```python\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    example = example.replace("http://127.0.0.1:7860", url).replace('key=""', f'key="{key}"')
    exec(compile(example, "README.md", "exec"), {})
    assert re.search(r"\d{4,} bytes of Word", capsys.readouterr().out)


def test_a_connection_is_kept_for_longer_than_clients_and_proxies_keep_it(served):
    _, url, _ = served
    with httpx.Client(limits=httpx.Limits(keepalive_expiry=60)) as client:
        client.get(f"{url}/healthz")
        time.sleep(5.5)  # the server's own choice would be 5
        steps = []
        trace = {"trace": lambda name, _: steps.append(name)}
        assert client.get(f"{url}/healthz", extensions=trace).status_code == 200
    assert steps
    assert not [name for name in steps if name.startswith("connection.")]


def test_an_answer_has_its_citations(dateline):
    answer = dateline.ask("How many passengers?")
    assert answer.citations
    for citation in answer.citations:
        body = dateline.article(citation.article_id)["body"]
        assert body[citation.start : citation.end] == citation.quote
    assert dateline.ask("How many passengers?").remembered


def test_events_come_as_they_are_sent(dateline):
    names = [name for name, _ in dateline.ask_events("Where is the ferry?")]
    assert (*names[:2], names[-1]) == ("found", "evidence", "answer")


def test_what_is_listed_and_found(dateline):
    articles = dateline.articles()
    assert dateline.article(articles[0]["id"])["title"] == articles[0]["title"]
    only = Only(sources=(articles[0]["source"],))
    assert {one["source"] for one in dateline.articles(only)} == {articles[0]["source"]}
    hit = dateline.search("ferry", k=1)[0]
    assert dateline.article(hit.article_id)["body"][hit.start : hit.end] == hit.text
    assert len(dateline.stories()) == 1
    assert isinstance(dateline.statements(), list)


def test_documents_are_written_as_jobs(dateline):
    job = dateline.wait(dateline.brief("ferry"))
    assert (job.state, job.kind) == ("done", "briefing")
    assert dateline.document(job, "md").startswith(b"#")
    compared = dateline.wait(dateline.compare("ferry", speakers=["Ana"]))
    assert compared.result["topic"] == "ferry"
    assert dateline.check_claim("It sank")["claim"] == "It sank"
    assert dateline.summarise(dateline.articles()[0]["id"], "line")["length"] == "line"


def test_files_and_links_are_added_and_removed(dateline, tmp_path):
    path = tmp_path / "note.txt"
    path.write_text("The dam broke.")
    job = dateline.wait(dateline.add([path], ["https://news.example/a"]))
    assert job.result["added"] == 2
    newest = next(one for one in dateline.articles() if one["title"] == "note")
    assert dateline.remove(newest["id"]) == [newest["id"]]


def test_a_refusal_says_why(dateline, served):
    with pytest.raises(ClientError, match="'zzzz'") as told:
        dateline.article("zzzz")
    assert (told.value.status, told.value.kind) == (404, "not_found")
    with pytest.raises(ClientError, match="20000") as told:
        list(dateline.ask_events("a" * 20_001))
    assert told.value.status == 422
    wrong = Client(served[1], key="dateline-wrong")
    with wrong as stranger, pytest.raises(ClientError, match="API key"):
        stranger.articles()


def test_a_failed_job_is_raised(dateline):
    with pytest.raises(ClientError, match="No article fits"):
        dateline.wait(dateline.brief("fail"))


def test_what_is_no_dateline_is_told():
    page = httpx.MockTransport(lambda request: httpx.Response(502, text="<html>"))
    with Client(transport=page) as client, pytest.raises(ClientError, match="answered 502"):
        client.articles()
