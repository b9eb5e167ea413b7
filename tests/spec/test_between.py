"""Mellemkommunalt: hvad vi betaler for borgere, som en anden kommune handler for, og hvad andre betaler for deres.

Handlekommunen træffer afgørelsen, betalingskommunen betaler. En indsats, som en anden kommune handler for, og som vi
betaler (eller som udtrækket ikke siger, hvem der betaler), er noget, vi betaler for. En indsats, som en anden kommune
betaler, er noget, de betaler, også når vi handler. Beløbet er indsatsens pris i året efter egenbetaling. Bogføringen
siger det samme efter art: 4.7 og 4.8 er betalinger til kommuner og regioner, 7.7 og 7.8 er indtægter fra dem.
"""

import datetime as dt
from decimal import Decimal

from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.settings import Settings
from cockpit.finance import THEY_ACT, THEY_PAY, allocate, between, between_grants
from tests.spec.handbook_tables import kr, table

ACCOUNTS = """
account | name | function | dranst | area | art
10 | Køb af pladser | 5.38.50 | 1 | Handicap | 4.7
20 | Køb hos regionen | 5.38.50 | 1 | Handicap | 4.8
30 | Salg af pladser | 5.38.50 | 1 | Handicap | 7.7
"""
HEADING = (
    "grant_id | citizen | paragraph | service | start_date | unit_price | price_unit | citizen_payment | account | "
    "acting_municipality | paying_municipality\n"
)
GRANTS = (
    HEADING
    + """
g1 | b1 | SEL § 108 | Botilbud | 2025-01-01 | 100000 | måned | 2000 | 10 | Byen | Egen Kommune
g2 | b2 | SEL § 108 | Botilbud | 2026-07-01 | 50000 | måned | | 10 | Byen |
g3 | b3 | SEL § 108 | Botilbud | 2025-01-01 | 80000 | måned | | 10 | Egen Kommune | Fjorden
g4 | b4 | SEL § 108 | Botilbud | 2025-01-01 | 70000 | måned | | 10 | Egen Kommune | Egen Kommune
""".lstrip()
)
MARCH = dt.date(2026, 3, 31)


def by_grants(grants: str = GRANTS, municipality: str = "Egen Kommune") -> list[tuple[str, str, str, Decimal, Decimal]]:
    data = MunicipalityData(grants=table("grants", grants), accounts=table("accounts", ACCOUNTS))
    allocated = allocate(data, Settings())
    found = between_grants(allocated.grants, data.prices, 2026, MARCH, municipality)
    return found.select("direction", "municipality", "citizen", "year_kr", "to_date_kr").rows()


def test_who_acts_and_who_pays_decides_the_direction() -> None:
    """b1: 12 · (100.000 - 2.000) = 1.176.000 kr., 294.000 til marts. b2: seks måneder a 50.000, intet til marts. b3
    betales af Fjorden: 12 · 80.000. b4 er vores egen."""
    assert by_grants() == [
        (THEY_PAY, "Fjorden", "b3", kr("960.000"), kr("240.000")),
        (THEY_ACT, "Byen", "b1", kr("1.176.000"), kr("294.000")),
        (THEY_ACT, "Byen", "b2", kr("300.000"), kr("0")),
    ]


def test_our_own_name_is_what_the_exports_call_us_most_often() -> None:
    """Indstillingen hedder noget andet end udtrækket: den kommune, der oftest betaler, er os."""
    assert {line[1] for line in by_grants(municipality="Kommunen")} == {"Byen", "Fjorden"}


def test_where_no_municipality_is_named_there_is_nothing() -> None:
    """Udtrækkene nævner ingen kommuner."""
    plain = "\n".join(line.rsplit("|", 2)[0] for line in GRANTS.strip().splitlines())
    assert by_grants(plain) == []


def test_the_ledger_tells_by_art() -> None:
    """4.7 og 7.7 i januar: 100 til kommuner, 40 fra dem. April er efter opgørelsesdagen."""
    postings = table(
        "postings",
        """
        voucher | account | posting_date | period | amount
        1 | 10 | 2026-02-05 | 2026-01 | 100
        2 | 30 | 2026-02-05 | 2026-01 | -40
        3 | 20 | 2026-04-05 | 2026-04 | 900
        4 | 20 | 2025-02-05 | 2025-02 | 70
        """,
    )
    data = MunicipalityData(postings=postings, accounts=table("accounts", ACCOUNTS))
    found = between(allocate(data, Settings()).postings, data.accounts, 2026, 3)
    assert found.select("direction", "partner", "this_year_kr", "last_year_kr").rows() == [
        ("Vi betaler", "Kommuner", kr("100"), kr("0")),
        ("Vi modtager", "Kommuner", kr("40"), kr("0")),
        ("Vi betaler", "Regioner", kr("0"), kr("70")),
    ]
