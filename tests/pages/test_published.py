"""Kontrol af trykte tabeller by hand: a file, a pasted table, a file that is no table."""

from pathlib import Path

from tests.pages.conftest import Open, texts

PAGE = "finance/trykte_tabeller"
HERNING = """;Oprindeligt budget;Tillægsbevilling;Overførsler;Korrigeret budget;Regnskab 2025;Afvigelse
I alt, 1.000 kr.;1.728.765;3.955;13.682;1.746.402;1.747.431;-1.038
13 Handicap og Psykiatri;367.660;1.058;2.357;371.075;372.997;-1.925
18 Sundhed og Ældre;1.361.105;2.897;11.325;1.375.327;1.374.434;887
"""


def test_a_printed_table_is_calculated_again_with_every_difference(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page=PAGE)
    assert not app.dataframe
    app.file_uploader[0].upload("herning.csv", HERNING.encode("windows-1252")).run()

    assert not app.error
    table, differences = (frame.value for frame in app.dataframe[:2])
    assert table["Afvigelse, beregnet"].to_list() == [-1_029_000, -1_922_000, 893_000]
    assert table["Slags"].to_list() == ["sum", "", ""]
    assert differences["Forskel"].to_list() == [9_000, 3_000, 6_000]
    assert "3 trykte tal stemmer ikke" in texts(app)


def test_a_pasted_table_a_chosen_unit_and_a_line_that_is_a_sum(open_app: Open, empty_home: Path) -> None:
    app = open_app(empty_home, page=PAGE)
    lines = (
        "Område\tBudget\tForventet regnskab\tAfvigelse",
        "Det hele\t30\t9\t21",
        "Børn\t4\t5\t-1",
        "Voksne\t5\t4\t1",
    )
    app.text_area(key="trykt-tekst").input("\n".join(lines)).run()
    assert "ingen sumlinje" in texts(app)
    app.selectbox(key="trykt-enhed").select("mio. kr.").run()
    app.multiselect(key="trykt-summer").select("Det hele").run()

    assert app.dataframe[0].value["Forventet regnskab"].to_list() == [9_000_000, 5_000_000, 4_000_000]
    assert app.dataframe[1].value["Hvad"].to_list() == ["Sammentælling", "Sammentælling"]  # budget 9, deviation 0


def test_what_is_no_table_is_said_in_danish(open_app: Open, demo_home: Path) -> None:
    app = open_app(demo_home, page=PAGE)
    app.file_uploader[0].upload("referat.csv", b"Punkt;Tekst\n3;Orientering\n").run()
    assert "ingen tabel at regne efter" in app.error[0].value


def test_a_table_with_a_deviation_stated_three_ways_leaves_its_calculation_to_the_differences(
    open_app: Open, demo_home: Path
) -> None:
    """København 2011: the print and each difference stand on the screen, the calculated figures below it."""
    lines = (
        "Område\tVedtaget budget\tKorrigeret budget\tForventet regnskab\tAfvigelse før korrektioner"
        "\tForventede korrektioner\tAfvigelse efter korrektioner\tOverførsel\tAfvigelse efter overførsler",
        "Rammebelagt drift\t3.081,1\t3.134,9\t3.076,2\t58,8\t-9,3\t49,4\t-21,7\t27,7",
        "Overførsler mv.\t581,1\t534,9\t536,2\t-1,2\t0,3\t-0,9\t0,0\t-0,9",
        "I alt\t3.662,2\t3.669,8\t3.612,4\t57,6\t-9,0\t48,5\t-21,7\t26,8",
    )
    app = open_app(demo_home, page=PAGE)
    app.text_area(key="trykt-tekst").input("\n".join(lines)).run()
    shown, differences = (frame.value for frame in app.dataframe[:2])
    assert "Afvigelse, forskel" in shown.columns
    assert not [heading for heading in shown.columns if heading.endswith("beregnet")]
    assert "Beregnet" in differences.columns
    assert "står under Forskelle og i Excel" in texts(app)
