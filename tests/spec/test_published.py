"""Trykte opfølgninger regnet efter.

En offentliggjort tabel har ofte de samme kolonner: oprindeligt budget, tillægsbevillinger, overførsler, korrigeret
budget, forventet regnskab og afvigelse, og nogle gange afvigelsen efter ventede korrektioner og efter overførsler.
Korrigeret budget er summen af de første. Afvigelsen er budget minus forventet regnskab eller omvendt: det vælges, der
passer på tallene, og det siges hvad plus betyder. Står formlen under overskriften (D=B-C), bruges den.

En sumlinje kendes på ordet (i alt, total, sum) eller på at den er summen af sine naboer, hvor den end står. Den tælles
aldrig med igen. Hvert trykt tal, der ikke er det beregnede, vises med forskellen: beregnet minus trykt.
"""

from collections.abc import Sequence
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from cockpit.finance.published import Published, check_published

HERNING_2025 = """
Regnskab 2025, 1.000 kr.
| Oprindeligt budget | Tillægsbevilling | Overførsler | Korrigeret budget | Regnskab | Afvigelse
13 Handicap og Psykiatri | 367660 | 1058 | 2357 | 371075 | 372997 | -1925
18 Sundhed og Ældre | 1361105 | 2897 | 11325 | 1375327 | 1374434 | 887
I alt | 1728765 | 3955 | 13682 | 1746402 | 1747431 | -1038
"""
KOEBENHAVN_2011 = """
Oktoberprognose 2011, mio. kr.
| Vedtaget budget | Korrigeret budget | Forventet regnskab | Afvigelse | Forventede korrektioner | Afvigelse efter korrektioner | Overførsler | Afvigelse efter overførsler
| A | B | C | D=B-C | E | F=D+E | G | H=F+G
Rammebelagt drift | 3081.1 | 3134.9 | 3076.2 | 58.8 | -9.3 | 49.4 | -21.7 | 27.7
Børnefamilier m. særlige behov | 1312.2 | 1331.2 | 1293.3 | 37.9 | 1.9 | 39.8 | 0.0 | 39.8
Borgere med sindslidelse | 779.9 | 810.1 | 805.3 | 4.8 | -7.8 | -3.0 | -5.3 | -8.3
Udsatte voksne | 406.8 | 418.4 | 418.2 | 0.2 | 0.5 | 0.7 | -14.6 | -13.9
Borgere med handicap | 197.5 | 216.7 | 218.4 | -1.7 | 1.7 | 0.0 | 0.0 | 0.0
"""  # noqa: E501 - the headings as printed
RANDERS = """
Opfølgning pr. 30. juni, mio. kr.
| Oprindeligt budget | Korrigeret budget ekskl. overførsler | Bevillingsansøgninger | Korrigeret budget inkl. ansøgninger | Forventet forbrug | Resultat ekskl. overførsler | Overførsler | Resultat inkl. overførsler
Servicerammen
Børn | 500.0 | 505.0 | 2.0 | 507.0 | 510.0 | 3.0 | -4.0 | -1.0
Voksne | 700.0 | 700.0 | 0.0 | 700.0 | 712.5 | 12.5 | -10.0 | 2.5
Servicerammen i alt | 1200.0 | 1205.0 | 2.0 | 1207.0 | 1222.5 | 15.5 | -14.0 | 1.5
Centrale refusionsordninger
Særligt dyre enkeltsager | -40.0 | -40.0 | 0.0 | -40.0 | -45.0 | -5.0 | 0.0 | -5.0
I alt | 1160.0 | 1165.0 | 2.0 | 1167.0 | 1177.5 | 10.5 | -14.0 | -3.5
"""  # noqa: E501 - the headings as printed


def checked(text: str, **options: object) -> Published:
    """The table of a text: cells parted by `|`, numbers with a decimal point."""
    texts = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    width = max(map(len, texts))
    rows = [[*cells, *[""] * (width - len(cells))] for cells in texts]
    found = check_published(rows, [[list(map(_number, cells)) for cells in rows]], **options)  # type: ignore[arg-type]
    assert found is not None
    return found


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text.replace("-", "", 1).replace(".", "", 1).isdigit() else None


def calculated(found: Published, role: str) -> list[str]:
    return [str(cells[role]) for cells in found.calculated]


def differences(found: Published) -> Sequence[tuple[str, str, str]]:
    return [(one.line.label, one.role, str(one.difference)) for one in found.differences]


def test_herning_2025_is_off_by_three_six_and_nine() -> None:
    """Herning 2025: D − E er −1.922, 893 og −1.029; det trykte er 3, 6 og 9 forkert (1.000 kr.)."""
    found = checked(HERNING_2025)

    assert calculated(found, "adjusted") == ["371075", "1375327", "1746402"]
    assert calculated(found, "deviation") == ["-1922", "893", "-1029"]
    assert differences(found) == [
        ("13 Handicap og Psykiatri", "deviation", "3"),
        ("18 Sundhed og Ældre", "deviation", "6"),
        ("I alt", "deviation", "9"),
    ]
    assert (found.sign, found.factor) == ("underspend_positive", 1_000)
    assert [(one.place, one.covers) for one in found.sums] == [(2, (0, 1))]


def test_koebenhavn_2011_states_one_deviation_in_three_ways() -> None:
    """København 2011 regnet efter på tre måder; kun rammebelagt drift er trykt 0,1 mio. kr. fra det beregnede."""
    found = checked(KOEBENHAVN_2011)

    assert calculated(found, "deviation") == ["58.7", "37.9", "4.8", "0.2", "-1.7"]
    assert calculated(found, "corrected") == ["49.4", "39.8", "-3.0", "0.7", "0.0"]
    assert calculated(found, "final") == ["27.7", "39.8", "-8.3", "-13.9", "0.0"]
    assert differences(found) == [("Rammebelagt drift", "deviation", "-0.1")]
    assert (found.sign, found.factor, found.sums) == ("underspend_positive", 1_000_000, ())


