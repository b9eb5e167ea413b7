"""An export that loses what was stored must be confirmed by a person."""

from decimal import Decimal

import polars as pl

from cockpit.contracts.dataset import MONEY, dataset
from cockpit.contracts.finding import Severity
from cockpit.contracts.settings import Settings
from cockpit.usecases.losses import loss_finding

POSTINGS, GRANTS = dataset("postings"), dataset("grants")


def ledger(**sums: int) -> pl.DataFrame:
    """A posting of that many kroner in each period (`p01=100` is 2026-01)."""
    rows = [{"period": f"2026-{name[1:]}", "amount": Decimal(kr)} for name, kr in sums.items()]
    return pl.DataFrame(rows, schema={"period": pl.String(), "amount": MONEY})


def test_a_period_that_loses_more_than_a_fifth_asks_for_a_yes_and_says_how_much() -> None:
    (finding,) = loss_finding(POSTINGS, ledger(p01=100, p02=100), ledger(p01=79, p02=80), Settings())
    assert finding.severity is Severity.CONFIRM
    assert (finding.value, finding.amount_kr) == ("2026-01", Decimal(21))


def test_a_period_that_vanishes_from_the_export_loses_everything() -> None:
    (finding,) = loss_finding(POSTINGS, ledger(p01=100, p02=50), ledger(p01=100), Settings())
    assert (finding.value, finding.amount_kr) == ("2026-02", Decimal(50))


def test_growth_and_small_corrections_pass() -> None:
    assert loss_finding(POSTINGS, ledger(p01=100), ledger(p01=81, p02=500), Settings()) == ()


def test_an_export_with_under_a_twentieth_of_the_rows_asks_for_a_yes() -> None:
    before, after = pl.DataFrame({"grant_id": list("abcdefghijklmnopqrstu")}), pl.DataFrame({"grant_id": ["a"]})
    (finding,) = loss_finding(GRANTS, before, after, Settings())
    assert finding.code == "few_rows"
    assert loss_finding(GRANTS, before.head(20), after, Settings()) == ()
