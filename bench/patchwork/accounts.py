"""The chart of accounts, and which account a month's help is booked on."""

import datetime as dt

import numpy as np
import polars as pl

from bench.patchwork.catalogue import CHILDREN, KINDS, MOVED, frames
from bench.patchwork.town import Town
from bench.terse.stays import Ints

REFUND = "52207"
NEW_ACT = dt.date(2024, 1, 1)
COMMITTEES = {CHILDREN: "Børneudvalget"}
DEFAULT_COMMITTEE = "Velfærdsudvalget"
JULY = 6
SCHEMA = {
    "account": pl.String, "name": pl.String, "area": pl.String, "function": pl.String, "dranst": pl.String,
    "steering": pl.String, "paragraph": pl.String, "kind": pl.Int64,
}  # fmt: skip


def _moves(town: Town) -> dict[int, int]:
    """The month from which each kind has a new account, where it gets one."""
    if town.habits.accounts == "new_act":
        return {n: (NEW_ACT.year - 1970) * 12 for n, kind in enumerate(KINDS) if kind.area == CHILDREN}
    if town.habits.accounts == "moved_in_july":
        return {n: town.january + JULY for n, kind in enumerate(KINDS) if kind.service in MOVED}
    return {}


def _number(kind: int, *, new: bool) -> str:
    return f"{KINDS[kind].function.replace('.', '')}{kind:02d}{9 if new else 0}"


def account_of(town: Town, kind: Ints, month: Ints) -> pl.Series:
    """The account of each kind in a month of the books."""
    moves = _moves(town)
    from_ = np.array([moves.get(n, 2**40) for n in range(len(KINDS))])
    names = np.array([[_number(n, new=new) for new in (False, True)] for n in range(len(KINDS))])
    return pl.Series("account", names[kind, (month >= from_[kind]).astype(int)])


def accounts(town: Town) -> pl.DataFrame:
    """`account, name, area, function, dranst, steering, paragraph, committee`, and `kind` (null where no grant
    steers)."""
    moves, rows = _moves(town), []
    for number, kind in enumerate(KINDS):
        old = kind.old if town.habits.accounts == "new_act" and kind.old else kind.paragraph
        for new in (False, True) if number in moves else (False,):
            said = (kind.service, kind.area, kind.function, "1", "aktivitetsstyret", kind.paragraph if new else old)
            rows.append((_number(number, new=new), *said, number))
    rows += [(one.account, one.name, one.area, one.function, "1", one.steering, None, None) for one in frames(town)]
    if town.habits.refunds != "none":
        name = "Refusion af særligt dyre enkeltsager"
        rows.append((REFUND, name, KINDS[-1].area, "5.22.07", "2", "overførsel", None, None))
    committee = pl.col("area").replace_strict(COMMITTEES, default=DEFAULT_COMMITTEE).alias("committee")
    return pl.DataFrame(rows, schema=SCHEMA, orient="row").with_columns(committee)
