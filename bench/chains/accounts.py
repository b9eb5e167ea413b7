"""The chart of accounts of the second generator."""

from functools import cache

import polars as pl

from bench.chains.catalogue import ARTS, COMMITTEES, DISABLED, FRAMES, KINDS, NUMBER, REFUNDS
from bench.chains.town import Town
from cockpit.demo.accounts import account_number

AREA_NUMBER = {area: str(number) for number, area in enumerate(COMMITTEES, start=61)}


def _row(area: str, function: str, dranst: str, art: str, number: int, **more: object) -> dict[str, object]:
    account = account_number(function, dranst, "1", f"{AREA_NUMBER[area]}{number:02d}", "001", art)
    return {"account": account, "function": function, "dranst": dranst, "art": f"{art[0]}.{art[1]}", "area": area,
        "committee": COMMITTEES[area], "in_service_frame": dranst == "1", **more}  # fmt: skip


@cache
def accounts() -> pl.DataFrame:
    """`key` (`kind/habit`, `frame/name`, `refund/name`), `account`, place, `steering`, `new` paragraph (else null)."""
    rows = [
        _row(kind.area, kind.function, "1", ARTS[habit][0], NUMBER[name], key=f"{NUMBER[name]}/{number}", new=kind.new,
            old=kind.old or kind.new, name=f"{name}, {ARTS[habit][1]}", steering="aktivitetsstyret")
        for name, kind in KINDS.items() if not kind.framed for number, habit in enumerate(kind.habits)
    ]  # fmt: skip
    for number, (name, area, function, art, _, pattern) in enumerate(FRAMES, start=50):
        steering = "objektiv finansiering" if pattern == "quarter" else "rammestyret"
        rows.append(_row(area, function, "1", art, number, key=f"frame/{name}", name=name, steering=steering))
    for number, (area, (function, name)) in enumerate(REFUNDS.items(), start=80):
        place = area if area in COMMITTEES else DISABLED
        rows.append(_row(place, function, "2", "86", number, key=f"refund/{area}", name=name, steering="rammestyret"))
    return pl.DataFrame(rows, infer_schema_length=None).sort("account")


def chart(town: Town) -> pl.DataFrame:
    """The chart of every year."""
    years = pl.DataFrame({"year": list(town.years)}, schema={"year": pl.Int32})
    rows = accounts().join(years, how="cross")
    return rows.with_columns(paragraph=pl.when(pl.col("year") < 2024).then("old").otherwise("new")).drop("new", "old")
