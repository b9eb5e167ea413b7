"""How well a field of a contract goes with what stands in a column."""

from collections.abc import Callable

from cockpit.contracts.dataset import DatasetField, FieldType
from cockpit.ingest.cellwords import NO_FIELD, kind_of
from cockpit.ingest.evidence import HALF, MOST, Evidence

IDENTIFIERS = frozenset({"voucher", "grant_id", "case_id", "pipeline_id", "enquiry_id", "appeal_id", "visitation_id",
                         "goal_id", "household"})  # fmt: skip
MUNICIPALITIES = frozenset({"acting_municipality", "paying_municipality"})
"""Named, or given by the three digits that every municipality has."""
SHAPES = {
    "function": r"\d[. ]?\d\d[. ]?\d\d",
    "dranst": r"[1-9]",
    "grouping": r"\d{2,3}",
    "art": r"\d[.,]?\d?",
    "ownership": r"[0-9]",
    "cost_centre": r"\d{3,10}",
}
"""Fields that are text to the program, but numbers of one shape in every chart of accounts."""

MONTHS = 12


def agreement(spec: DatasetField, seen: Evidence) -> float:
    """How the cells go with the field, from -1 (they cannot be it) to 1 (they look like nothing else); 0 = no say."""
    if seen.empty:
        return 0.0
    own = spec.name in SHAPES or spec.name in IDENTIFIERS | MUNICIPALITIES or spec.type is FieldType.INTEGER
    kind = (spec.type, spec.name if own else "", tuple(spec.codes.items()), spec.rough, spec.span is None)
    if kind not in seen.agreements:
        seen.agreements[kind] = _AGREE.get(spec.type, _text)(spec, seen)
    return seen.agreements[kind]


def _either(share: float, otherwise: float = -1.0) -> float:
    return 1.0 if share >= MOST else otherwise if share < MOST / 2 else 0.2


def _date(spec: DatasetField, seen: Evidence) -> float:
    said_otherwise = (spec.rough and seen.about >= MOST) or (spec.span is not None and seen.period >= MOST)
    return 0.0 if seen.date < MOST and said_otherwise else _either(seen.date)


def _money(_: DatasetField, seen: Evidence) -> float:
    if seen.percent >= MOST:
        return -1.0
    if seen.numeric < MOST or max(seen.date, seen.period, seen.cpr) >= MOST:
        return -1.0
    if seen.account >= MOST and seen.pointed < HALF:
        return -1.0
    return 0.8 if seen.kroner >= 0.4 else 0.3


def _number(_: DatasetField, seen: Evidence) -> float:
    return -1.0 if seen.numeric < MOST or max(seen.date, seen.account, seen.cpr) >= MOST else 0.3


def _integer(spec: DatasetField, seen: Evidence) -> float:
    if spec.name == "year":
        return _either(seen.year)
    if spec.name == "month":
        counted = seen.counting and len(seen.texts) != MONTHS
        may_number = -0.3 if counted or seen.numbers_texts else 0.8
        return may_number if seen.month >= MOST else -0.8
    return 0.3 if seen.whole >= MOST else -1.0


def _code(spec: DatasetField, seen: Evidence) -> float:
    known = seen.coded(spec)
    if known:
        return 1.0 if known >= 0.5 else 0.5
    return -1.0 if seen.letters < MOST or seen.date >= MOST else -0.3


def _period(_: DatasetField, seen: Evidence) -> float:
    if seen.period >= MOST:
        return 1.0
    return 0.2 if seen.month >= MOST else -0.7 if seen.date >= MOST else -1.0


def _account(_: DatasetField, seen: Evidence) -> float:
    if seen.account >= MOST:
        return 0.9 if seen.pointed < HALF else 0.2
    if seen.perhaps_account >= MOST:
        return 0.3
    return -0.9 if seen.letters >= MOST or max(seen.date, seen.kroner, seen.cpr, seen.month) >= MOST else 0.0


def _paragraph(_: DatasetField, seen: Evidence) -> float:
    return 1.0 if seen.paragraph >= 0.6 else -0.7 if seen.paragraph == 0 else 0.0


def _text(spec: DatasetField, seen: Evidence) -> float:
    if spec.name in SHAPES:
        return 0.6 if seen.like(f"^({SHAPES[spec.name]})( .*)?$") >= MOST else -0.3
    if spec.name in IDENTIFIERS:
        return _identifier(seen)
    if spec.name in MUNICIPALITIES and seen.like(r"^0?[1-8]\d\d( |$)") >= MOST:
        return 0.3
    if seen.letters < MOST / 2:
        return -0.9
    if max(seen.cpr, seen.date, seen.yes_no) >= MOST or kind_of(seen) == NO_FIELD:
        return -1.0
    return -0.4 if seen.paragraph >= MOST and seen.spaced < 0.4 else 0.1


def _identifier(seen: Evidence) -> float:
    if seen.cpr >= MOST or (seen.kroner >= MOST and seen.whole < MOST):
        return -1.0
    if seen.date >= MOST or seen.counting:
        return -0.5  # the number of a payroll run may look like a day
    no_number = seen.spaced >= MOST or seen.like(r"\d") < 1 - MOST
    return -0.6 if no_number else 0.2 if seen.different > 0.5 else 0.0


_AGREE: dict[FieldType, Callable[[DatasetField, Evidence], float]] = {
    FieldType.CPR: lambda _, seen: _either(seen.cpr),
    FieldType.DATE: _date,
    FieldType.PERIOD: _period,
    FieldType.MONEY: _money,
    FieldType.NUMBER: _number,
    FieldType.INTEGER: _integer,
    FieldType.BOOLEAN: lambda _, seen: _either(seen.yes_no),
    FieldType.CODE: _code,
    FieldType.PARAGRAPH: _paragraph,
    FieldType.ACCOUNT: _account,
}
