"""Fixes in words for people."""

from __future__ import annotations

from graphmap.analysis.exchange.words import Words
from graphmap.model.scenario import AddLink, AddPort, AddTranslation, BringForward, Change
from graphmap.snapshot.columns import Snapshot


class FixWords:
    """What a fix asks for, in a sentence."""

    def __init__(self, snapshot: Snapshot, exchange: str) -> None:
        self._snapshot = snapshot
        self._words = Words(snapshot, exchange)

    def text(self, change: Change) -> str:
        """What is to be done. Raises `AssertionError` for a change that is no fix."""
        what = self._words.what
        match change:
            case AddLink():
                said = f"Link {self._system(change.origin)} to {self._system(change.target)} for {what}"
                return said + _in_profile(" in ", change.profile, change.use_case) + "."
            case AddPort():
                verb = "send" if change.role == "source" else "take"
                profile = _in_profile(" in ", change.profile, change.use_case)
                return f"Let {self._system(change.deployment)} also {verb} {what}{profile}."
            case AddTranslation():
                profile = _in_profile(" in ", change.profile, change.use_case)
                said = f"Let {self._system(change.relay)} also take {what}{profile}"
                return said + (
                    f" and send them on in {change.emits}." if change.emits else " and send them on."
                )
            case BringForward():
                return f"Bring forward {self._fact(change.fact)}."
        raise AssertionError(change)

    def _system(self, key: str) -> str:
        return f"{self._words.deployment(self._snapshot.deployments.key.index[key])} ({key})"

    def _fact(self, fact: str) -> str:
        kind, _, key = fact.partition(":")
        if kind == "link":
            origin, target, _, profile, use_case = key.split("|")
            ends = f"{self._system(origin)} to {self._system(target)}"
            return f"the link from {ends} for {self._words.what}" + _in_profile(" in ", profile, use_case)
        if kind == "port":
            system, _, role, profile, emits, use_case = key.split("|")
            verb = {"source": "send", "sink": "take", "relay": "pass on"}[role]
            lets = f"what lets {self._system(system)} {verb} {self._words.what}"
            return lets + _in_profile(" in ", profile, use_case) + (f" as {emits}" if emits else "")
        return f"the system {self._system(fact)}"


def _in_profile(before: str, profile: str, use_case: str) -> str:
    case = f" (use case {use_case})" if use_case else ""
    return (before + profile if profile else "") + case
