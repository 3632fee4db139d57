"""Every worked case of the domain has its expected answer, on every store."""

from __future__ import annotations

import pytest

from tests.reference.comparison import differences
from tests.spec.asking import answer_to
from tests.spec.cases.worked_cases import CASES, WorkedCase
from tests.spec.conftest import Filled
from tests.stores import on_every_store

pytestmark = on_every_store


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_worked_case_is_answered_as_expected(case: WorkedCase, filled: Filled) -> None:
    snapshot = filled(case.tables)
    for expected in case.expected:
        assert differences(answer_to(snapshot, expected), expected) == {}, str(expected)
