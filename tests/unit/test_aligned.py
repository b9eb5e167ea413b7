"""Tables in a window: fitted to it, and never cut; to a file or a program one line a row."""

from cockpit.cli.aligned import aligned

HEADINGS = ("Område", "Korrigeret budget", "Mer-/mindreforbrug", "Forventet regnskab")
ROWS = (("Handicap", "197.892", "merforbrug", "199.471"), ("I alt", "1.479.080", "mindreforbrug", "486.706"))
RIGHT = (False, True, False, True)


def test_without_a_window_every_row_is_one_line() -> None:
    lines = aligned(HEADINGS, ROWS, RIGHT).splitlines()
    assert lines[0] == "Område    Korrigeret budget  Mer-/mindreforbrug  Forventet regnskab"
    assert lines[2] == "Handicap            197.892  merforbrug                     199.471"
    assert len(lines) == 4


def test_in_a_window_headings_are_broken_and_what_does_not_fit_stands_below_with_its_name() -> None:
    assert aligned(HEADINGS, ROWS, RIGHT, 40).splitlines() == [
        "          Korrigeret  Mer-/",
        "Område        budget  mindreforbrug",
        "--------  ----------  -------------",
        "Handicap     197.892  merforbrug",
        "I alt      1.479.080  mindreforbrug",
        "",
        "          Forventet",
        "Område     regnskab",
        "--------  ---------",
        "Handicap    199.471",
        "I alt       486.706",
    ]


def test_a_column_wider_than_the_window_stands_alone_and_whole() -> None:
    long = "Regningen er ikke senere, end leverandørens plejer at være"
    text = aligned(("Måned", "Årsag", "Kr."), (("maj", long, "1"),), (False, False, True), 30)
    assert [line for line in text.splitlines() if long in line] == [f"maj    {long}"]
    assert text.splitlines()[-1] == "maj      1"
