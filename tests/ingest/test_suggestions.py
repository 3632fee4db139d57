"""The known words nearest to a slip."""

from __future__ import annotations

import pytest

from graphmap.ingest.suggestions import Suggestions, is_slip, nearest, slip_of

WORDS = ["organisations", "suppliers", "ports", "links"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("organisation", "organisations"),
        ("organizations", "organisations"),
        ("Ports", "ports"),
        ("prots", "ports"),
        ("lniks", "links"),
        ("likns", "links"),
        ("reports", "ports"),
        ("product", None),
        ("lnk", "links"),
        ("", None),
    ],
)
def test_a_slip_is_within_two_letters(text: str, meant: str | None) -> None:
    assert slip_of(text, WORDS) == meant
    assert any(is_slip(text, word) for word in WORDS) is (meant is not None)


def test_the_nearest_come_first_whatever_their_case() -> None:
    assert nearest("rr8", ["RR7", "RR8", "RX8", "ABC"]) == ["RR8", "RR7", "RX8"]
    assert nearest("zzz", ["RR7", "RR8"]) == []


def test_equally_near_words_are_in_order() -> None:
    assert nearest("aX", {f"a{letter}" for letter in "jihgfedcba"}) == ["aa", "ab", "ac"]


def test_looking_ends_when_it_takes_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Suggestions, "EFFORT", 10)
    suggestions = Suggestions()
    assert suggestions.near("link", "table", WORDS) == "Nearest: 'links'"
    assert suggestions.near("port", "table", WORDS) == "Nearest: 'ports'"
    assert suggestions.near("supplier", "table", WORDS) == ""
    assert suggestions.near("link", "table", WORDS) == "Nearest: 'links'"
