"""Work that is kept for as long as the frame lives that it follows from."""

import gc
import weakref

import polars as pl

from cockpit.finance.once import once_a_frame


def test_the_same_frame_is_asked_about_once_and_an_equal_one_again() -> None:
    asked: list[int] = []

    @once_a_frame
    def doubled(frame: pl.DataFrame, times: int) -> pl.DataFrame:
        asked.append(times)
        return frame.with_columns(pl.col("kr") * times)

    books = pl.DataFrame({"kr": [1, 2]})
    assert doubled(books, 2)["kr"].to_list() == [2, 4]
    assert doubled(books, 2) is doubled(books, 2)
    assert doubled(books, 3)["kr"].to_list() == [3, 6]
    assert doubled(books.clone(), 2)["kr"].to_list() == [2, 4]
    assert asked == [2, 3, 2]


def test_what_is_kept_goes_with_its_frame_and_is_never_given_for_another() -> None:
    @once_a_frame
    def first(frame: pl.DataFrame) -> pl.DataFrame:
        return frame.head(1)

    for number in range(200):
        assert first(pl.DataFrame({"kr": [number, 0]}))["kr"].to_list() == [number]
    books = pl.DataFrame({"kr": [1, 2]})
    kept = weakref.ref(first(books))
    assert kept() is not None
    del books
    gc.collect()
    assert kept() is None
