"""The oracle answers the worked cases of the domain."""

import pytest

from tests.reference import exchange
from tests.reference.comparison import differences
from tests.spec.cases.expectation import TODAY, Expected
from tests.spec.cases.rows import Tables
from tests.spec.cases.worked_cases import CASES


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        pytest.param(case.tables, expected, id=f"{case}: {expected}")
        for case in CASES
        for expected in case.expected
    ],
)
def test_worked_case(tables: Tables, expected: Expected) -> None:
    answer = exchange(
        tables, expected.exchange, expected.sender, expected.receiver, expected.as_of, TODAY, expected.reading
    )
    assert differences(answer, expected) == {}
