from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit import law
from cockpit.contracts.dataset import MONEY
from cockpit.finance import YearRise
from cockpit.finance.price_volume import BARS
from cockpit.views import ParagraphsView, paragraphs, price_volume
from cockpit.views.kinds import with_kinds
from views.samples import MILLION, context, million

YEARS = pl.DataFrame(
    [
        (2025, "SEL § 107", million(40), 50.0, Decimal(800000)),
        (2026, "SEL § 107", million(45), 52.5, Decimal("857142.86")),
        (2025, "SEL § 52, stk. 3, nr. 6", million(4), 60.0, Decimal("66666.67")),
        (2026, "BL § 32, stk. 1, nr. 3", million(5), 60.0, Decimal("83333.33")),
        (2026, "-", million("0.1"), None, None),
    ],
    schema={
        "year": pl.Int32,
        "paragraph": pl.String,
        "spend_kr": MONEY,
        "full_year_persons": pl.Float64,
        "unit_price_kr": MONEY,
    },
    orient="row",
)
BAR_SCHEMA = {"paragraph": pl.String, "bar": pl.String, "amount_kr": MONEY}
BARS_FRAME = pl.DataFrame(
    [
        ("SEL § 107", "price_kr", million(3)),
        ("SEL § 107", "volume_kr", million(2)),
        ("SEL § 107", "nyt_kr", million("-0.5")),
        ("BL § 32, stk. 1, nr. 3", "price_kr", million("-0.1")),
    ],
    schema=BAR_SCHEMA,
    orient="row",
)


COURSES = paragraphs.Courses(
    functions=pl.DataFrame(
        [
            (2025, "5.38.52", "SEL § 107", million(38)),
            (2025, "5.38.59", "SEL § 107", million(2)),
            (2026, "5.38.52", "SEL § 107", million(45)),
            (2026, "9.99.99", "-", million("0.1")),
        ],
        schema={"year": pl.Int32, "function": pl.String, "paragraph": pl.String, "spend_kr": MONEY},
        orient="row",
    ),
    months=pl.DataFrame(
        [
            (2025, 1, "SEL § 107", million(3)),
            (2025, 12, "SEL § 107", million(37)),
            (2026, 1, "SEL § 107", million(4)),
            (2026, 12, "SEL § 107", million(9)),
        ],
        schema={"year": pl.Int32, "month": pl.Int8, "paragraph": pl.String, "spend_kr": MONEY},
        orient="row",
    ),
    flows=pl.DataFrame(
        [(2025, "SEL § 107", 6, 5), (2026, "SEL § 107", 4, 1)],
        schema={"year": pl.Int32, "paragraph": pl.String, "inflow": pl.Int64, "outflow": pl.Int64},
        orient="row",
    ),
    rises=(YearRise(2026, Decimal(5), "carried", 2025, "en kilde"),),
)


def view(selected: str | None = None, **changes: object) -> ParagraphsView:
    given_ = {"years": YEARS, "price_volume": BARS_FRAME, "crosswalk": law.paragraphs(), "selected": selected}
    given_ |= {"courses": COURSES}
    return paragraphs.build(context(), **(given_ | changes))


def test_this_year_against_last_year() -> None:
    table = view().table.danish()
    assert table.row(0, named=True) == {
        "Paragraf": "SEL § 107 Midlertidigt botilbud",
        "Slags indsats": "Midlertidigt botilbud",
        "Udgift 2026": "45.000.000",
        "Udgift 2025": "40.000.000",
        "Helårspersoner 2026": "52,5",
        "Helårspersoner 2025": "50,0",
        "Enhedspris 2026": "857.143",
        "Enhedspris 2025": "800.000",
        "Ændring": "12,5 %",
        "Tilgang": "4",
        "Afgang": "1",
    }


def test_spend_is_added_up_and_persons_and_prices_are_not() -> None:
    last = view().table.frame.row(-1, named=True)
    assert last["label"] == "I alt"
    assert (last["spend_kr_2026"], last["spend_kr_2025"]) == (Decimal("50100000.00"), Decimal("44000000.00"))
    assert last["full_year_persons_2026"] is None
    assert last["unit_price_kr_2026"] is None


def test_it_is_told_why_price_times_persons_is_not_the_spend() -> None:
    found = view(None)
    helped = {column.heading: column.help for column in found.table.columns}
    assert "ventet tilgang og afgang" in helped["Helårspersoner 2026"]
    assert "uden regninger fra tidligere år" in helped["Enhedspris 2025"]
    assert any("giver ikke hele udgiften" in note for note in found.notes)


def test_both_acts_stand_under_one_kind_of_service() -> None:
    table = view().kinds.danish()
    assert table.filter(pl.col("Slags indsats") == "Kontaktperson").row(0) == (
        "Kontaktperson",
        "Børn og unge",
        "4.000.000",
        "5.000.000",
    )
    assert view().kinds.frame["spend_kr_2026"].to_list()[-1] == Decimal("50100000.00")


def test_a_paragraph_without_a_line_takes_its_base_or_says_so() -> None:
    frame = pl.DataFrame({"paragraph": ["SEL § 107, stk. 2", "SEL § 999", "-"]})
    assert with_kinds(frame, law.paragraphs()).select("label", "kind").rows() == [
        ("SEL § 107, stk. 2 Midlertidigt botilbud", "Midlertidigt botilbud"),
        ("SEL § 999", "Øvrige paragraffer"),
        ("Ikke fordelt", "Ikke fordelt"),
    ]


