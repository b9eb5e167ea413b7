"""Every column of an unknown file has its reason, also one that is not used."""

import pytest

from cockpit.contracts.dataset import dataset
from cockpit.ingest.assigned import assigned, evidence
from cockpit.ingest.unused import why_unused
from tests.unit.ingest.test_relations import table

DAYS: list[str | None] = ["01-02-2026", "15-02-2026", "01-03-2026"]
PRICES: list[str | None] = ["2.611,00", "438,75", "510,00"]


def reasons(name: str, **columns: list[str | None]) -> dict[str, str]:
    lists = table(**columns)
    seen = evidence(lists)
    return why_unused(lists, dataset(name), seen, assigned(lists, dataset(name), seen))


@pytest.mark.parametrize(
    ("column", "cells", "said"),
    [
        ("Plet", [None, None, None], "Kolonnen er tom; bruges ikke."),
        ("Borgernavn", ["Anna", "Bo", "Carl"], "Mange udtræk har sådan en kolonne; den bruges ikke."),
        ("Helårsudgift", PRICES, "Ligner «Takst», men «Takst» ligner det mere; bruges ikke."),
        ("Bevillingstype", ["Varig", "Midlertidig", "Varig"],
         "Overskriften ligner «Ydelse», men cellerne gør ikke; bruges ikke."),
        ("Farve", ["1", "2", "2"], "Ligner ingen af felterne; bruges ikke."),
    ],
)  # fmt: skip
def test_why_a_column_is_not_used(column: str, cells: list[str | None], said: str) -> None:
    found = reasons("grants", Startdato=DAYS, Takst=PRICES, **{column: cells})
    assert found == {column: said}


def test_of_two_equal_columns_the_fuller_one_is_told() -> None:
    found = reasons("grants", Enhedspris=["2.611,00", None, None], Pris=PRICES, Startdato=DAYS)
    assert found == {"Enhedspris": "Ligner «Takst», men «Pris» er udfyldt i flere rækker; bruges ikke."}


def test_last_years_price_is_told() -> None:
    columns = {"Takst 2025": PRICES, "Takst 2026": PRICES, "Gælder fra": DAYS}
    assert reasons("prices", **columns) == {"Takst 2025": "Gælder et andet år end resten af filen; bruges ikke."}
