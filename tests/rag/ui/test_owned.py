"""Sessions at the door: what Gradio would remember of a name that a browser made up."""

import httpx
import pytest

from rag.ui.owned import SESSION_CHARS, Owned


@pytest.fixture
def client():
    async def behind(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    transport = httpx.ASGITransport(app=Owned(behind))
    return httpx.AsyncClient(transport=transport, base_url="http://dateline")


@pytest.mark.anyio
@pytest.mark.parametrize(("chars", "status"), [(SESSION_CHARS, 200), (SESSION_CHARS + 1, 400)])
async def test_a_long_name_of_a_session_is_refused_wherever_it_stands(client, chars, status):
    name = "s" * chars
    told = [
        await client.post("/gradio_api/queue/join", json={"session_hash": name}),
        await client.get("/gradio_api/queue/data", params={"session_hash": name}),
        await client.get(f"/gradio_api/heartbeat/{name}"),
    ]
    assert [one.status_code for one in told] == [status] * 3
