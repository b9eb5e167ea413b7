from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit import law
from cockpit.contracts.dataset import MONEY
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


def view(selected: str | None = None, **changes: object) -> ParagraphsView:
    given_ = {"years": YEARS, "price_volume": BARS_FRAME, "crosswalk": law.paragraphs(), "selected": selected}
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
    }


def test_spend_is_added_up_and_persons_and_prices_are_not() -> None:
    last = view().table.frame.row(-1, named=True)
    assert last["label"] == "I alt"
    assert (last["spend_kr_2026"], last["spend_kr_2025"]) == (Decimal("50100000.00"), Decimal("44000000.00"))
    assert last["full_year_persons_2026"] is None
    assert last["unit_price_kr_2026"] is None


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
    found = view(years=YEARS.clear(), price_volume=BARS_FRAME.clear())
    assert found.headline == "Ingen udgift i 2026"
    assert [table.danish().height for table in found.tables] == [0, 0, 0, 0]
