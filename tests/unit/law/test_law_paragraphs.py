import polars as pl

from cockpit.law import PARAGRAPH_SCHEMA, paragraphs


def test_the_table_is_complete_unique_and_typed() -> None:
    table = paragraphs()
    assert dict(table.schema) == PARAGRAPH_SCHEMA
    assert table["code"].is_unique().all()
    assert table.drop("ladder_step").null_count().sum_horizontal().item() == 0
    assert set(table["group"]) == {"children", "adults"}
    assert set(table["source"]) == {"S", "U"}


def test_every_childrens_measure_has_the_same_kind_before_and_after_2024() -> None:
    services = paragraphs().filter(pl.col("group") == "children", pl.col("ladder_step").is_not_null())
    acts = services.group_by("kind").agg(pl.col("act").n_unique())
    assert acts.filter(pl.col("act") < 2)["kind"].to_list() == []


def test_a_placement_is_one_kind_in_both_acts() -> None:
    kind = dict(paragraphs().select("code", "kind").iter_rows())
    assert kind["SEL § 52, stk. 3, nr. 7"] == kind["BL § 46"] == "Anbringelse"
    assert kind["SEL § 52, stk. 3, nr. 6"] == kind["BL § 32, stk. 1, nr. 3"] == "Kontaktperson"
    assert kind["SEL § 42"] == kind["BL § 87"] == "Tabt arbejdsfortjeneste"
    assert kind["SEL § 85"] != kind["BL § 85"]


def test_all_eight_supporting_measures_of_bl_32_are_there() -> None:
    codes = set(paragraphs()["code"])
    assert {f"BL § 32, stk. 1, nr. {number}" for number in range(1, 9)} <= codes


def test_the_ladder_is_unbroken_from_its_first_step_within_each_group() -> None:
    for (group,), rows in paragraphs().drop_nulls("ladder_step").group_by("group"):
        assert sorted(set(rows["ladder_step"])) == [1, 2, 3, 4, 5, 6], group


def test_same_kind_is_the_same_step() -> None:
    steps = paragraphs().drop_nulls("ladder_step").group_by("kind").agg(pl.col("ladder_step").n_unique())
    assert steps["ladder_step"].max() == 1


def test_a_callers_change_never_reaches_the_next_reader() -> None:
    mine = paragraphs()
    mine.drop_in_place("title")
    assert "title" in paragraphs().columns
