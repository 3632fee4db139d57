"""The Host header: only names under which the service means to be asked.

A page on the Web can make a browser send requests to a name that resolves to this machine (DNS rebinding). It cannot choose
the name in the Host header, so an unknown one is refused. An address in figures is no name that can be rebound; it is let in
where the service listens on every address.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
ANY_ADDRESS = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - what to recognise, not where to listen
UNCHECKED = "/health/"
"""Probes ask by address, and these paths tell nothing."""


class HostCheck:
    """Refuses requests whose Host header names none of the allowed hosts."""

    def __init__(self, app: ASGIApp, *, bound: str, allowed: Iterable[str] = ()) -> None:
        """`bound`: where the service listens; `allowed`: further names."""
        self._app = app
        self._any_address = bound in ANY_ADDRESS
        self._names = LOOPBACK | {host_name(name) for name in (bound, *allowed)} - {""}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through, or answer 400."""
        if scope["type"] != "http" or scope["path"].startswith(UNCHECKED):
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("host", "")
        if self.admits(given):
            await self._app(scope, receive, send)
            return
        refusal = f"{given!r} is no name of this service. Allow it with --allow-host {host_name(given) or 'NAME'}.\n"
        await PlainTextResponse(refusal, status_code=400)(scope, receive, send)

    def admits(self, header: str) -> bool:
        """Whether a Host header names this service."""
        name = host_name(header)
        return name in self._names or (self._any_address and _is_address(name))


def host_name(header: str) -> str:
    """The host in a Host header, without its port, in lower case; of an IPv6 address without its brackets."""
    text = header.strip().lower()
    if text.startswith("["):
        return text[1:].partition("]")[0]
    name, colon, port = text.rpartition(":")
    if colon and port.isdigit() and ":" not in name:
        text = name
    return text.rstrip(".")


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
