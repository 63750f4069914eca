"""Drawn requests against all that the OpenAPI document describes, and what is wrong with answers.

Requests that fit the document and requests that do not, plainly, as events and as jobs. An answer
is wrong if it is a 5xx, or its status, type or shape is not as described. The API, gate and limits
are the real ones, the desk behind them is a fake.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal

import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from rag.types import Citation, ClaimCheck, ClaimEvent, ClaimWitness, Hit
from tests.fake_desk import FakeDesk
from tests.fakes import make_article
from tests.rag.api.client import client_of

Mode = Literal["positive", "negative"]
"""Of requests: as described, or broken."""

WAYS = ({}, {"accept": "text/event-stream"}, {"prefer": "respond-async"})

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]

REFUSALS = [negative_data_rejection]
"""Checks that know by which status a request should have been refused."""

ARTICLES = (
    make_article("Ana said: the dam held. It broke on Monday.", id="a" * 32),
    make_article("<b>It</b> “broke” ]]> \x1b[2J.", title="\u202eDam", published=None, id="b" * 32),
)


class FoundDesk(FakeDesk):
    """Finds both articles whatever is asked, and a witness for any claim."""

    def search(self, query: str, *given: Any, **named: Any) -> list[Hit]:
        return super().search("broke held" if query.strip() else query, *given, **named)

    def check_claim(self, claim: str, **named: Any) -> Iterator[ClaimEvent]:
        one = self.statements([ARTICLES[0].id])[0]
        cited = Citation(1, one.article, *one.sentence)
        kind = one.speaker_kind
        witness = ClaimWitness(cited, one.speaker, kind, "agree", "", 0.9, "in so many words", one)
        yield ClaimCheck(claim, (witness,), (), (replace(witness, statement=None),))


class Fuzzed:
    """An API, to be asked anything."""

    def __init__(self) -> None:
        self._desk = FoundDesk(ARTICLES)
        given_settings = {"asks_per_minute": 0, "max_waiting": 1000}
        self._desk.settings = self._desk.settings.model_copy(update=given_settings)
        client = client_of(self._desk)
        self._schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", client.app)
        begun = client.post(
            "/api/v1/ask", json={"question": "What broke?"}, headers={"prefer": "respond-async"}
        )
        self._known = {"article_id": ARTICLES[0].id, "job_id": begun.json()["id"]}

    def operations(self) -> list[Any]:
        """All routes that are described."""
        return [found.ok() for found in self._schema.get_all_operations()]

    def ask(self, operation: Any, mode: Mode, examples: int, number: int = 0) -> None:
        """Draws so many requests to one route; raises what is wrong with the first such answer."""
        drawn = operation.as_strategy(GenerationMode(mode))
        path = {
            name: value for name, value in self._known.items() if f"{{{name}}}" in operation.path
        }
        if path and mode == "positive":
            drawn |= operation.as_strategy(path_parameters=path)

        @seed(number)
        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=drawn, way=st.sampled_from(WAYS))
        def is_answered_as_described(case: Any, way: dict[str, str]) -> None:
            self._desk.library = {article.id: article for article in ARTICLES}
            response = case.call(headers=way)
            # What is too long is refused before anybody looks at what else is wrong with it.
            asked = [one for one in CHECKS if response.status_code != 413 or one not in REFUSALS]
            case.validate_response(response, asked, headers=way)

        try:
            is_answered_as_described()
        except Unsatisfiable:
            # A route that takes nothing, or any text, cannot be asked wrongly.
            assert mode == "negative", operation.label
            assert not operation.body, operation.label


def wrong(examples: int, number: int) -> Iterator[str]:
    """What is wrong with the answers of each route, in words."""
    fuzzed = Fuzzed()
    for operation in fuzzed.operations():
        for mode in ("positive", "negative"):
            try:
                fuzzed.ask(operation, mode, examples, number)
            except (AssertionError, BaseExceptionGroup) as error:
                yield f"{operation.label}, {mode}: {error}"
