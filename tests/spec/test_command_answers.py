"""The commands that explain, commit, ask what if and claim refund answer with the figures that the pages show."""

import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.command_line import command


@pytest.fixture(scope="module")
def own_home(tmp_path_factory: pytest.TempPathFactory, filled_home: Path) -> Path:
    """A filled home that these tests may write in."""
    return shutil.copytree(filled_home, tmp_path_factory.mktemp("commands") / "home")


def _answer(home: Path, *words: str) -> Any:
    done = command(home, *words, "--json")
    assert done.code == 0, done.err
    return json.loads(done.out)


def _kr(rows: list[dict[str, Any]], name: str) -> Decimal:
    return sum((Decimal(str(row[name])) for row in rows if row[name] is not None), Decimal(0))


def test_why_sums_to_the_forecast_less_the_budget(own_home: Path) -> None:
    (total,) = _answer(own_home, "forecast")
    overspend = Decimal(str(total["forecast"])) - Decimal(str(total["adjusted_budget"]))
    plain = command(own_home, "forecast", "--by", "area").out.splitlines()
    assert plain[1].endswith("80 %, øvre")
    assert "Disponeret" not in plain[1]
    assert "Disponeret" in command(own_home, "forecast", "--all").out
    bars = _answer(own_home, "why")
    assert _kr(bars, "amount_kr") == overspend
    told = command(own_home, "why", "--behind", "price")
    assert told.code == 0
    assert "Bag søjlen Pris" in told.out


def test_commitments_are_the_same_by_area_paragraph_and_kind(own_home: Path) -> None:
    by = {level: _answer(own_home, "commitments", "--by", level) for level in ("area", "paragraph", "kind")}
    for name in ("committed_kr", "posted_kr", "inflow_kr", "outflow_kr", "changes_kr", "bills_kr", "inflow_count"):
        assert _kr(by["area"], name) == _kr(by["paragraph"], name) == _kr(by["kind"], name), name
    assert 0 < len(by["kind"]) <= len(by["paragraph"])


def test_a_scenario_is_kept_listed_and_removed_and_one_that_is_not_there_is_refused(own_home: Path) -> None:
    saved = _answer(own_home, "scenario", "save", "Priser op", "--price", "2", "2026-11-01")
    listed = _answer(own_home, "scenario", "list")
    (kept,) = [row for row in listed if row["name"] == "Priser op"]
    assert Decimal(str(kept["effect_kr"])) == _kr(saved["changes"][:-1], "effect_kr") > 0
    assert _answer(own_home, "scenario", "run", "Priser op")["compared"] == saved["compared"]
    assert command(own_home, "scenario", "remove", "Priser op").code == 0
    refused = command(own_home, "scenario", "run", "Priser op")
    assert refused.code == 1
    assert "intet scenarie" in refused.err


def test_refunds_take_a_claim_and_limits_and_refuse_what_cannot_be(own_home: Path) -> None:
    plain = command(own_home, "refunds", "--between", "--final")
    for told in ("Refusion", "Andele af anden refusion 2026", "Mellemkommunalt efter indsatserne", "endelig opgørelse"):
        assert told in plain.out
    assert "ikke slået op i loven" in plain.err
    between = _answer(own_home, "refunds")["between"]
    totals = [row for row in between if row["provider"] == "I alt"]
    assert _kr([row for row in between if row not in totals], "this_year_kr") == _kr(totals, "this_year_kr") != 0
    done = command(own_home, "refund-claim", "expensive", "2026", "1", "1.000.000", "--on", "2026-04-10")
    assert done.code == 0, done.err
    assert command(own_home, "refund-claim", "expensive", "2026", "1", "ti kroner").code == 1
    less = command(own_home, "refund-claim", "særligt dyre enkeltsager", "2026", "2", "-100")
    assert "Et kvartals anmodning kan ikke være −100,00 kr." in less.err
    assert "For 1999 kan intet anmodes" in command(own_home, "refund-claim", "expensive", "1999", "1", "1").err
    done = command(own_home, "refund-limits", "2026", "900.000", "1.800.000", "2.200.000", "--source", "BEK 1/2026")
    assert done.code == 0, done.err
    wrong = command(own_home, "refund-limits", "2026", "1.800.000", "900.000", "2.200.000", "--source", "BEK 1/2026")
    assert wrong.code == 1
    assert wrong.err


def test_paragraphs_in_fixed_prices_rest_on_the_rise_that_was_entered(own_home: Path) -> None:
    before = _answer(own_home, "paragraphs", "--fixed")
    assert command(own_home, "price-rise", "2026", "10", "--source", "egen opgørelse").code == 0
    after = _answer(own_home, "paragraphs", "--fixed")
    then, now = (answer["years"][-2] for answer in (before, after))
    assert Decimal(str(now["spend_kr"])) == Decimal(str(then["spend_kr"]))
    ratio = Decimal(str(now["spend_fixed_kr"])) / Decimal(str(now["spend_kr"]))
    assert round(ratio, 4) == Decimal("1.1")
    assert after["rises"][-1]["origin"] == "indtastet af kommunen"
    for words, reason in (
        (("price-rise", "2026", "90", "--source", "x"), "kan ikke være et års stigning"),
        (("price-rise", "1999", "2", "--source", "x"), "Året 1999"),
        (("price-rise", "2026", "2", "--source", " "), "hvor stigningen er fundet"),
        (("paragraphs", "SEL § 999"), "ingen udgift"),
    ):
        refused = command(own_home, *words)
        assert refused.code == 1
        assert reason in refused.err


def test_the_months_sum_to_the_year_and_what_it_rests_on_is_said(own_home: Path) -> None:
    (total,) = _answer(own_home, "forecast")
    months = _answer(own_home, "forecast", "--by", "month")
    for name in ("posted", "committed", "inflow", "refunds", "forecast", "adjusted_budget"):
        assert _kr(months, name) == Decimal(str(total[name])), name
    told = command(own_home, "forecast")
    assert "Intervallet er beregnet af" in told.err
    assert "Nærmere kan ingen fremskrivning ventes at komme" in told.err


def test_a_skoen_is_laid_listed_renewed_and_dropped_and_a_key_that_is_none_is_refused(own_home: Path) -> None:
    words = ("--year", "2026", "--months", "10-12", "--reason", "Dom", "--expires", "2026-12-31")
    wrong = command(own_home, "adjust", "provider", "Findes Ikke", "1.000", *words)
    assert wrong.code == 1
    assert "findes ikke i tallene for 2026" in wrong.err
    less = _answer(own_home, "adjust", "paragraph", "SEL § 85", "-250.000,50", *words)["id"]
    assert command(own_home, "adjustment", "drop", str(less), "--reason", "kun en prøve").code == 0
    number = _answer(own_home, "adjust", "paragraph", "servicelovens § 107", "1.000.000", *words)["id"]
    (laid,) = _answer(own_home, "adjustment", "list")
    assert (laid["id"], laid["key"], laid["amount_kr"]) == (number, "SEL § 107", 1_000_000)
    assert _answer(own_home, "adjustment", "list", "--earlier") == []

    again = ("renew", str(number), "--amount", "-50.000", "--expires", "2026-12-31")
    renewed = _answer(own_home, "adjustment", *again)["id"]
    assert command(own_home, "adjustment", *again).code == 1, "it is renewed already"
    (total,) = _answer(own_home, "forecast")
    assert total["adjustment"] == -50_000
    assert command(own_home, "adjustment", "drop", str(renewed), "--reason", "bortfaldet").code == 0
    assert _answer(own_home, "adjustment", "list") == []