def test_a_line_that_is_a_sum_without_saying_so_can_be_pointed_at() -> None:
    """De fire grupper er ikke hele rammen: 2.696,4 − 3.081,1 = −384,7 mio. kr. mangler i trykket."""
    # The four groups are not all of the committee's spending: the print leaves 384.7 mio. kr. out
    found = checked(KOEBENHAVN_2011, named_totals=["Rammebelagt drift"])

    assert [(one.place, one.covers, one.fits) for one in found.sums] == [(0, (1, 2, 3, 4), False)]
    footing = {one.role: one.difference for one in found.differences if one.kind == "footing"}
    assert footing["original"] == Decimal("-384.7")  # 2.696,4 - 3.081,1


def test_randers_prints_plus_for_overspend_in_blocks_with_totals_of_their_own() -> None:
    """Randers trykker plus som merforbrug og har sumlinjer i hver blok."""
    found = checked(RANDERS)

    assert found.sign == "overspend_positive"
    assert [line.block for line in found.lines][:4] == ["Servicerammen"] * 3 + ["Centrale refusionsordninger"]
    assert calculated(found, "deviation") == ["3.0", "12.5", "15.5", "-5.0", "10.5"]
    assert calculated(found, "final") == ["-1.0", "2.5", "1.5", "-5.0", "-3.5"]
    assert [(one.place, one.covers) for one in found.sums] == [(2, (0, 1)), (4, (0, 1, 3))]
    assert found.differences == ()


def test_a_total_on_top_and_parts_of_a_line() -> None:
    """Totalen kan stå øverst, og en linje med «heraf» tælles ikke to gange."""
    found = checked(
        """
        t.kr. | Opr. budget | Korr. budget | Forventet | Mer-/mindreforbrug | Afvigelse i pct.
        Området | 1000 | 1010 | 1035 | 25 | 2.5
        Børn | 400 | 410 | 420 | 10 | 2.4
        heraf anbringelser | 300 | 300 | 315 | 15 | 5
        Voksne | 600 | 600 | 615 | 15 | 2.5
        """
    )

    assert [(one.place, one.covers) for one in found.sums] == [(0, (1, 3))]
    assert found.parts == {2}
    assert (found.sign, found.factor, found.differences) == ("overspend_positive", 1_000, ())


def test_a_total_that_does_not_foot_shows_its_difference() -> None:
    """3 + 4 er 7, trykt 8: forskellen −1 vises, tabellen afvises ikke."""
    found = checked("Kr. | Oprindeligt budget | Forventet regnskab\nA | 1 | 3\nB | 2 | 4\nI alt | 3 | 8")

    footing = [one for one in found.differences if one.kind == "footing"]
    assert [(one.role, one.printed, one.calculated, one.difference) for one in footing] == [("forecast", 8, 7, -1)]


def test_what_is_not_printed_is_calculated() -> None:
    """100 + 5 er et korrigeret budget på 105, mod 110 en afvigelse på −5, og −3 efter korrektioner."""
    found = checked(
        "Område | Oprindeligt budget | Tillæg | Forventet forbrug | Forventede korrektioner\nA | 100 | 5 | 110 | 2"
    )

    assert [calculated(found, role) for role in ("adjusted", "deviation", "corrected")] == [["105"], ["-5"], ["-3"]]
    assert found.differences == ()


def test_the_reading_of_the_numbers_that_adds_up_is_taken() -> None:
    """1,000 kan være ét eller tusind: den læsning, der går op, vælges."""
    texts = [["", "Oprindeligt budget", "Tillæg", "Korrigeret budget"], ["A", "1,000", "2,345,000", "2,346,000"]]
    danish = [[None] * 4, [None, Decimal("1.000"), Decimal(2_345_000), Decimal(2_346_000)]]
    english = [[None] * 4, [None, Decimal(1_000), Decimal(2_345_000), Decimal(2_346_000)]]

    found = check_published(texts, [danish, english])

    assert found is not None
    assert found.printed[0]["original"] == 1_000
    assert found.differences == ()


def test_a_sheet_without_a_table_gives_none() -> None:
    assert check_published([["Referat", ""], ["Punkt", "3"]], [[[None, None], [None, Decimal(3)]]]) is None


amounts = st.lists(
    st.tuples(st.integers(1, 10**6), st.integers(-(10**4), 10**4), st.integers(1, 10**6)), min_size=2, max_size=6
)


@settings(max_examples=60, deadline=None)
@given(amounts, st.booleans(), st.booleans())
def test_a_table_that_adds_up_has_no_difference_wherever_its_total_stands(
    lines: list[tuple[int, int, int]], on_top: bool, budget_first: bool
) -> None:
    sign = 1 if budget_first else -1
    rows = [(f"Område {n}", a, b, a + b, c, sign * (a + b - c)) for n, (a, b, c) in enumerate(lines)]
    total = ("I alt", *(sum(column) for column in list(zip(*rows, strict=True))[1:]))
    body = [total, *rows] if on_top else [*rows, total]
    heading = "kr. | Oprindeligt budget | Tillægsbevillinger | Korrigeret budget | Forventet regnskab | Afvigelse"

    found = checked("\n".join([heading, *(" | ".join(map(str, row)) for row in body)]))

    assert found.differences == ()
    assert [one.place for one in found.sums if one.fits] == [0 if on_top else len(rows)]
    if any(row[-1] for row in rows):
        assert found.sign == ("underspend_positive" if budget_first else "overspend_positive")
