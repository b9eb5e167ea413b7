import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.contracts.forecast_table import COMPONENTS
from cockpit.views import FollowupView, Selection, component_bridge, component_table, followup
from cockpit.views.component_table import ADDED
from cockpit.views.followup_tables import COMPONENTS_SHOWN, ORIGINAL, REPORTING, THREE_WAYS, with_parts
from views.samples import MILLION, adjustments, areas, budgeted, context, million, parts, rates, row, rows, total

SKOEN = (1, "area", "Voksne", 2026, 4, 12, million(0.5), "Dom på vej", "mk", dt.date(2026, 4, 8), dt.date(2026, 9, 30))


PROVIDERS = Selection("provider", (("area", "Voksne"), ("paragraph", "SEL § 107")))


def view(**changes: object) -> FollowupView:
    given_ = {"selection": Selection(), "here": total(), "rows": areas(), "adjustments": adjustments(SKOEN)}
    reader = changes.pop("context", context())
    asked = {"preset": COMPONENTS_SHOWN} | given_ | changes
    whole = {name: asked[name] for name in ("rows", "here") if "applied_for" not in asked[name].columns}
    return followup.build(reader, **asked | {name: budgeted(frame) for name, frame in whole.items()})


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


def test_the_months_total_deviates_as_the_year_does() -> None:
    """Period 00 has 1 mio. and no budget; two months of 40 each against 37.5: 81 - 75 = 6 too much."""
    lines = (row(key, "month", adjusted=budget, posted=posted)
             for key, budget, posted in (("00", None, 1), ("01", 37.5, 40), ("02", 37.5, 40)))  # fmt: skip
    table = component_table.months(context(), rows(*lines))
    assert table.frame["label"].to_list() == ["Forsupp.", "jan", "feb", "I alt"]
    last = table.frame.row(-1, named=True)
    assert (last["forecast"], last["adjusted_budget"]) == (million(81), million(75))
    assert last["deviation"] == million(-6)


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


def test_skoen_of_several_areas_are_told_where_they_stand() -> None:
    lines = rows(row("Voksne", posted=97), row("-", adjustment=2, posted=1))
    assert view(rows=lines, here=rows(row("total", "total", posted=98, adjustment=2))).notes == (
        "3,0 mio. kr. (3,0 % af forventet regnskab) kan ikke henføres til politikområde og står under Ikke fordelt.",
        "Under Ikke fordelt er 2,0 mio. kr. skøn, der gælder flere under ét. Læg dem pr. politikområde, hvis de skal "
        "stå på linjerne.",
    )


def test_the_way_down_and_back() -> None:
    found = view()
    assert [option.selection for option in found.options] == [
        Selection("paragraph", (("area", key),)) for key in ("Voksne", "Børn", "-")
    ]
    assert [option.label for option in found.options] == ["Voksne", "Børn", "Ikke fordelt"]
    deeper = view(selection=PROVIDERS, labels={"SEL § 107": "§ 107 Midlertidigt botilbud"})
    assert [(crumb.label, crumb.selection) for crumb in deeper.crumbs] == [
        ("I alt", Selection("area")),
        ("Politikområde: Voksne", Selection("paragraph", PROVIDERS.chosen[:1])),
        ("Paragraf: § 107 Midlertidigt botilbud", PROVIDERS),
    ]
    assert deeper.headline.startswith("Paragraf: § 107 Midlertidigt botilbud. Forventet regnskab 2026")


def test_a_grant_cannot_be_opened_and_says_why_it_has_no_outflow() -> None:
    found = view(selection=PROVIDERS.down("Solgården"))
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
        "30-09-2026",
        "Dom på vej",
        "mk",
        "08-04-2026",
    )
    assert table.note == "I alt +500 t.kr."
    assert view(adjustments=adjustments()).adjustments.note == "Der er ingen aktive skøn."


