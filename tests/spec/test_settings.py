"""Indstillinger: kommunens egne valg, og hvem der har ændret dem.

En indstilling ændres med en begrundelse og bliver en ny version; den gamle bliver stående. Alle tal får et nyt stempel,
så to tal med samme stempel altid hviler på de samme valg. Har en anden gemt imens, gemmes intet. Færrest borgere i et
område, som en politiker ser, kan sættes op, men ikke under 20.
"""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from cockpit import usecases
from cockpit.contracts.errors import AccessDenied, Refused
from cockpit.contracts.scope import Role, Scope
from cockpit.contracts.settings import Settings, setting_specs
from cockpit.usecases import Cockpit
from tests.command_line import command

KIM, LIS = Scope("kim", Role.CONTROLLER), Scope("lis", Role.ADMIN)


@pytest.fixture
def cockpit(tmp_path: Path) -> Cockpit:
    return usecases.open_cockpit(tmp_path / "home")


def change(cockpit: Cockpit, reason: str = "byrådets beslutning", seen: int | None = None, **texts: str) -> Settings:
    return usecases.change_settings(cockpit, KIM, texts, reason, seen)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("municipality", " Lillerød ", "Lillerød"),
        ("deviation_sign", "Plus er merforbrug", "overspend_positive"),
        ("reporting_dates", "juni, marts, februar", ((2, 28), (3, 31), (6, 30))),
        ("close_working_day", "8", 8),
        ("materiality_kr", "1.250.000", Decimal(1250000)),
        ("materiality_share", "2,5 %", 0.025),
        ("expensive_case_kr", "900.000,50 kr.", Decimal("900000.50")),
        ("smallest_area_citizens", "30", 30),
        ("first_year", "2019", 2019),
        ("pipeline_probability", "80", 0.8),
    ],
)
def test_a_value_is_written_as_a_dane_writes_it(cockpit: Cockpit, name: str, text: str, value: object) -> None:
    assert getattr(change(cockpit, **{name: text}), name) == value
    assert cockpit.settings.version == 1


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("municipality", " ", "en tekst på højst 100 tegn; der stod ingenting"),
        ("deviation_sign", "minus", "en af: plus er mindreforbrug, plus er merforbrug; der stod «minus»"),
        ("reporting_dates", "marts, jumi", "en eller flere måneder"),
        ("reporting_dates", "", "en eller flere måneder"),
        ("close_working_day", "24", "fra 1 til 23; der stod «24»"),
        ("close_working_day", "4,5", "fra 1 til 23"),
        ("materiality_kr", "mange", "fra 0 til 1.000.000.000.000 kr.; der stod «mange»"),
        ("materiality_share", "250 %", "fra 0 til 100 %"),
        ("loss_confirm_share", "0", "over 0 til 100 % af sin sum"),
        ("smallest_area_citizens", "19", "fra 20 til 1000 borgere; der stod «19»"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_what_can(cockpit: Cockpit, name: str, text: str, told: str) -> None:
    with pytest.raises(Refused) as refused:
        change(cockpit, **{name: text})
    assert told in str(refused.value)
    assert "Intet er gemt" in str(refused.value)
    assert cockpit.settings == Settings()


def test_every_wrong_value_is_told_at_once(cockpit: Cockpit) -> None:
    with pytest.raises(Refused, match=r"arbejdsdag nr\.» .*«Væsentlig afvigelse, andel»"):
        change(cockpit, close_working_day="0", materiality_share="101")


def test_a_change_is_a_version_with_user_and_reason_and_gives_the_figures_another_stamp(cockpit: Cockpit) -> None:
    before = cockpit.store.stamp()
    change(cockpit, materiality_kr="400.000", close_working_day="6")
    assert cockpit.store.stamp().key != before.key
    assert cockpit.store.stamp().data_key != before.data_key
    view = usecases.settings(cockpit, LIS)
    lines = view.history.frame.select("version", "user", "title", "before", "after", "reason").rows()
    assert lines == [
        (1, "kim", "Bogføringen lukker på arbejdsdag nr.", "5", "6", "byrådets beslutning"),
        (1, "kim", "Væsentlig afvigelse, beløb", "500.000 kr.", "400.000 kr.", "byrådets beslutning"),
    ]


def test_nothing_is_saved_without_a_reason_or_without_a_change(cockpit: Cockpit) -> None:
    with pytest.raises(Refused, match="begrundelse"):
        change(cockpit, " ", close_working_day="6")
    with pytest.raises(Refused, match="intet at gemme"):
        change(cockpit, close_working_day="5")
    with pytest.raises(Refused, match="hedder «farve»"):
        change(cockpit, farve="blå")


def test_of_two_who_save_at_once_the_second_is_refused(cockpit: Cockpit) -> None:
    change(cockpit, seen=0, close_working_day="6")
    with pytest.raises(Refused, match="En anden har ændret det"):
        change(cockpit, seen=0, close_working_day="7")
    assert cockpit.settings.close_working_day == 6


@pytest.mark.parametrize("role", [Role.MANAGER, Role.CASEWORKER, Role.POLITICIAN])
def test_only_finance_and_the_administrator_choose(cockpit: Cockpit, role: Role) -> None:
    with pytest.raises(AccessDenied):
        usecases.change_settings(cockpit, Scope("pia", role), {"close_working_day": "6"}, "prøve")
    with pytest.raises(AccessDenied):
        usecases.settings(cockpit, Scope("pia", role))


def test_every_setting_is_told_in_full() -> None:
    for spec in setting_specs():
        assert spec.title, spec.name
        assert spec.group, spec.name
        assert spec.help.endswith("."), spec.name
    assert {spec.name for spec in setting_specs()} == set(Settings.model_fields) - {"version"}


def test_the_command_shows_sets_and_tells_who(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert "Væsentlig afvigelse, beløb" in command(home, "settings").out
    done = command(home, "settings", "set", "materiality_kr", "400.000", "--reason", "ny politik")
    assert (done.code, done.out) == (0, "Gemt som version 1. Alle tal har fået nyt stempel og regnes igen.\n")
    (line,) = json.loads(command(home, "settings", "history", "--json").out)
    assert (line["before"], line["after"], line["reason"]) == ("500.000 kr.", "400.000 kr.", "ny politik")
    shown = {row["name"]: row["value"] for row in json.loads(command(home, "settings", "--json").out)}
    assert shown["materiality_kr"] == "400.000 kr."
    refused = command(home, "settings", "set", "materiality_kr", "-1", "--reason", "prøve")
    assert (refused.code, "skal være fra 0" in refused.err) == (1, True)
