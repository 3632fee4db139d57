"""`graphmap serve`: the API and the explorer."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from graphmap.cli.codes import INTERRUPTED
from graphmap.cli.options import Store
from graphmap.cli.output import note
from graphmap.cli.stores import opened
from graphmap.model.errors import UsageError

if TYPE_CHECKING:
    import socket

    from graphmap.store.base import Store as OpenStore

EXAMPLES = """\b
Examples:
  graphmap serve
  graphmap serve --store sqlite:///map.db --port 8080
  graphmap serve --host 0.0.0.0 --allow-host maps.example.org
"""

_SECONDS_TO_FINISH = 10
"""What a request that is being answered gets when the service is stopped."""

Host = Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Address to listen on.")]
Port = Annotated[
    int,
    typer.Option("--port", metavar="NUMBER", min=0, max=65535, help="Port to listen on; 0: any free one."),
]
AllowHost = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-host",
        metavar="NAME",
        help="Further name under which the service may be asked for; may be repeated.",
    ),
]


def serve(
    store: Store = None, host: Host = "127.0.0.1", port: Port = 8000, allow_host: AllowHost = None
) -> None:
    """Serve the explorer and GraphQL until stopped.

    A store on the network may be away: then the last map that this machine saw of it answers, until it is back.
    The explorer is at /, GraphQL at /graphql, and for operators /health/live, /health/ready and /metrics. Ctrl-C stops it
    (exit code 130), and so does the signal TERM (exit code 0).
    """
    with bound(host, port) as place, opened(store, may_be_away=True) as opened_store:
        listen(opened_store, place, host, allow_host or [])


@contextmanager
def bound(host: str, port: int) -> Iterator[socket.socket]:
    """A place to listen at, taken before any work begins. Raises `UsageError` with the remedy when it is not to be had."""
    import socket

    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as wrong:
        raise UsageError(f"--host {host} is no address of this machine: {_reason(wrong)}") from wrong
    family, kind, protocol, _, address = found[0]
    with socket.socket(family, kind, protocol) as place:
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            place.bind(address)
        except OSError as wrong:
            raise _taken(host, port, wrong) from wrong
        yield place


def listen(store: OpenStore, place: socket.socket, host: str, allowed: Sequence[str]) -> None:
    """Serve an open store at a place until stopped. Raises `UsageError` when somebody else began to listen there."""
    import uvicorn

    from graphmap.api.app import create_app

    signal.signal(signal.SIGTERM, _leave)
    port = place.getsockname()[1]
    if not is_loopback(host):
        note(
            f"warning: listening on {host} lets others on the network in, and there is no access control yet: "
            "whoever reaches this address can read everything in the store"
        )
    app = create_app(store, host=host, allowed_hosts=allowed)
    try:
        place.listen()
    except OSError as wrong:
        raise _taken(host, port, wrong) from wrong
    shown = f"[{host}]" if ":" in host else host
    note(f"explorer at http://{shown}:{port}/   GraphQL at http://{shown}:{port}/graphql   stop with Ctrl-C")
    config = uvicorn.Config(
        app, log_level="warning", server_header=False, timeout_graceful_shutdown=_SECONDS_TO_FINISH
    )
    try:
        uvicorn.Server(config).run(sockets=[place])
    except KeyboardInterrupt:
        note("stopped")
        raise typer.Exit(INTERRUPTED) from None


def _leave(_signal: int, _frame: object) -> None:
    """End as asked. The server stops by itself and then raises the signal again."""
    sys.exit(0)


def _taken(host: str, port: int, wrong: OSError) -> UsageError:
    return UsageError(f"cannot listen on {host} port {port}: {_reason(wrong)}. Choose another with --port.")


def _reason(wrong: Exception) -> str:
    return str(getattr(wrong, "strerror", None) or wrong)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    from ipaddress import ip_address

    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
