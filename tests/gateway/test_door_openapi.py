"""The OpenAPI document is valid, and says what the door does."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate_spec
from starlette.routing import Route
from starlette.testclient import TestClient

from anju.gateway.errors import STATUS, DoorError, load_error_answers
from anju.gateway.message import LONGEST
from anju.gateway.turn import INTENTS
from anju.language.emergency import KINDS
from anju.storage.yaml_file import DataFileError, read_yaml


@pytest.fixture
def document(client: TestClient) -> Mapping[str, Any]:
    answer = client.get("/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    content: Mapping[str, Any] = answer.json()
    return content


def test_it_is_a_valid_document(document: Mapping[str, Any]) -> None:
    assert document["openapi"].startswith("3.1.")
    validate_spec(dict(document))


def test_every_route_and_method_is_in_it_and_nothing_else(
    client: TestClient, document: Mapping[str, Any]
) -> None:
    routes = [route for route in client.app.routes if isinstance(route, Route)]  # type: ignore[attr-defined]
    there = {
        (route.path, method.lower())
        for route in routes
        for method in (route.methods or set()) - {"HEAD"}
    }
    said = {(path, method) for path, each in document["paths"].items() for method in each}
    assert said == there


def codes(document: Mapping[str, Any]) -> set[tuple[str, int]]:
    """Return every (error code, status) that an operation may answer with."""
    found = set()
    for path in document["paths"].values():
        for operation in path.values():
            for status, response in operation["responses"].items():
                name = response.get("$ref", "").rpartition("/")[2]
                text = json.dumps(document["components"]["responses"].get(name, {}))
                for names in re.findall(r'"error": \{"enum": \[([^]]*)\]', text):
                    found |= {(code, int(status)) for code in re.findall(r"\w+", names)}
    return found


def test_every_error_is_in_it_with_its_status(document: Mapping[str, Any]) -> None:
    assert codes(document) == set(STATUS.items())


def test_it_knows_the_limits_and_kinds(document: Mapping[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert schemas["Question"]["properties"]["message"]["maxLength"] == LONGEST
    kinds = schemas["Message"]["properties"]["custom"]["properties"]["kind"]["enum"]
    assert set(kinds) == set(KINDS) == set(INTENTS)


def test_every_error_has_its_words_and_the_page_for_other_clients_names_it(
    data: Path, root: Path
) -> None:
    answers = load_error_answers(data / "door" / "errors.yml")
    page = (root / "docs" / "api.md").read_text(encoding="utf-8")
    for code, status in STATUS.items():
        answer = answers(DoorError(code))
        assert answer.status_code == status
        assert f"`{code}`" in page


def test_whoever_cannot_be_let_in_is_told_the_numbers(data: Path) -> None:
    texts = read_yaml(data / "door" / "errors.yml")["errors"]
    technical = {
        "empty_message",
        "malformed_json",
        "not_json",
        "not_found",
        "not_screenable",
        "wrong_method",
    }
    for code in set(STATUS) - technical:
        for text in texts[code].values():
            assert {"110", "119", "120"} <= set(re.findall(r"\d+", text)), code


def test_a_missing_error_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "errors.yml"
    path.write_text("errors: {not_found: {zh: x, en: y}}\n")
    with pytest.raises(DataFileError, match="too_busy"):
        load_error_answers(path)
    path.write_text("errors:\n" + "".join(f"  {code}: {{zh: x, en: ''}}\n" for code in STATUS))
    with pytest.raises(DataFileError, match="one text in zh and one in en"):
        load_error_answers(path)
