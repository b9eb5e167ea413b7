import datetime as dt

import polars as pl
import pytest

from cockpit.ingest import people
from tests.unit.ingest.files import KEY, dashed, number_of

NUMBER = number_of(1, 2, 1990, 1234)


def test_one_pseudonym_for_every_way_of_writing_a_number() -> None:
    forms = [NUMBER, dashed(NUMBER), NUMBER[:6] + " " + NUMBER[6:], NUMBER.lstrip("0"), NUMBER + ".0"]
    forms.append(NUMBER[:4] + "19" + NUMBER[4:6] + "-" + NUMBER[6:])
    forms += [f"{number_of(1, 2, 1990, 1234)[:6]}/1234", "'" + NUMBER, NUMBER.lstrip("0") + ",0"]
    forms += [f"{NUMBER[1]},{NUMBER[2:]}E+08", f"{NUMBER[:2]}.{NUMBER[2:4]}.{NUMBER[4:6]}-{NUMBER[6:]}"]
    made = people.pseudonyms(pl.Series([*forms, None]), KEY).to_list()
    assert len(set(made[:-1])) == 1
    assert made[-1] is None
    assert len(made[0]) == 21
    assert made[0].startswith("b")


def test_another_key_gives_another_pseudonym() -> None:
    assert people.pseudonym(NUMBER, KEY) != people.pseudonym(NUMBER, KEY[::-1])


@pytest.mark.parametrize(
    ("day", "month", "year", "serial", "born"),
    [
        (1, 2, 1990, 1234, dt.date(1990, 2, 1)),
        (1, 2, 2014, 4321, dt.date(2014, 2, 1)),
        (1, 2, 1937, 4321, dt.date(1937, 2, 1)),
        (1, 2, 2014, 5321, dt.date(2014, 2, 1)),
        (1, 2, 1858, 5321, dt.date(1858, 2, 1)),
        (1, 2, 2036, 9321, dt.date(2036, 2, 1)),
        (1, 2, 1937, 9321, dt.date(1937, 2, 1)),
        (61, 2, 2014, 4321, dt.date(2014, 2, 1)),
        (30, 2, 1990, 1234, None),
    ],
)
def test_the_seventh_digit_tells_the_century(
    day: int, month: int, year: int, serial: int, born: dt.date | None
) -> None:
    assert people.born_on(number_of(day, month, year, serial)) == born


def test_a_replacement_number_is_a_number_without_a_date_of_birth() -> None:
    number = NUMBER[:6] + "TAB1"
    assert people.is_cpr(people.canonical(number.lower()))
    assert people.born_on(number) is None
    assert not people.failing_modulus_11(pl.Series([number])).any()


@pytest.mark.parametrize(
    ("last", "hidden"), [("XXXX", True), ("xxxx", True), ("****", True), ("TAB1", False), ("1111", False)]
)
def test_a_number_whose_last_four_are_made_unreadable_is_hidden(last: str, *, hidden: bool) -> None:
    assert people.is_hidden(people.canonical(f"{NUMBER[:6]}-{last}")) is hidden


def test_a_number_that_has_lost_digits_is_none() -> None:
    assert not people.is_cpr(people.canonical(f"{NUMBER[1]},{NUMBER[2:6]}E+08"))


def test_modulus_11() -> None:
    """Of 0102 90 and a serial 4*0 + 3*1 + 2*0 + 7*2 + 6*9 + 5*0 = 71 is fixed: 1007 gives 71 + 4*1 + 7 = 82, not 0
    (mod 11); 1013 gives 71 + 4 + 2*1 + 3 = 80; 1012 gives 79; 1010 gives 77, which is."""
    numbers = pl.Series([number_of(1, 2, 1990, serial) for serial in (1007, 1013, 1012, 1010)])
    assert people.failing_modulus_11(numbers).to_list() == [True, True, True, False]
    serials = pl.Series([number_of(1, 2, 1990, serial) for serial in range(1000, 1100)])
    assert people.failing_modulus_11(serials).sum() == 91


def test_many_ways_of_writing_are_one_number_each_told_as_one_by_one() -> None:
    ways = [NUMBER, dashed(NUMBER), NUMBER[:6] + " " + NUMBER[6:], NUMBER + ".0", "'" + NUMBER, NUMBER.lstrip("0"),
            NUMBER[:6] + "ab1c", NUMBER[:6] + "–" + NUMBER[6:], "ukendt", "123"]  # fmt: skip
    assert people.canonicals(pl.Series(ways)) == {text: people.canonical(text) for text in ways}


def test_free_text_loses_what_looks_like_a_number() -> None:
    cells = pl.Series([f"Faktura {dashed(NUMBER)} marts", f"({NUMBER})", f"a_{NUMBER}_b", "Faktura 12345", None])
    assert people.mask(cells).to_list() == [
        f"Faktura {people.MASK} marts",
        f"({people.MASK})",
        f"a_{people.MASK}_b",
        "Faktura 12345",
        None,
    ]


def test_a_voucher_of_ten_digits_is_kept_and_a_written_number_is_not() -> None:
    assert people.mask_hyphenated(pl.Series(["1903000123", dashed(NUMBER)])).to_list() == ["1903000123", people.MASK]


def test_a_case_number_that_is_a_persons_number_still_joins() -> None:
    masked = people.mask_identifiers(pl.Series([NUMBER, dashed(NUMBER), "S-12"]), KEY).to_list()
    assert masked == [people.pseudonym(NUMBER, KEY)] * 2 + ["S-12"]


def test_a_family_has_one_name_however_it_is_written() -> None:
    names = {people.private_provider(name, KEY) for name in ("Plejefamilien Holm", "plejefamilie Holm", "Holm")}
    assert len(names) == 1
    assert "Holm" not in names.pop()
