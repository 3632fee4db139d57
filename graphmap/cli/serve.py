"""`graphmap serve`: the API and the explorer."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Annotated

import typer

from graphmap.cli.options import Store
from graphmap.cli.output import note
from graphmap.cli.stores import opened
from graphmap.model.errors import UsageError

Host = Annotated[str, typer.Option("--host", help="Address to listen on.")]
Port = Annotated[int, typer.Option("--port", min=1, max=65535, help="Port to listen on.")]
AllowHost = Annotated[
    list[str] | None,
    typer.Option("--allow-host", help="Further name under which the service may be asked for."),
]


def serve(
    store: Store = None, host: Host = "127.0.0.1", port: Port = 8000, allow_host: AllowHost = None
) -> None:
    """Serve GraphQL at /graphql and the explorer at /, until interrupted."""
    with opened(store) as opened_store:
        listen(opened_store, host, port, allow_host or [])


def listen(store: object, host: str, port: int, allowed: list[str]) -> None:
    """Serve an open store until interrupted. Raises `UsageError` when the address cannot be listened on."""
    import uvicorn

    from graphmap.api.app import create_app

    if not is_loopback(host):
        note(
            f"warning: listening on {host} lets others on the network in, and there is no access control yet: "
            "whoever reaches this address can read everything in the store"
        )
    app = create_app(store, host=host, allowed_hosts=allowed)  # type: ignore[arg-type]
    server = uvicorn.Server(
        uvicorn.Config(app, host=host, port=port, log_level="warning", server_header=False)
    )
    sockets = [_bound(host, port)]
    shown = f"[{host}]" if ":" in host else host
    note(f"explorer at http://{shown}:{port}/   GraphQL at http://{shown}:{port}/graphql   stop with Ctrl-C")
    server.run(sockets=sockets)


def _bound(host: str, port: int) -> object:
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as wrong:
        listening.close()
        raise UsageError(
            f"cannot listen on {host}:{port}: {wrong.strerror}; choose another with --port"
        ) from wrong
    return listening


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
