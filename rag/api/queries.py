"""Query strings hold what the description of a route names, each name once, or are refused.

A body with a misspelt filter is refused because it would filter nothing; so is a query.
"""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError

PREFIX = "/api/v1"
"""Of the routes that it is for."""


def only_described(request: Request) -> None:
    """A dependency of routes.

    Raises:
        RequestValidationError: A name that the route does not know, or one given twice that can
            only have one value.
    """
    given = [name for name, _ in request.query_params.multi_items()]
    if not given:
        return
    known = _described(request)
    for name in given:
        if name not in known:
            may = f"It knows: {', '.join(sorted(known))}" if known else "It knows none"
            raise _refusal(name, f"this path knows no such parameter. {may}")
        if not known[name] and given.count(name) > 1:
            raise _refusal(name, "given more than once, and has one value")


def _described(request: Request) -> dict[str, bool]:
    """The parameters of the request's route, and whether each may have several values."""
    path = request.scope["route"].path  # within its router
    operations = request.app.openapi()["paths"].get(PREFIX + path.removeprefix(PREFIX), {})
    operation = operations.get(request.method.lower(), {})
    return {
        one["name"]: _is_list(one["schema"])
        for one in operation.get("parameters", [])
        if one["in"] == "query"
    }


def _is_list(schema: dict[str, Any]) -> bool:
    kinds = schema.get("anyOf", [schema])
    return any(kind.get("type") == "array" for kind in kinds)


def _refusal(name: str, message: str) -> RequestValidationError:
    return RequestValidationError([{"type": "query", "loc": ("query", name), "msg": message}])
