"""What a scenario's change may name: words for a person, of what today's leaves hold."""

from decimal import Decimal

import polars as pl

from cockpit.views.scenario_choices import choices

LEAVES = pl.DataFrame(
    [
        ("committed", "Handicap", "SEL § 107", "Enghaven", "B2", Decimal("1000.40")),
        ("committed", "Handicap", "SEL § 107", "Enghaven", "B1", Decimal("400000.00")),
        ("committed", "Handicap", "SEL § 107", "Enghaven", "B1", Decimal("250000.50")),
        ("committed", "-", "-", "-", "-", Decimal("99.00")),
        ("posted", "Børn", "BL § 46", "Skovly", "B3", Decimal("5.00")),
    ],
    schema={"component": pl.String, "area": pl.String, "paragraph": pl.String, "provider": pl.String,
            "grant_id": pl.String, "amount_kr": pl.Decimal(18, 2)},
    orient="row",
)  # fmt: skip


def test_grants_are_told_by_what_they_are_dearest_first_and_nothing_unplaced_is_offered() -> None:
    found = choices(LEAVES, [("P1", "Flere i egne tilbud")], whole=False)
    assert found.grants == (
        ("B1", "SEL § 107 · Enghaven · 650.001 kr. disponeret · B1"),
        ("B2", "SEL § 107 · Enghaven · 1.000 kr. disponeret · B2"),
    )
    assert (found.areas, found.paragraphs, found.providers) == (("Børn", "Handicap"), ("SEL § 107",), ("Enghaven",))
    assert (found.whole, found.plans) == (False, (("P1", "Flere i egne tilbud"),))
