"""A profile as stated: `CODE` or `CODE@version`. Only the major version is ever compared (semantics, section 3)."""

from __future__ import annotations


def split_profile(text: str | None) -> tuple[str | None, str | None]:
    """Code and version text of a stated profile; None for what is missing."""
    if not text:
        return None, None
    code, _, version = text.partition("@")
    return code or None, version or None


def major_version(version: str | None) -> str | None:
    """The part of a version that is compared: what stands before its first full stop."""
    return version.partition(".")[0] if version else None


def profile_text(code: str | None, version: str | None, use_case: str | None) -> str:
    """One profile for people: `BARS-CORE@1.1 a1t1`; `any` stands for a missing code."""
    text = code or "any"
    if version:
        text += f"@{version}"
    return f"{text} {use_case}" if use_case else text
