"""The gate and the doors in it: who is asked to sign in, who passes, and what ends a session."""

import pytest

from rag.api.app import Machines
from rag.errors import SettingsError
from rag.users import Users, UsersFile
from tests.fake_desk import FakeDesk
from tests.fakes import make_article
from tests.rag.api.client import client_of

USERS = "ana:secret-1:editor, ben:secret-2:reader"


@pytest.fixture
def desk(tmp_path):
    desk = FakeDesk([make_article(id="aaaaaaaaaaaaaaaa")])
    desk.settings = desk.settings.model_copy(update={"home": tmp_path, "users": USERS})
    return desk


@pytest.fixture
def client(desk):
    client = client_of(desk)
    client.follow_redirects = False
    return client


def sign_in(client, name="ben", password="secret-2", **more):
    return client.post("/sign-in", data={"name": name, "password": password, **more})


def test_a_browser_is_led_to_the_sign_in_page_and_back(client):
    asked = client.get("/?story=5f", headers={"accept": "text/html"})
    assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in?to=%2F%3Fstory%3D5f")
    page = client.get(asked.headers["location"])
    assert 'value="/?story=5f"' in page.text
    signed_in = sign_in(client, to="/?story=5f")
    assert (signed_in.status_code, signed_in.headers["location"]) == (303, "/?story=5f")
    assert client.get("/?story=5f").text == "the web app"


def test_a_program_is_told_what_to_send(client):
    response = client.get("/api/v1/articles")
    assert (response.status_code, response.json()["error"]["type"]) == (401, "not_logged_in")
    assert response.headers["www-authenticate"].startswith("Bearer")


def test_the_cookie_is_for_the_server_alone(client):
    cookie = sign_in(client).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


@pytest.mark.parametrize("to", ["https://evil.example", "//evil.example", "/\\evil.example", "x"])
def test_signing_in_leads_nowhere_else(client, to):
    assert sign_in(client, to=to).headers["location"] == "/"


def test_what_the_link_says_is_text_on_the_page(client):
    page = client.get("/sign-in", params={"to": '/"><script>alert(1)</script>'}).text
    assert "<script>" not in page


@pytest.mark.parametrize("password", ["", "secret-1", "SECRET-2"])
def test_a_wrong_password_is_told_without_saying_what_is_wrong(client, password):
    known, unknown = sign_in(client, password=password), sign_in(client, name="zoe")
    assert known.status_code == unknown.status_code == 401
    assert known.text == unknown.text
    assert "set-cookie" not in known.headers


def test_passwords_cannot_be_tried_without_end(client, monkeypatch):
    # Without the hashing, which on a busy machine takes longer than a try is counted.
    monkeypatch.setattr(Users, "with_password", lambda *given: None)
    answers = [sign_in(client, password="x") for _ in range(12)]
    assert [answer.status_code for answer in answers[-2:]] == [429, 429]
    assert int(answers[-1].headers["retry-after"]) > 0


def test_a_form_longer_than_a_name_and_a_password_is_not_read(client):
    assert sign_in(client, password="x" * 20_000).status_code == 413


def test_who_signs_out_is_out(client):
    sign_in(client)
    token = client.cookies["dateline"]
    assert client.get("/api/v1/articles").status_code == 200
    client.post("/sign-out")
    client.cookies.set("dateline", token)
    assert client.get("/api/v1/articles").status_code == 401


def test_a_new_password_ends_the_sessions_of_the_old(desk, client, tmp_path):
    file = UsersFile(tmp_path)
    file.put_user("cy", "reader", "first password")
    sign_in(client, "cy", "first password")
    assert client.get("/api/v1/articles").status_code == 200
    file.put_user("cy", "reader", "second password")
    assert client.get("/api/v1/articles").status_code == 401


def test_a_key_is_for_its_user_and_a_wrong_one_is_told(client, tmp_path):
    key, made = UsersFile(tmp_path).add_key("ben", "script")
    bearer = {"authorization": f"Bearer {key}"}
    assert client.get("/api/v1/articles", headers=bearer).status_code == 200
    assert client.delete("/api/v1/articles/aaaaaa", headers=bearer).status_code == 403
    UsersFile(tmp_path).remove_key(made.id)
    assert client.get("/api/v1/articles", headers=bearer).status_code == 401


def test_a_wrong_key_is_not_made_right_by_a_session(client):
    sign_in(client)
    wrong = {"authorization": "Bearer dateline-wrong"}
    assert client.get("/api/v1/articles", headers=wrong).status_code == 401


def test_a_reader_changes_nothing_and_an_editor_may(client, desk):
    sign_in(client)
    assert client.delete("/api/v1/articles/aaaaaa").status_code == 403
    sign_in(client, "ana", "secret-1")
    assert client.delete("/api/v1/articles/aaaaaa").status_code == 200


def test_a_damaged_users_file_closes_everything(client, tmp_path):
    sign_in(client)
    (tmp_path / "users.json").write_text("{")
    assert client.get("/api/v1/articles").status_code == 503
    assert client.get("/").status_code == 503


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin", "origin": "null"}, 200),
        ({"sec-fetch-site": "none"}, 200),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "null"}, 403),
    ],
)
def test_a_page_is_ours_by_what_the_browser_says(client, headers, status):
    sign_in(client)
    response = client.post("/api/v1/search", json={"query": "dam"}, headers=headers)
    assert response.status_code == status


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "news.example"])
def test_beyond_this_machine_users_are_needed_or_plain_words(desk, host):
    def served(**settings):
        desk.settings = desk.settings.model_copy(update={"host": host, **settings})
        return Machines(desk)

    with pytest.raises(SettingsError, match="DATELINE_OPEN_TO_ALL"):
        served(users="")
    assert "sign in" in served(users=USERS).who_may()
    assert "whoever" in served(users="", open_to_all=True).who_may()


def test_it_is_ready_once_its_models_are(client, desk, monkeypatch):
    assert client.get("/healthz").json() == {"status": "alive"}
    assert client.get("/readyz").status_code == 200
    loading = type(desk.generator_state())("fake-generator", "loading")
    monkeypatch.setattr(desk, "generator_state", lambda: loading)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["generator"]) == (503, "loading")
