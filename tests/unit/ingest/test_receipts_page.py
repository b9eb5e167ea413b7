"""The page of receipts says what the door says of every shipped sample, and each receipt adds up."""

from tests.receipts import PAGE, page, receipts


def test_the_page_is_what_the_door_says_and_every_receipt_adds_up() -> None:
    found = receipts()
    assert PAGE.read_text(encoding="utf-8") == page(found), "run: python -m tests.receipts"
    for one in found:
        parts = (one.rows_accepted, one.rows_set_aside, one.rows_total, one.rows_blank)
        assert one.rows_in_file == sum(parts), one.file_name
