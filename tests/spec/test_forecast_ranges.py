"""Intervallet om forventet regnskab: hvor langt tilfældet kan føre resten af året.

Hver indsats, der kører, hver ny borger og hver regning, der mangler, har sin egen usikkerhed; den lægges sammen
som kvadrater, for tilfældene går hver sin vej. Det, vi ikke ved om en fælles sats, rammer alle på én gang; det lægges
sammen som kroner. Spredningen ganges med det, som de tidligere års fremskrivninger har vist er nok.
"""

import datetime as dt

import polars as pl
import pytest

from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.settings import Settings
from cockpit.forecast import compute, floor_kr, floor_sentence, ranges, rows, spread
from tests.unit.forecast.world import MARCH, forecast, grant, municipality, posting


def lines(*told: tuple[str, str, float]) -> pl.DataFrame:
    """source, factor, amount."""
    made = [{"source": source, "factor": factor, "amount": amount, "key": "alt"} for source, factor, amount in told]
    return pl.DataFrame(made, schema={**spread.SCHEMA, "key": pl.String})


def town(count: int = 30) -> MunicipalityData:
    """Indsatser på tre paragraffer; hver tredje er begyndt inden for de sidste to år, og hver femte er endt."""
    granted, bills = [], []
    for number in range(count):
        start = dt.date(2024 + number % 2, 1 + number % 12, 1) if number % 3 == 0 else dt.date(2020, 1, 1)
        end = dt.date(2025, 1 + number % 12, 28) if number % 5 == 0 and start.year < 2025 else None
        name = f"i{number}"
        paragraph = ("SEL § 107", "SEL § 85", "SEL § 108")[number % 3]
        granted.append(grant(name, start_date=start, registered_on=start, end_date=end, paragraph=paragraph))
        if end is None:
            months = [(2025, month) for month in range(1, 13) if dt.date(2025, month, 1) >= start] + [
                (2026, 1),
                (2026, 2),
            ]
            bills += [
                posting(60000, f"{y}-{m:02d}", f"{y}-{m:02d}", grant_id=name, voucher=f"{name}{y}{m}")
                for y, m in months
            ]
    return municipality(grants=granted, postings=bills)


def test_egne_tilfaelde_laegges_sammen_som_kvadrater() -> None:
    """Spredninger på 3.000 og 4.000 kr. hver for sig er 5.000 kr. sammen."""
    both = lines(("citizens", "", 3000.0**2), ("bills", "", 4000.0**2))
    assert spread.sd(both)["sd_kr"].to_list() == [5000.0]


def test_en_faelles_sats_rammer_alle_paa_en_gang() -> None:
    """Samme sats flytter 3.000 og 4.000 kr.: 7.000 kr. sammen. En anden sats på 24.000 kr. går sin egen vej: 25.000."""
    same = (("rates", "turn", 3000.0), ("rates", "turn", 4000.0))
    assert spread.sd(lines(*same))["sd_kr"].to_list() == [7000.0]
    assert spread.sd(lines(*same, ("prices", "price", 24000.0)))["sd_kr"].to_list() == [25000.0]


def test_en_konto_som_indsatser_driver_svinger_kun_med_dem() -> None:
    """Regningerne kommer hvert kvartal, og en regning fra et tidligere år ventes også på kontoen. At kvartalets regning
    er stor og de andre måneder små, er ikke usikkerhed: kontoen tæller kun med sine indsatser og sine regninger."""
    quarters = [(year, month) for year in (2024, 2025) for month in (3, 6, 9, 12)]
    bills = [posting(182000, f"{year}-{month:02d}", f"{year}-{month:02d}", grant_id="i1") for year, month in quarters]
    others = [posting(1000, f"2025-{month:02d}", f"2025-{month:02d}", grant_id="i1") for month in range(1, 13)]
    earlier = posting(50000, "2025-08", "2024-11")
    result = forecast(municipality(grants=[grant()], postings=[*bills, *others, earlier]))
    assert "other" in result.leaves["component"].to_list()
    assert "accounts" not in result.spread["source"].to_list()


