import datetime as dt
from decimal import Decimal

import pytest
from pydantic import ValidationError

from cockpit.contracts.errors import Refused
from cockpit.law import Parameter, parameter, parameters, value, version


@pytest.mark.parametrize(
    ("name", "day", "expected"),
    [
        ("refund.sel_176.limit_first", dt.date(2008, 1, 1), 500_000),
        ("refund.sel_176.limit_first", dt.date(2020, 12, 31), 1_090_000),
        ("refund.sel_176.limit_second", dt.date(2020, 6, 30), 2_050_000),
        ("refund.sel_176a.limit_first", dt.date(2020, 6, 30), 830_000),
        ("refund.sel_176.limit_third", dt.date(2021, 1, 1), 2_090_000),
        ("refund.sel_176.limit_third", dt.date(2022, 12, 31), 2_120_000),
        ("refund.bl_198.limit_second", dt.date(2026, 3, 31), 1_680_000),
        ("deadline.child_examination_months", dt.date(2026, 3, 31), 4),
        ("foster.fee_month", dt.date(2023, 12, 31), 4_694),
        ("caseload.adults_high", dt.date(2026, 3, 31), 65),
    ],
)
def test_the_value_of_a_day(name: str, day: dt.date, expected: int) -> None:
    assert value(name, day) == Decimal(expected)


def test_shares_are_exact_decimals() -> None:
    day = dt.date(2026, 1, 1)
    shares = [value(f"refund.share_{step}", day) for step in ("first", "second", "third")]
    assert list(map(str, shares)) == ["0.25", "0.50", "0.75"]


def test_before_the_first_date_the_law_refuses_in_danish() -> None:
    with pytest.raises(Refused, match="kendes først fra 01-01-2021"):
        value("refund.share_third", dt.date(2020, 12, 31))


def test_after_a_rule_ceased_the_law_refuses() -> None:
    with pytest.raises(Refused, match="ophørte 01-01-2021"):
        value("refund.sel_176a.limit_first", dt.date(2021, 1, 1))


def test_an_unknown_year_carries_the_latest_known_value_and_says_so() -> None:
    limit = parameter("refund.sel_176.limit_first")
    assert limit.at(dt.date(2022, 12, 31)).status == "verified"
    carried = limit.at(dt.date(2026, 3, 31))
    assert (carried.value, carried.status, carried.note) == (Decimal(860_000), "unverified", "Ført videre fra 2022")


def test_every_parameter_says_unit_and_reference() -> None:
    assert all(found.unit and found.reference and found.title for found in parameters().values())


def test_an_unknown_name_is_a_programmers_error() -> None:
    with pytest.raises(KeyError):
        value("refund.no_such_thing", dt.date(2026, 1, 1))


def test_dates_out_of_order_are_refused() -> None:
    rows = [{"from": "2021-01-01", "value": 1, "status": "verified"}] * 2
    with pytest.raises(ValidationError, match="dates must rise"):
        Parameter.model_validate({"name": "x", "title": "x", "unit": "x", "reference": "x", "values": rows})


def test_the_version_is_eight_hexadecimal_characters() -> None:
    assert len(version()) == 8
    assert int(version(), 16) >= 0
