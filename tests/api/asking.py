"""Asking the API as a stranger does: over HTTP, of a real store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import anyio
import httpx

from graphmap.api.app import create_app
from graphmap.ingest import claims_of_tables
from graphmap.model.claims import Source
from graphmap.model.terms import Kind
from graphmap.store import open_store
from graphmap.store.base import Store
from tests.spec.cases.rows import Tables

ADDRESS = "http://127.0.0.1:8000"


class Door:
    """The public door of one store."""

    def __init__(self, store: Store, **options: Any) -> None:
        self.store = store
        self.app = create_app(store, **options)

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """One HTTP request, as a browser on this machine sends it."""

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
                return await client.request(method, path, **options)

        return anyio.run(send)

    def answer(self, query: str, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The whole answer, errors included."""
        response = self.request("POST", "/graphql", json={"query": query, "variables": variables})
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The data of a question that has an answer."""
        answer = self.answer(query, variables)
        assert "errors" not in answer, answer["errors"]
        data: dict[str, Any] = answer["data"]
        return data

    def error(self, query: str, **variables: Any) -> dict[str, Any]:
        """The one error of a question that has none."""
        errors = self.answer(query, variables)["errors"]
        assert len(errors) == 1, errors
        error: dict[str, Any] = errors[0]
        return error

    def refused(self, query: str, **variables: Any) -> tuple[str, str]:
        """Code and message of that error."""
        error = self.error(query, **variables)
        return error["extensions"]["code"], error["message"]


def nodes(connection: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [edge["node"] for edge in connection["edges"]]


def stored(address: str, **sources: Tables) -> Store:
    """A store that holds each source's tables."""
    store = open_store(address)
    for name, tables in sources.items():
        state(store, name, tables)
    return store


def state(store: Store, name: str, tables: Tables) -> None:
    """Import everything that a source says."""
    with store.staging(Source(name=name), frozenset(Kind)) as staged:
        staged.add(claims_of_tables(tables))
        staged.commit()