def test_gulvet_er_borgernes_egen_del() -> None:
    """Kendte vi alle satser, var de 3.000 kr. tilbage: fire år af fem inden for 1,2816 gange det."""
    told = lines(("citizens", "", 3000.0**2), ("rates", "turn", 9000.0), ("bills", "", 8000.0**2))
    assert floor_kr(told.drop("key")) == pytest.approx(1.2816 * 3000)
    assert floor_kr(spread.empty()) == 0
    assert floor_sentence(spread.empty()) is None
    assert "3,8 mio. kr. til hver side" in str(floor_sentence(lines(("citizens", "", 3_000_000.0**2)).drop("key")))


def test_helheden_er_mere_sikker_end_delene_lagt_sammen() -> None:
    data = town()
    result = forecast(data)
    half = pl.col("high80").cast(pl.Float64) - pl.col("forecast").cast(pl.Float64)
    total = rows(result, data, "total").select(half).item()
    parts = rows(result, data, "paragraph").select(half).to_series()
    assert 0 < total < parts.sum()


def missed(key: str, year: int, score: float) -> dict[str, object]:
    """En tidligere fremskrivning pr. 30. juni, der ramte `score` spredninger a 10.000 kr. ved siden af."""
    return {
        "as_of": dt.date(year, 6, 30), "year": year, "level": "paragraph", "key": key, "method": "model",
        "forecast_kr": 1_000_000, "actual_kr": 1_000_000 + score * 10_000, "sd_kr": 10_000.0, "reconstructed": False,
    }  # fmt: skip


def test_paragraffer_taeller_ikke_det_aar_en_ny_lov_overtog_dem() -> None:
    """Børns paragraffer ramte i 2024 ni spredninger ved siden af, for indsatserne blev afgjort på ny efter barnets lov.
    Kun voksnes to spredninger fra 2024 og børns ene fra 2025 siger noget om 2026."""
    told = pl.DataFrame([
        missed("SEL § 52, stk. 3", 2024, 9.0), missed("BL § 32", 2024, 9.0), missed("SEL § 85", 2024, 2.0),
        missed("BL § 32", 2025, 1.0),
    ])  # fmt: skip
    assert ranges.scores(told, "paragraph", dt.date(2026, 6, 30))["score"].to_list() == [1.0, 2.0]


def test_fra_oktober_er_en_helheds_interval_bredere_maalt_i_spredninger() -> None:
    """Uden tidligere år: 1,35 x 1,24 = 1,674 spredninger i september og 1,35 x 1,33 = 1,7955 i oktober."""
    september, october = (ranges.factors(None, "total", dt.date(2026, month, 30))["80"] for month in (9, 10))
    assert (september, october) == (pytest.approx(1.674), pytest.approx(1.7955))


def test_jo_senere_paa_aaret_jo_smallere() -> None:
    data = town()
    found = [spread.sd(_total(compute(data, day, 2026, Settings()).spread))["sd_kr"][0] for day in (MARCH, SEPTEMBER)]
    assert 0 < found[1] < found[0]


def test_et_aar_der_er_gaaet_har_intet_interval() -> None:
    data = town()
    result = compute(data, dt.date(2027, 6, 30), 2026, Settings())
    (row,) = rows(result, data, "total").to_dicts()
    assert row["low95"] == row["forecast"] == row["high95"]


def test_raekkernes_orden_aendrer_intet() -> None:
    data = town()
    turned = municipality(grants=data.grants.to_dicts()[::-1], postings=data.postings.to_dicts()[::-1])
    assert rows(forecast(data), data, "paragraph").equals(rows(forecast(turned), turned, "paragraph"))


SEPTEMBER = dt.date(2026, 9, 30)


def _total(table: pl.DataFrame) -> pl.DataFrame:
    return table.with_columns(key=pl.lit("total"))
