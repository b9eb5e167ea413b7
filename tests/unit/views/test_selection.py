import pytest

from cockpit.views import Selection
from cockpit.views.selection import FILTERS


def test_a_row_opens_to_the_level_below_and_keeps_what_was_chosen() -> None:
    down = Selection("authority").down("myndighed").down("Voksne").down("SEL § 107").down("Solgården")
    assert down.by == "grant"
    assert dict(down.chosen) == {
        "authority": "myndighed",
        "area": "Voksne",
        "paragraph": "SEL § 107",
        "provider": "Solgården",
    }
    with pytest.raises(ValueError, match="grant"):
        down.down("x")


def test_the_keys_stand_in_one_order_however_they_were_chosen() -> None:
    one = Selection("paragraph").down("SEL § 107")
    two = Selection("area", one.chosen).down("Voksne")
    assert [level for level, _ in two.chosen] == ["area", "paragraph"]
    assert two.by == "provider"  # the paragraph is chosen already


def test_an_address_with_an_unknown_level_shows_areas() -> None:
    assert Selection.of("andet", {}) == Selection("area")
    assert Selection.of("area", {"area": "Voksne"}).by == "paragraph"


@pytest.mark.parametrize("level", FILTERS)
def test_back_to_where_the_rows_of_the_key_stood(level: str) -> None:
    assert Selection(level).down("x").up(0) == Selection(level)
