"""A chart's spec holds the view's figures, Danish numbers and words, and no colour that stands alone."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

import altair as alt
import jsonschema
import polars as pl
import pytest
from views.samples import (
    MILLION,
    context,
    follow,
    months,
    movements,
    row,
    rows,
    year,
)

from cockpit import charts
from cockpit.charts import picture
from cockpit.charts.style import finish
from cockpit.contracts import danish
from cockpit.views import (
    Deviations,
    Lines,
    Multiples,
    OverviewView,
    component_bridge,
    overview,
)


def lines() -> Lines:
    data = [
        (dt.date(2026, month, 1), key, key, float(month)) for key in ("Krisecenter", "Aflastning") for month in (1, 2)
    ]
    schema = {"month": pl.Date, "key": pl.String, "label": pl.String, "value": pl.Float64}
    return Lines("To slags", "Aktive indsatser", pl.DataFrame(data, schema=schema, orient="row"))


def multiples() -> Multiples:
    data = [
        (2025, "spend_kr", "Udgift", 40.0 * MILLION, "40,0 mio. kr.", False),
        (2026, "spend_kr", "Udgift", 45.0 * MILLION, "45,0 mio. kr.", True),
        (2026, "full_year_persons", "Helårspersoner", 52.5, "52,5", True),
    ]
    names = ("year", "measure", "label", "value", "text", "is_forecast")
    return Multiples("Mere end sidste år", pl.DataFrame(data, schema=names, orient="row"))


ALL = {
    "monthly": lambda: charts.development(year().development),
    "accumulated": lambda: charts.development(year().development, accumulated=True),
    "range": lambda: charts.forecast_range(year().forecast_range),
    "deviations": lambda: charts.deviations(year().areas),
    "bridge": lambda: charts.waterfall(follow().bridge),
    "spend": lambda: charts.years(multiples())[0],
    "persons": lambda: charts.years(multiples())[1],
    "lines": lambda: charts.lines(lines()),
}


def spec(name: str) -> dict[str, Any]:
    found: dict[str, Any] = ALL[name]().to_dict()
    return found


def values(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [line for data in found["datasets"].values() for line in data]


def walk(node: object) -> Iterator[tuple[str, object]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield key, value
            yield from walk(value)
    elif isinstance(node, list):
        for value in node:
            yield from walk(value)


@pytest.mark.parametrize("name", ALL)
def test_a_spec_is_valid_vega_lite(name: str) -> None:
    jsonschema.validate(spec(name), alt.load_schema())


@pytest.mark.parametrize("name", ALL)
def test_numbers_and_months_are_danish(name: str) -> None:
    locale = spec(name)["config"]["locale"]
    assert (locale["number"]["decimal"], locale["number"]["thousands"]) == (",", ".")
    assert locale["time"]["months"] == list(danish.MONTHS)
    assert locale["time"]["shortMonths"] == list(danish.MONTHS_SHORT)


@pytest.mark.parametrize("name", ALL)
def test_the_message_is_the_title_and_the_figures_are_in_the_words(name: str) -> None:
    chart = ALL[name]()
    title = " ".join(chart.to_dict()["title"]["text"])
    words = charts.alt_text(chart)
    assert title
    assert words.startswith(title)
    assert len(words) > len(title) + 10
    assert ".." not in words


@pytest.mark.parametrize("name", ALL)
def test_the_theme_decides_colours_and_background(name: str) -> None:
    found = spec(name)
    assert "background" not in found["config"]
    assert "#" not in json.dumps({**found, "datasets": {}, "$schema": ""}, ensure_ascii=False)
    ranges = [
        value["range"] for key, value in walk(found) if key == "scale" and isinstance(value, dict) and "range" in value
    ]
    assert "category" in ranges


def test_development_draws_every_figure_of_the_view() -> None:
    for accumulated, name in ((False, "monthly"), (True, "accumulated")):
        development = year().development
        frame = development.accumulated if accumulated else development.monthly
        drawn = {(line["month"], line["series"]): line["value"] for line in values(spec(name))}
        series = {
            "actual_kr": "Bogført",
            "forecast_kr": "Fremskrivning (stiplet)",
            "budget_kr": "Budget (omrids)",
            "last_year_kr": "Sidste år (linje)",
        }
        expected = {
            (line["month"], label): float(line[column])
            for line in frame.iter_rows(named=True)
            for column, label in series.items()
            if line[column] is not None
        }
        assert drawn == expected


def test_the_forecast_is_light_and_dashed_and_the_budget_an_outline() -> None:
    found = spec("monthly")
    encoding = found["layer"][1]["encoding"]
    places = encoding["fillOpacity"]["scale"]["domain"]
    opacity = dict(zip(places, encoding["fillOpacity"]["scale"]["range"], strict=True))
    dash = dict(zip(places, encoding["strokeDash"]["scale"]["range"], strict=True))
    assert opacity["Bogført"] == 1
    assert 0 < opacity["Fremskrivning (stiplet)"] < 0.5
    assert opacity["Budget (omrids)"] == 0
    assert dash["Fremskrivning (stiplet)"] != dash["Bogført"]
    assert encoding["fill"]["legend"]["values"] == [
        "Bogført",
        "Fremskrivning (stiplet)",
        "Budget (omrids)",
        "Sidste år (linje)",
    ]


def test_the_columns_start_at_zero() -> None:
    for layer in spec("monthly")["layer"]:
        assert layer["encoding"]["y"].get("scale", {}).get("zero", True)


def test_the_range_shows_both_bands_and_all_three_figures() -> None:
    found = values(spec("range"))
    assert {line["series"]: (line["low"], line["high"]) for line in found if "low" in line} == {
        "80 %": (455.0 * MILLION, 470.0 * MILLION),
        "95 %": (450.5 * MILLION, 474.7 * MILLION),
    }
    assert {line["row"]: line["value"] for line in found if "value" in line} == {
        "Forventet regnskab": 462.3 * MILLION,
        "Korrigeret budget": 455.2 * MILLION,
        "Oprindeligt budget": 450.0 * MILLION,
    }


def test_a_forecast_without_range_or_budget_is_still_drawn() -> None:
    bare = rows(row("total", "total", posted=3))
    found = overview.build(
        context(), total=bare, areas=bare, paragraphs=bare, months=months(), movements=movements()
    ).forecast_range
    drawn = values(charts.forecast_range(found).to_dict())
    assert [line["value"] for line in drawn] == [3.0 * MILLION]


def test_each_deviation_has_side_colour_and_word() -> None:
    found = spec("deviations")
    drawn = [(line["label"], line["value"], line["word"], line["text"]) for line in values(found)]
    assert drawn == [
        ("Børn", -17.3 * MILLION, "merforbrug", "−17,3 mio. kr. merforbrug"),
        ("Voksne", 10.7 * MILLION, "mindreforbrug", "+10,7 mio. kr. mindreforbrug"),
    ]
    domain = found["layer"][0]["encoding"]["color"]["scale"]["domain"]
    assert (domain.index("mindreforbrug"), domain.index("merforbrug")) == (0, 1)


def test_charts_that_are_compared_share_one_scale() -> None:
    pair: list[Deviations] = [year().areas, overview_of(rows(row("Børn", adjusted=1, posted=101))).areas]
    shared = charts.shared_values(pair)
    domains = [
        charts.deviations(figure, scale_kr=shared).to_dict()["layer"][0]["encoding"]["x"]["scale"]["domain"]
        for figure in pair
    ]
    assert domains[0] == domains[1] == [-100.0 * MILLION, 10.7 * MILLION]


def overview_of(frame: pl.DataFrame) -> OverviewView:
    return overview.build(context(), total=frame, areas=frame, paragraphs=frame, months=months(), movements=movements())


def test_the_waterfall_draws_each_step_from_where_the_last_one_ended() -> None:
    figure = follow().bridge
    drawn = values(spec("bridge"))
    assert [(line["label"], line["from_kr"], line["to_kr"]) for line in drawn] == [
        (label, float(start), float(end))
        for label, start, end in figure.frame.select("label", "from_kr", "to_kr").iter_rows()
    ]
    roles = {line["label"]: line["role"] for line in drawn}
    assert (roles["Bogført"], roles["Disponeret"], roles["Afgang"]) == ("I alt", "Lægger til", "Trækker fra")


@pytest.mark.parametrize(
    ("posted", "word", "role"), [(12, "Merforbrug", "Lægger til"), (8, "Mindreforbrug", "Trækker fra")]
)
def test_over_and_under_budget_keep_their_colour_on_the_way_to_the_budget(posted: int, word: str, role: str) -> None:
    figure = component_bridge.build(rows(row("x", adjusted=10, posted=posted)))
    roles = {line["label"]: line["role"] for line in values(charts.waterfall(figure).to_dict())}
    assert roles[word] == role


def test_an_empty_waterfall_can_be_drawn() -> None:
    figure = follow().bridge
    empty = type(figure)(figure.message, figure.frame.clear())
    assert values(charts.waterfall(empty).to_dict()) == []


def test_years_are_one_chart_a_measure_and_the_forecast_is_marked() -> None:
    assert len(charts.years(multiples())) == 2
    drawn = [(line["year"], line["value"], line["series"]) for line in values(spec("spend"))]
    assert drawn == [("2025", 40.0 * MILLION, "Regnskab"), ("2026", 45.0 * MILLION, "Forventet (stiplet)")]


@pytest.mark.parametrize(
    ("name", "shown"), [("spend", ["Regnskab", "Forventet (stiplet)"]), ("persons", ["Forventet (stiplet)"])]
)
def test_the_legend_of_years_names_what_is_drawn(name: str, shown: list[str]) -> None:
    legends = {
        tuple(value) for key, value in walk(spec(name)) if key == "values" and value and isinstance(value[0], str)
    }
    assert legends == {tuple(shown)}


def test_lines_differ_by_dash_as_well_as_by_colour() -> None:
    found = spec("lines")["encoding"]
    assert found["color"]["field"] == found["strokeDash"]["field"] == "label"
    dashes = found["strokeDash"]["scale"]["range"]
    assert len({tuple(dash) for dash in dashes}) == len(dashes)


def test_no_english_word_is_shown() -> None:
    shown = [
        value
        for name in ALL
        for key, value in walk({**spec(name), "datasets": {}})
        if key in ("title", "text") and isinstance(value, str) and not value.startswith("text")
    ]
    assert set(shown) <= {
        "Måned", "Serie", "Beløb", "mio. kr.", "1.000 kr.", "personer", "Hvad", "Hvor", "Afvigelse", "Trin", "År",
        "Udgift", "Helårspersoner", "Aktive indsatser",
    }  # fmt: skip


def test_a_picture_names_a_font_that_every_machine_has() -> None:
    """Without one of the named fonts the picture in Word would have no words."""
    (specification, _), *_ = picture._spec(year().areas)
    assert specification["config"]["font"].endswith("sans-serif")


def test_a_drawing_leaves_room_at_the_left_for_names_in_a_wider_font() -> None:
    drawing = '<svg width="500" height="80" viewBox="0 0 500 80"><g/></svg>'
    assert picture._with_margin(drawing) == '<svg width="530" height="80" viewBox="-30 0 530 80"><g/></svg>'


def test_the_same_figure_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[object] = []
    monkeypatch.setattr(picture.vl_convert, "vegalite_to_svg", lambda spec, **_: drawn.append(spec) or "<svg/>")
    picture._kept.cache_clear()
    figure = year().areas
    assert picture.svg(figure) == picture.svg(figure)
    assert len(drawn) == 1
    picture._kept.cache_clear()


def test_a_title_never_parts_a_figure_from_its_unit() -> None:
    message = "Størst afvigelse: Handicap – mindreforbrug på 1,5 mio. kr. i alt"
    chart = finish(alt.Chart(alt.Data(values=[])).mark_bar(), message, "")
    lines = chart.to_dict()["title"]["text"]
    assert lines == ["Størst afvigelse: Handicap – mindreforbrug på", "1,5 mio. kr. i alt"]