def test_one_paragraph_over_the_years() -> None:
    found = view("SEL § 107")
    assert found.headline == "SEL § 107: Forventet udgift 2026 er 45,0 mio. kr., 5,0 mio. kr. mere end 2025"
    rows = found.years.frame.select("year", "measure", "text", "is_forecast").rows()
    assert rows == [
        (2025, "spend_kr", "40,0 mio. kr.", False),
        (2026, "spend_kr", "45,0 mio. kr.", True),
        (2025, "full_year_persons", "50,0", False),
        (2026, "full_year_persons", "52,5", True),
        (2025, "unit_price_kr", "800 t.kr.", False),
        (2026, "unit_price_kr", "857 t.kr.", True),
    ]


def test_all_paragraphs_together_show_spend_alone() -> None:
    assert set(view().years.frame["measure"]) == {"spend_kr"}
    assert view().headline == "Forventet udgift 2026 er 50,1 mio. kr., 6,1 mio. kr. mere end 2025"


def test_the_bars_add_up_and_an_unknown_bar_is_not_lost() -> None:
    found = view("SEL § 107").price_volume
    assert found.frame.select("label", "text").rows() == [
        ("Antal", "+2,0 mio. kr."),
        ("Pris", "+3,0 mio. kr."),
        ("Øvrigt", "−500 t.kr."),
        ("Afvigelse i alt", "+4,5 mio. kr."),
    ]
    assert (
        found.message == "Merforbrug 4,5 mio. kr. mod korrigeret budget: mest pris +3,0 mio. kr. og antal +2,0 mio. kr."
    )
    assert view().price_volume.message.startswith(
        "Merforbrug 4,4 mio. kr. mod korrigeret budget på paragraffer med eget"
    )


def test_it_says_what_is_compared_with() -> None:
    found = view("SEL § 107", compared_with="last_year")
    assert "mod korrigeret budget" in found.price_volume.message
    assert found.comparison == (
        "Der er ingen budgetterede helårspersoner, så pris og antal er regnet mod sidste års regnskab."
    )
    assert view().comparison == "Pris og antal er regnet mod budgettets helårspersoner."


def test_every_bar_of_the_calculation_has_words() -> None:
    assert set(price_volume.BAR) == set(BARS)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b"]), st.sampled_from([*BARS, "ukendt"]), st.integers(-99, 99)), max_size=12
    )
)
def test_bars_sum_to_the_deviation_in_figure_and_table(lines: list[tuple[str, str, int]]) -> None:
    frame = pl.DataFrame([(key, bar, million(size)) for key, bar, size in lines], schema=BAR_SCHEMA, orient="row")
    found = view(price_volume=frame)
    whole = sum(size for _, _, size in lines) * MILLION
    changes = found.price_volume.frame.filter(pl.col("kind") == "change")
    assert (changes["amount_kr"].sum() or 0) == whole
    if lines:
        assert found.price_volume_table.frame["deviation"].to_list()[-1] == whole


def test_without_data_there_are_words_and_no_rows() -> None:
    found = view(years=YEARS.clear(), price_volume=BARS_FRAME.clear(), courses=None)
    assert found.headline == "Ingen udgift i 2026"
    assert [table.danish().height for table in found.tables] == [0] * len(found.tables)


def test_the_years_stand_in_their_own_prices_and_in_this_years() -> None:
    """40 mio. kr. in 2025, and 5 % more for the same in 2026: 42 mio. kr."""
    rows = view("SEL § 107").years_table.danish().rows()
    assert rows == [
        ("2025", "40.000.000", "42.000.000", "50,0", "800.000", "840.000", "6", "5"),
        ("2026", "45.000.000", "45.000.000", "52,5", "857.143", "857.143", "4", "1"),
    ]


def test_in_fixed_prices_every_comparison_over_the_years_is() -> None:
    found = view("SEL § 107", prices="fixed")
    assert (
        found.headline == "SEL § 107: Forventet udgift 2026 er 45,0 mio. kr., 3,0 mio. kr. mere end 2025 i 2026-priser"
    )
    assert found.table.title == "Paragraffer i 2026-priser"
    assert found.table.frame["spend_kr_2025"][0] == million(42)
    assert found.spans.frame["spend_kr_2025"][0] == million(42)
    assert found.months.frame["2025"][0] == million("3.15")
    assert found.functions.frame["spend_kr_2025"].to_list() == [million("39.9"), million("2.1"), million(42)]
    assert found.price_volume.message == view("SEL § 107").price_volume.message


def test_what_fixed_prices_rest_on_is_said_where_they_stand() -> None:
    said = "Beløb i 2026-priser hviler på pris- og lønstigningen: 2026 er ført videre fra 2025 (ikke verificeret)."
    assert view(prices="fixed").price_note == said
    assert view().price_note == ""
    assert said in view().notes
    assert view().rises.danish().row(0) == (
        "2026",
        "5,0 %",
        "100,00",
        "ført videre fra 2025 (ikke verificeret)",
        "en kilde",
    )


def test_spend_per_function_stands_beside_and_sums_to_the_paragraph() -> None:
    assert view("SEL § 107").functions.danish().rows() == [
        ("5.38.52 Botilbud til midlertidigt ophold", "38.000.000", "45.000.000"),
        ("5.38.59 Aktivitets- og samværstilbud", "2.000.000", "0"),
        ("I alt", "40.000.000", "45.000.000"),
    ]
    assert view().functions.frame["function_name"].to_list()[1] == "9.99.99"


def test_months_are_compared_until_the_close_and_an_open_month_is_empty() -> None:
    rows = view("SEL § 107").months.danish().rows()
    assert rows[0] == ("jan", "3.000.000", "4.000.000")
    assert rows[11] == ("dec", "37.000.000", "–")
    assert rows[12:] == [("Til og med marts", "3.000.000", "4.000.000"), ("Hele året", "40.000.000", "–")]