@pytest.mark.parametrize(
    ("day", "months", "expires", "state"),
    [
        (dt.date(2026, 3, 31), (4, 12), dt.date(2026, 3, 30), "Udløbet: tæller ikke mere"),
        (dt.date(2026, 3, 31), (1, 3), dt.date(2026, 12, 31), "Månederne er gået: tæller stadig"),
        (dt.date(2026, 3, 31), (4, 12), dt.date(2026, 4, 29), "Udløber før næste lukning"),
        (dt.date(2026, 3, 31), (4, 12), dt.date(2026, 4, 30), "Tæller stadig"),
    ],
)
def test_a_skoen_of_last_month_says_what_has_become_of_it(
    day: dt.date, months: tuple[int, int], expires: dt.date, state: str
) -> None:
    line = (1, "total", "total", 2026, *months, million(0.5), "Dom", "mk", dt.date(2026, 2, 8), expires)
    table = view(context=context(as_of=day), beside=followup.Beside(earlier=adjustments(line))).earlier
    assert table.danish().row(0)[:3] == (state, "I alt", "I alt")
    assert "Forny dem" in table.note
    assert "ingen skøn fra tidligere måneder" in view().earlier.note


def shown(preset: str, **kroner: float) -> dict[str, str]:
    """Voksne's line as it is printed."""
    given_ = {
        name: with_parts(frame, parts(**kroner), rates()) for name, frame in (("rows", areas()), ("here", total()))
    }
    return view(preset=preset, **given_).table.danish().row(0, named=True)


def test_the_standard_table_has_the_rate_and_that_of_last_year() -> None:
    line = shown("standard", supplementary=3, carry_over=1.2)
    # 245.2 adjusted, 60 posted, 234.5 expected; plus is underspend
    assert line["Korrigeret budget"] == "245.200.000"
    assert (line["Forbrugsprocent"], line["Samme måned 2025"]) == ("24,5 %", "25,0 %")
    assert (line["Afvigelse"], line["Afvigelse i pct."]) == ("10.700.000", "4,4 %")
    assert "Andel af regnskab 2025 samme måned" not in line  # last year had a budget


def test_against_the_original_budget_with_what_has_changed_it() -> None:
    line = shown(ORIGINAL, supplementary=3, carry_over=1.2)
    # 241 original, 234.5 expected; 3 + 1.2 = 245.2 - 241
    assert (line["Oprindeligt budget"], line["Korrigeret budget"]) == ("241.000.000", "245.200.000")
    assert (line["Tillægsbevillinger"], line["Overførsler fra sidste år"]) == ("3.000.000", "1.200.000")
    words = ("Afvigelse fra oprindeligt budget", "Mer-/mindreforbrug", "Afvigelse fra oprindeligt i pct.")
    assert [line[name] for name in words] == ["6.500.000", "mindreforbrug", "2,7 %"]


def test_the_workbook_always_has_the_original_budget_and_once() -> None:
    frames = {name: with_parts(frame, parts(), rates()) for name, frame in (("rows", areas()), ("here", total()))}
    for preset in ("standard", ORIGINAL):
        titles = [table.title for table in view(preset=preset, **frames).tables]
        assert titles.count("Mod oprindeligt budget pr. politikområde") == 1


def test_the_deviation_in_three_ways() -> None:
    line = shown(THREE_WAYS, applied_for=-7.8, expected_carry_over=5.3)
    # 10,7 - 7,8 = 2,9; 2,9 - 5,3 = -2,4
    names = ("Afvigelse", "Korrektioner", "Efter korrektioner", "Overføres")
    assert [line[name] for name in names] == ["10.700.000", "−7.800.000", "2.900.000", "−5.300.000"]
    assert (line["Efter overførsler"], line["Mer-/mindreforbrug"]) == ("−2.400.000", "merforbrug")


def test_the_councils_own_follow_up_adds_up_across() -> None:
    line = shown(REPORTING, carry_over=1.2, applied_for=2)
    names = ("Korr. ekskl. overf.", "Ansøgt", "Korr. inkl. ansøgt")
    assert [line[name] for name in names] == ["244.000.000", "2.000.000", "246.000.000"]
    results = ("Resultat ekskl. overf.", "Overførsler", "Resultat inkl. overf.")
    assert [line[name] for name in results] == ["11.500.000", "1.200.000", "12.700.000"]


def test_more_rows_than_anybody_reads_are_the_largest_and_one_line() -> None:
    many = rows(*(row(f"i{n:04d}", "grant", posted=n) for n in range(1, 1_101)))
    given_ = with_parts(many, parts(), rates())
    table = view(preset="standard", rows=given_, here=with_parts(total(), parts(), rates())).table
    assert table.frame.height == 1_002
    last = table.danish().row(-2, named=True)
    assert (last["Politikområde"], last["Bogført"]) == ("Øvrige (100)", "5.050.000.000")  # 1 + ... + 100
