import polars as pl

from cockpit.demo.splits import foster_pay, in_parts, internal_income

LINES = pl.DataFrame(
    {
        "kind": ["invoice", "invoice", "invoice"],
        "account_key": ["plejefamilie:plejefamilie", "opholdssted:privat", "aktivitet_eget:egen_intern"],
        "amount_kr": [100.01, 200.0, 50.0],
        "text": ["Vederlag marts 2026", "Opholdssted marts 2026", "Intern afregning marts 2026"],
        "grant": [1, 2, 3],
        "owner": ["plejefamilie", "privat", "egen_intern"],
        "bundle": ["1", "2", "3"],
    }
)


def test_a_foster_familys_month_is_pay_and_board() -> None:
    rows = foster_pay(LINES).sort("account_key")
    own = rows.filter(pl.col("owner") == "plejefamilie")
    assert own["amount_kr"].round(2).to_list() == [68.01, 32.0]
    assert own["text"].to_list() == ["Vederlag marts 2026", "Kost og logi marts 2026"]
    assert own["account_key"].to_list() == ["plejefamilie:plejefamilie", "plejefamilie:plejefamilie:kost"]
    assert rows["amount_kr"].sum() == LINES["amount_kr"].sum()


def test_internal_settlement_has_a_counterpart_on_the_own_provider() -> None:
    income = internal_income(LINES)
    assert income.select("account_key", "amount_kr", "grant").rows() == [("moellebaekken_intern", -50.0, None)]


def test_parts_add_to_the_whole_and_have_bundles_of_their_own() -> None:
    parts = in_parts(LINES, 3)
    assert parts.filter(pl.col("grant") == 1)["amount_kr"].to_list() == [33.34, 33.34, 33.33]
    assert parts["bundle"].n_unique() == 9
    assert in_parts(LINES, 1).equals(LINES)
