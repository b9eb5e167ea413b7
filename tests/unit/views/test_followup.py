import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.contracts.forecast_table import COMPONENTS
from cockpit.views import DrillPath, FollowupView, component_bridge, followup
from cockpit.views.component_table import ADDED
from views.samples import MILLION, adjustments, areas, context, million, row, rows, total

SKOEN = (1, "area", "Voksne", 2026, 4, 12, million(0.5), "Dom på vej", "mk", dt.date(2026, 4, 8), dt.date(2026, 9, 30))


def view(**changes: object) -> FollowupView:
    given_ = {"path": DrillPath(), "here": total(), "rows": areas(), "adjustments": adjustments(SKOEN)}
    reader = changes.pop("context", context())
    return followup.build(reader, **(given_ | changes))


def test_every_component_is_shown_in_the_order_of_the_sum() -> None:
    headings = [column.heading for column in view().table.columns]
    assert headings[:12] == [
        "Politikområde",
        "Bogført",
        "heraf regninger fra tidligere år",
        "Leveret, ikke bogført",
        "Disponeret",
        "Afgang",
        "Kendte på vej ind",
        "Ventet tilgang",
        "Øvrige konti",
        "Refusion endnu ikke bogført",
        "Skøn",
        "Forventet regnskab",
    ]


def test_rows_are_sorted_by_size_above_a_total_that_adds_up() -> None:
    table = view().table
    assert table.frame["label"].to_list() == ["Voksne", "Børn", "Ikke fordelt", "I alt"]
    body, last = table.frame.head(3), table.frame.row(-1, named=True)
    for name in ADDED:
        assert last[name] == body[name].sum()
    assert last["forecast"] == sum(last[name] for name in COMPONENTS)
    assert last["deviation"] == Decimal("-7100000.00")
    assert last["deviation_word"] == "merforbrug"


def test_no_budget_is_said_and_never_zero() -> None:
    line = view().table.danish().row(2, named=True)
    assert line["Korrigeret budget"] == "intet budget på dette niveau"
    assert line["Afvigelse"] == "–"
    assert line["Mer-/mindreforbrug"] == "–"


@pytest.mark.parametrize(
    ("sign", "printed"), [("overspend_positive", "17.300.000"), ("underspend_positive", "−17.300.000")]
)
def test_sign_and_word_of_a_line(sign: str, printed: str) -> None:
    line = view(context=context(deviation_sign=sign)).table.danish().row(1, named=True)
    assert (line["Afvigelse"], line["Mer-/mindreforbrug"]) == (printed, "merforbrug")


def test_rows_that_do_not_sum_to_their_level_are_pointed_out() -> None:
    found = view(rows=areas().head(2)).notes
    assert found == ("Linjerne summer ikke til niveauet ovenfor: forskellen er −500.000,00 kr.",)


def test_the_way_down_and_back() -> None:
    found = view()
    assert [option.path for option in found.options] == [DrillPath("Voksne"), DrillPath("Børn"), DrillPath("-")]
    assert [option.label for option in found.options] == ["Voksne", "Børn", "Ikke fordelt"]
    deeper = view(path=DrillPath("Voksne", "SEL § 107"), labels={"SEL § 107": "§ 107 Midlertidigt botilbud"})
    assert [(crumb.label, crumb.path) for crumb in deeper.crumbs] == [
        ("I alt", DrillPath()),
        ("Politikområde: Voksne", DrillPath("Voksne")),
        ("Paragraf: § 107 Midlertidigt botilbud", DrillPath("Voksne", "SEL § 107")),
    ]
    assert deeper.headline.startswith("Paragraf: § 107 Midlertidigt botilbud. Forventet regnskab 2026")


def test_a_grant_cannot_be_opened_and_says_why_it_has_no_outflow() -> None:
    found = view(path=DrillPath("Voksne", "SEL § 107", "Solgården"))
    assert found.options == ()
    assert "aldrig på den enkelte indsats" in found.notes[0]


def test_a_path_without_rows_is_empty_and_has_no_total() -> None:
    found = view(rows=areas().clear())
    assert found.table.danish().is_empty()
    assert found.table.totals == 0
    assert found.options == ()


def test_the_bridge_from_posted_to_forecast_to_budget() -> None:
    found = view().bridge
    steps = found.frame.filter(found.frame["amount_kr"] != 0)
    assert list(steps.select("label", "kind", "text").iter_rows()) == [
        ("Bogført", "total", "120,0 mio. kr."),
        ("Disponeret", "change", "+330,0 mio. kr."),
        ("Afgang", "change", "−5,0 mio. kr."),
        ("Ventet tilgang", "change", "+17,3 mio. kr."),
        ("Forventet regnskab", "total", "462,3 mio. kr."),
        ("Merforbrug", "change", "merforbrug 7,1 mio. kr."),
        ("Korrigeret budget", "total", "455,2 mio. kr."),
    ]
    assert (
        found.message
        == "120,0 mio. kr. er bogført; yderligere 342,3 mio. kr. ventes, mest disponeret (+330,0 mio. kr.)"
    )


def test_without_budget_the_bridge_ends_in_the_forecast() -> None:
    found = component_bridge.build(rows(row("x", posted=3)))
    assert found.frame["label"].to_list()[-1] == "Forventet regnskab"
    assert found.message == "3,0 mio. kr. er bogført, og der ventes ikke mere i år"


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-500, 500), min_size=9, max_size=9), st.integers(-500, 500))
def test_every_bridge_lands_on_its_totals(parts: list[int], budget: int) -> None:
    line = row("x", adjusted=budget, **dict(zip(COMPONENTS, parts, strict=True)))
    frame = component_bridge.build(rows(line)).frame
    last_step = dict(frame.select("step", "to_kr").iter_rows())
    assert last_step["adjustment"] == last_step["forecast"] == sum(parts) * MILLION
    assert last_step["deviation"] == last_step["adjusted_budget"] == budget * MILLION


def test_the_active_adjustments_with_reason_and_expiry() -> None:
    table = view().adjustments
    assert table.danish().row(0) == (
        "Politikområde",
        "Voksne",
        "apr–dec",
        "500.000",
        "Dom på vej",
        "mk",
        "08-04-2026",
        "30-09-2026",
    )
    assert table.note == "I alt +500 t.kr."
    assert view(adjustments=adjustments()).adjustments.note == "Der er ingen aktive skøn."
