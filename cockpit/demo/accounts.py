"""The chart of accounts of every year, and the rules that say where a grant is booked.

An account is a string of 16 digits: hovedkonto (1), hovedfunktion (2), funktion (2), dranst (1), ejerforhold (1),
omkostningssted (4), gruppering (3), hovedart and art (2). `account_key` is the demo's own name of an account.
"""

from collections.abc import Iterator
from typing import Any

import polars as pl

from cockpit.demo.catalogue import Frame, Line, Refund, areas, chances, frames, lines, owners, refunds
from cockpit.demo.decisions import NEW_ACT
from cockpit.demo.parameters import Parameters

BOARD = ":kost"
FUNDING_CENTRE = 90


def account_number(function: str, dranst: str, ownership: str, cost_centre: str, grouping: str, art: str) -> str:
    """16 digits; `5.38.52` becomes `53852`."""
    return "".join((function.replace(".", ""), dranst, ownership, cost_centre, grouping, art))


def _row(key: str, name: str, area: str, parts: dict[str, str], **more: Any) -> dict[str, Any]:
    place = areas()[area]
    function = parts["function"]
    outside = function in chances()["service_frame_exceptions"] or parts["dranst"] == "2"
    art = parts["art"]
    return {
        "account_key": key,
        "account": account_number(**parts),
        "name": name,
        **parts,
        "art": f"{art[0]}.{art[1]}",
        "area": place.name,
        "committee": place.committee,
        "in_service_frame": not outside,
        "budget_factor": place.budget_factor,
        **more,
    }


def _centre(area: str, number: int) -> str:
    return f"{areas()[area].number}{number:02d}"


def _of_line(line: Line, number: int) -> Iterator[dict[str, Any]]:
    for key in (key for key in line.owners if key != "egen_ramme"):
        owner = owners()[key]
        parts = {
            "function": line.function, "dranst": "1", "ownership": owner.ownership,
            "cost_centre": _centre(line.area, number), "grouping": line.grouping, "art": owner.art,
        }  # fmt: skip
        steering = {"authority": True, "steering": "aktivitetsstyret", "sel": line.sel, "bl": line.bl or line.sel}
        yield _row(f"{line.key}:{key}", f"{line.service}, {owner.label}", line.area, parts, **steering)
        if key == "plejefamilie":
            board = chances()["board_and_lodging"]
            yield _row(
                f"{line.key}:{key}{BOARD}",
                f"{line.service}, {board['label']}",
                line.area,
                parts | {"art": board["art"]},
                **steering,
            )


def _of_frame(frame: Frame, number: int) -> dict[str, Any]:
    parts = {
        "function": frame.function, "dranst": "1", "ownership": frame.ownership,
        "cost_centre": _centre(frame.area, number), "grouping": frame.grouping, "art": frame.art,
    }  # fmt: skip
    sel, bl = frame.paragraph or (None, None)
    return _row(
        frame.key, frame.name, frame.area, parts, authority=frame.authority, steering=frame.steering, sel=sel, bl=bl
    )


def _of_refund(refund: Refund, number: int) -> dict[str, Any]:
    parts = {
        "function": refund.function, "dranst": "2", "ownership": "1",
        "cost_centre": _centre(refund.area, number), "grouping": refund.grouping, "art": "86",
    }  # fmt: skip
    return _row(refund.key, refund.name, refund.area, parts, authority=True, steering="rammestyret", sel=None, bl=None)


def keyed_accounts() -> pl.DataFrame:
    """A row per account that exists: its number, parts, area, steering and paragraph before and after 2024."""
    rows = [row for number, line in enumerate(lines().values(), start=1) for row in _of_line(line, number)]
    rows += [_of_frame(frame, number) for number, frame in enumerate(frames(), start=60)]
    rows += [_of_refund(refund, number) for number, refund in enumerate(refunds(), start=FUNDING_CENTRE)]
    return pl.DataFrame(rows, infer_schema_length=None).sort("account")


def chart(parameters: Parameters) -> pl.DataFrame:
    """The chart of every year: serviceloven's paragraphs until 2023, barnets lov's from 2024."""
    years = pl.DataFrame({"year": list(parameters.years)}, schema={"year": pl.Int32})
    paragraph = pl.when(pl.col("year") < NEW_ACT.year).then("sel").otherwise("bl")
    rows = keyed_accounts().join(years, how="cross").with_columns(paragraph=paragraph)
    return rows.drop("sel", "bl").sort("year", "account")


def rules() -> pl.DataFrame:
    """`paragraph, service, age_from, age_to, account_key`: where a service is booked when nothing nearer says so."""
    found = []
    for line in lines().values():
        main = max(line.owners, key=lambda key: line.owners[key])
        key = line.frame_account if main == "egen_ramme" else f"{line.key}:{main}"
        ages = (0, line.last_age - 1) if line.group == "children" else (18, None)
        acts = dict.fromkeys(filter(None, (line.sel, line.bl, *line.forced)))
        found += [(act, service, *ages, key) for act in acts for service in line.services]
    columns = ["paragraph", "service", "age_from", "age_to", "account_key"]
    table = pl.DataFrame(found, schema=columns, orient="row")
    return table.join(keyed_accounts().select("account_key", "account"), on="account_key").sort("paragraph", "service")
