"""Profiles that a system or a relay could send, take or translate besides, as its links show (semantics, section 12)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import networkx as nx

from tests.reference.exchange import ExchangeMap
from tests.reference.facts import ROLES, Link, Port, Tables
from tests.reference.impact import in_force
from tests.reference.profiles import Profile, profile
from tests.reference.routes import Sender, Sends

Change = dict[str, Any]
Parts = tuple[str | None, str | None, str | None]
Translation = tuple[str, str, str]
"""A relay, what it takes, and what that is sent on as; empty where it goes on as it is."""


def aligned(tables: Tables, known: ExchangeMap) -> Iterator[Change]:
    """One more profile for each system that states a port in force: accepted, or arriving, at the far ends of its links."""
    stated = {
        (
            row["deployment"],
            ROLES[row["role"]],
            profile(row.get("profile", ""), row.get("use_case", "")).parts,
        )
        for row in tables.get("ports", [])
        if row["exchange"] == known.exchange
    }
    speaking = {(port.deployment, port.role) for port in _usable_ports(known) if port.only_link is None}
    further = [(link.origin, "source", parts) for link, parts in _accepted(known)]
    further += [(link.target, "sink", parts) for link, parts in _arriving(known)]
    for deployment, role, parts in dict.fromkeys(further):
        if (deployment, role) in speaking and (deployment, role, parts) not in stated:
            named = {"profile": _code(parts), "useCase": parts[2]}
            fields = {"deployment": deployment, "exchange": known.exchange, "role": role}
            yield {"addPort": fields | {name: text for name, text in named.items() if text}}


def translated(tables: Tables, known: ExchangeMap) -> Iterator[Change]:
    """One more profile that each relay takes, as `translations` lists them, where nothing that states less does as much."""
    stated = {
        (row["deployment"], *_passed(row.get("profile", ""), row.get("emits", "")))
        for row in tables.get("ports", [])
        if row["exchange"] == known.exchange and ROLES[row["role"]] == "relay" and not row.get("use_case")
    }
    for one, by_less in translations(known).items():
        if one not in stated and not by_less:
            yield as_change(known, one)


def translations(known: ExchangeMap) -> dict[Translation, list[Translation]]:
    """What each relay could take of what arrives there, going on as it is or as one that is accepted further on.

    Beside each those that state less and do all that it does: without a version that it names, or passing on as it is what
    comes without a version or with the one that it names. None names a use case: a row without one takes every one, and
    what goes on keeps its own.
    """
    relays = {port.deployment for port in _usable_ports(known) if port.role == "relay"}
    arriving = [(link.target, parts) for link, parts in _arriving(known) if link.target in relays]
    found = [(relay, _code(parts), "") for relay, parts in arriving]
    for onward, accepted in _accepted(known):
        found += [
            (relay, *_passed(_code(parts), _code(accepted)))
            for relay, parts in arriving
            if relay == onward.origin and (None in (parts[2], accepted[2]) or parts[2] == accepted[2])
        ]
    versions = {(relay, parts[0], parts[1] or "") for relay, parts in arriving}
    every = dict.fromkeys(found)
    return {one: [other for other in every if _does_with_less(other, one, versions)] for one in every}


def _does_with_less(other: Translation, one: Translation, versions: set[tuple[str, str | None, str]]) -> bool:
    """Whether one translation, which states less than another, gains all that it gains."""
    relay, takes, emits = one
    code, _, version = emits.partition("@")
    if other == (relay, takes, "") and takes == code and version:
        return {v for at, what, v in versions if (at, what) == (relay, code)} <= {"", version}
    return (
        other != one
        and other[0] == relay
        and other[1] in (takes, takes.partition("@")[0])
        and other[2] in (emits, code)
    )


def as_change(known: ExchangeMap, one: Translation) -> Change:
    """A translation as a scenario takes it."""
    relay, takes, emits = one
    fields = {"relay": relay, "exchange": known.exchange, "profile": takes}
    return {"addTranslation": fields | ({"emits": emits} if emits else {})}


def _passed(takes: str, emits: str) -> tuple[str, str]:
    """A translation by what is compared of it; one into the same is none."""
    one, other = _code(profile(takes).parts), _code(profile(emits).parts)
    return one, "" if other == one else other


def _code(parts: Parts) -> str:
    code, version, _ = parts
    return f"{code}@{version}" if code and version else code or ""


def _usable_ports(known: ExchangeMap) -> list[Port]:
    return [
        port for port in known.ports if port.fact.standing == "in force" and in_force(known, port.deployment)
    ]


def _usable_links(known: ExchangeMap) -> list[Link]:
    return [
        link
        for link in known.known.links_for(known.exchange)
        if link.fact.standing == "in force" and in_force(known, link.origin) and in_force(known, link.target)
    ]


def _accepted(known: ExchangeMap) -> Iterator[tuple[Link, Parts]]:
    """What the port at the end of a link takes there: the link speaks for what the port leaves out."""
    for link in _usable_links(known):
        for port in _usable_ports(known):
            if port.deployment == link.target and port.role in ("relay", "sink") and port.joins(link):
                yield from _naming(link, port.profile.filled_from(link.profile))


def _arriving(known: ExchangeMap) -> Iterator[tuple[Link, Parts]]:
    """What links bring of all that systems on the map send, and relays pass on."""
    graph = known.relaxed()
    sent = {
        state
        for organisation in known.known.organisation_types
        for state in nx.descendants(graph, Sender(organisation))
        if isinstance(state, Sends)
    }
    for link in _usable_links(known):
        for state in sent:
            begun = state.only_link in (None, link.row)
            if state.deployment == link.origin and begun and state.payload.agrees(link.profile):
                yield from _naming(link, state.payload.filled_from(link.profile))


def _naming(link: Link, found: Profile) -> Iterator[tuple[Link, Parts]]:
    if found.code:
        yield link, found.parts
