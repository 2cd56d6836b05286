"""The chat page: its files and no others, and the headers that protect it."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from anju.gateway import app

PAGE = Path(app.__file__).parent / "page"
FILES = sorted(path.name for path in PAGE.iterdir() if path.is_file())
TYPES = {
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
}


def test_the_first_address_is_the_page(client: TestClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert answer.content == (PAGE / "index.html").read_bytes()
    assert answer.headers["content-type"] == TYPES["html"]


@pytest.mark.parametrize("name", FILES)
def test_every_file_of_the_page_is_there_with_its_type(client: TestClient, name: str) -> None:
    answer = client.get(f"/page/{name}")
    assert answer.content == (PAGE / name).read_bytes()
    assert answer.headers["content-type"] == TYPES[name.rpartition(".")[2]]
    assert answer.headers["cache-control"] == "no-cache"
    assert client.head(f"/page/{name}").content == b""


@pytest.mark.parametrize(
    "name",
    ["", "..%2fapp.py", "..%2f..%2fapp.py", "%2e%2e/app.py", "....//app.py", "index.htm", "chat",
     "CHAT.JS", ".hidden", "chat.js/", "chat.js%00", "%2fetc%2fpasswd", "app.py", "a" * 5_000],
)  # fmt: skip
def test_no_other_file_is_there(client: TestClient, name: str) -> None:
    answer = client.get(f"/page/{name}")
    assert answer.status_code == 404
    assert answer.json()["error"] == "not_found"


@pytest.mark.parametrize("path", ["/", "/page/chat.js"])
def test_a_browser_that_has_the_file_gets_it_only_when_it_changed(
    client: TestClient, path: str
) -> None:
    tag = client.get(path).headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = client.get(path, headers={"If-None-Match": known})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == tag
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_all_that_the_page_names_is_there(client: TestClient) -> None:
    for name in ("style.css", "favicon.svg", "chat.js", "texts.json"):
        assert name in FILES
        assert client.get(f"/page/{name}").status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/"), ("GET", "/page/chat.js"), ("GET", "/page/no"), ("GET", "/health"),
     ("GET", "/openapi.json"), ("POST", "/api/chat"), ("POST", "/api/chat/session"),
     ("DELETE", "/api/chat/session"), ("GET", "/no"), ("PUT", "/")],
)  # fmt: skip
def test_every_answer_carries_the_headers_that_protect_it(
    client: TestClient, method: str, path: str
) -> None:
    headers = client.request(method, path).headers
    assert headers["content-security-policy"] == (
        "default-src 'self'; img-src 'self' blob: data:; style-src 'self'; script-src 'self'; "
        "base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "geolocation=()" in headers["permissions-policy"]
    assert "set-cookie" not in headers
    assert "access-control-allow-origin" not in headers


def test_no_cache_keeps_a_conversation(client: TestClient) -> None:
    assert client.post("/api/chat/session").headers["cache-control"] == "no-store"
    assert client.post("/api/chat").headers["cache-control"] == "no-store"
