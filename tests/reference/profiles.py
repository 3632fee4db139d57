"""Profiles (semantics, section 3): a code, a version and a use case, each of which may be missing."""

from __future__ import annotations

from typing import NamedTuple


class Profile(NamedTuple):
    """What a port or link says of its profile, and what a payload is; None where it says nothing.

    The version is kept as it was written; only its major part is ever compared.
    """

    code: str | None = None
    version: str | None = None
    use_case: str | None = None

    @property
    def parts(self) -> tuple[str | None, str | None, str | None]:
        """The parts that are compared."""
        return self.code, self.version.split(".")[0] if self.version else None, self.use_case

    def agrees(self, other: Profile) -> bool:
        """Whether no part that both give differs."""
        return all(a is None or b is None or a == b for a, b in zip(self.parts, other.parts, strict=True))

    def filled_from(self, other: Profile) -> Profile:
        """This profile, with the parts that it lacks taken from the other."""
        return Profile(*(mine or theirs for mine, theirs in zip(self, other, strict=True)))

    def __str__(self) -> str:
        version = f"@{self.version}" if self.version else ""
        use_case = f" {self.use_case}" if self.use_case else ""
        return f"{self.code or 'any'}{version}{use_case}"


BLANK = Profile()


def profile(text: str, use_case: str = "") -> Profile:
    """Reads `CODE` or `CODE@version` and a use case, as in the evidence tables."""
    code, _, version = text.partition("@")
    return Profile(code or None, version or None, use_case or None)


def assumed(payload: Profile, port: Profile) -> bool:
    """Whether an agreement rests on what nobody said.

    Both are given as they stand after the link, with the parts that they lacked taken from it.
    """
    return (
        payload.code is None
        or port.code is None
        or (payload.version is None) != (port.version is None)
        or (payload.use_case is None) != (port.use_case is None)
    )


def passed_on(payload: Profile, accepts: Profile, emits: Profile) -> Profile:
    """What a relay row (accepts -> emits) sends on when that payload came in.

    `accepts` holds the use case of the row. Emits that are left out, or that name the accepted code and major
    version, let the payload go on, with the parts that it lacked added from the row.
    """
    if emits.code is None or emits.parts[:2] == accepts.parts[:2]:
        return payload.filled_from(accepts)
    return Profile(emits.code, emits.version, accepts.use_case or payload.use_case)
