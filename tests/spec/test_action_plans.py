"""Handleplaner: hvad de ventes at flytte, hvad de har flyttet, og hvad der tæller.

En ventet effekt flytter aldrig det forventede regnskab. Den står i forventet regnskab efter handleplaner, og kun når
handlingen er besluttet eller i gang, fristen ikke er overskredet, og tallene ikke viser effekten endnu.

Den dokumenterede effekt er det, de nævnte indsatser og konti har flyttet sig siden månedslukningen før handlingen:
bogført, leveret og disponeret på indsatserne, alle led på kontiene. Skøn er ikke dokumentation. Nævner handleplanen
ingen indsatser eller konti, er intet dokumenteret. En indsats, som udtrækkene ikke længere viser, er intet bevis: at
den er væk, er ingen besparelse.

En afvigelse skal forklares, når den er mindst beløbsgrænsen, eller når den er mindst procentgrænsen af korrigeret
budget og mindst halvdelen af beløbsgrænsen.
"""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from cockpit.contracts.action import ActionPlan, ActionStatus
from cockpit.contracts.dataset import MONEY
from cockpit.contracts.forecast_table import LEAF_SCHEMA
from cockpit.finance import effects, gap, material, realised, untold
from tests.spec.handbook_tables import kr
from tests.unit.store.homes import frame, grant

JUNE, SEPTEMBER = dt.date(2026, 6, 30), dt.date(2026, 9, 30)


def plan(expected: str = "-1.000.000", **more: object) -> ActionPlan:
    fixed: dict[str, object] = {"id": "2026-01", "year": 2026, "area": "Voksne", "title": "Flyt", "owner": "Lis"}
    fixed |= {"deadline": dt.date(2026, 12, 31), "status": "running", "expected_kr": kr(expected)}
    return ActionPlan.model_validate(fixed | more)


def leaves(*lines: tuple[str, str, str, str]) -> pl.DataFrame:
    """component, grant, account, kr."""
    rows = [{"component": c, "grant_id": g, "account": a, "amount_kr": kr(amount)} for c, g, a, amount in lines]
    frame = pl.DataFrame(
        rows, schema={"component": pl.String, "grant_id": pl.String, "account": pl.String, "amount_kr": MONEY}
    )
    absent = [pl.lit(None, dtype=dtype).alias(name) for name, dtype in LEAF_SCHEMA.items() if name not in frame.columns]
    return frame.with_columns(absent).select(*LEAF_SCHEMA)


def counted(one: ActionPlan, proven: str | None) -> tuple[Decimal, Decimal, bool]:
    """What counts, what is missing, and whether the plan is overdue at the close of September."""
    known = pl.DataFrame(
        {"id": [one.id], "realised_kr": [kr(proven) if proven else None]},
        schema={"id": pl.String, "realised_kr": MONEY},
    )
    row = effects([one], known, SEPTEMBER).row(0, named=True)
    return row["counted_kr"], row["missing_kr"], row["overdue"]


@pytest.mark.parametrize(
    ("status", "counts"),
    [("planned", "0"), ("decided", "-1.000.000"), ("running", "-1.000.000"), ("done", "0"), ("dropped", "0")],
)
def test_only_what_is_decided_or_under_way_counts(status: str, counts: str) -> None:
    """Kun besluttede og igangværende handlinger tæller efter; foreslåede, gennemførte og opgivne tæller 0."""
    assert counted(plan(status=status), None)[0] == kr(counts)


def test_what_the_figures_show_already_counts_no_second_time() -> None:
    """Ventet −1.000.000 kr., dokumenteret −400.000: −600.000 tæller endnu."""
    assert counted(plan("-1.000.000"), "-400.000") == (kr("-600.000"), kr("-600.000"), False)


def test_more_than_was_expected_counts_no_further() -> None:
    """Dokumenteret −1.300.000 af ventet −1.000.000: intet tæller videre."""
    assert counted(plan("-1.000.000"), "-1.300.000") == (kr("0"), kr("300.000"), False)
    assert counted(plan("200.000"), "250.000")[0] == kr("0")


def test_an_effect_the_wrong_way_leaves_the_whole_way_to_go() -> None:
    """Gik det 200.000 kr. den forkerte vej, er der −1.200.000 tilbage."""
    assert counted(plan("-1.000.000"), "200.000")[0] == kr("-1.200.000")


def test_an_overdue_action_counts_nothing_until_its_deadline_is_moved() -> None:
    """En handling over frist tæller 0, indtil fristen flyttes; det, der mangler, står der stadig."""
    late = plan(deadline=dt.date(2026, 9, 29))
    assert counted(late, "-400.000") == (kr("0"), kr("-600.000"), True)
    assert counted(late.model_copy(update={"deadline": SEPTEMBER}), None) == (kr("-1.000.000"), kr("-1.000.000"), False)


def test_a_finished_action_that_did_not_bring_it_all_shows_what_is_missing() -> None:
    """Gennemført med −700.000 af −1.000.000: 0 tæller, −300.000 mangler."""
    assert counted(plan("-1.000.000", status="done", deadline=JUNE), "-700.000") == (kr("0"), kr("-300.000"), False)


BEFORE = leaves(
    ("posted", "g1", "100", "300.000"),
    ("committed", "g1", "100", "600.000"),
    ("committed", "g2", "100", "500.000"),
    ("other", "-", "200", "800.000"),
    ("adjustment", "-", "200", "50.000"),
)
NOW = leaves(
    ("posted", "g1", "100", "450.000"),
    ("accrued", "g1", "100", "10.000"),
    ("committed", "g1", "100", "140.000"),
    ("committed", "g2", "100", "900.000"),
    ("other", "-", "200", "750.000"),
    ("adjustment", "-", "200", "-90.000"),
)


@pytest.mark.parametrize(
    ("named", "moved"),
    [
        ({"grant_ids": ("g1",)}, "-300.000"),  # 450 + 10 + 140 - (300 + 600)
        ({"accounts": ("200",)}, "-50.000"),  # 750 - 800: the skøn are no proof
        ({"grant_ids": ("g1",), "accounts": ("100",)}, "100.000"),  # g1 lies on account 100 and counts once
    ],
)
def test_the_realised_effect_is_what_the_named_grants_and_accounts_have_moved(
    named: dict[str, tuple[str, ...]], moved: str
) -> None:
    """Indsats: 450 + 10 + 140 − (300 + 600) = −300 t.kr. Konto: 750 − 800 = −50; skøn er intet bevis. En indsats
    på en nævnt konto tæller én gang."""
    assert realised(plan(**named), BEFORE, NOW)[0] == kr(moved)


@pytest.mark.parametrize(
    ("named", "gone", "moved"),
    [
        ({"grant_ids": ("g1", "g2")}, {"g1"}, "400.000"),  # g2 alone: 900 - 500
        ({"grant_ids": ("g1",)}, {"g1"}, None),
        ({"grant_ids": ("g1",), "accounts": ("200",)}, {"g1"}, "-50.000"),  # the account is still there
    ],
)
def test_a_grant_that_the_exports_no_longer_tell_of_is_no_proof(
    named: dict[str, tuple[str, ...]], gone: set[str], moved: str | None
) -> None:
    """g1 er væk af udtrækkene: kun g2 måles, 900 − 500 = +400 t.kr. Er intet af det nævnte tilbage, er intet målt."""
    assert realised(plan(**named), BEFORE, NOW, gone)[0] == (kr(moved) if moved else None)


def test_which_grants_the_exports_no_longer_tell_of() -> None:
    """Væk af en liste over alt, oprettet på ny under et andet nummer, eller slet ikke i data. Væk af en liste over kun
    det aktive er en slutning, og den tæller."""
    away = {"missing_since": JUNE}
    rows = [
        grant("her") | {"source": "alt"},
        grant("slettet", service="Dagtilbud") | {"source": "alt"} | away,
        grant("slut", service="Bostøtte") | {"source": "aktive"} | away,
        grant("gammelt nr.", citizen="b2") | {"source": "aktive"} | away,
        grant("nyt nr.", citizen="b2") | {"source": "aktive"},
    ]
    known = {"source": pl.String, "missing_since": pl.Date}
    grants = pl.concat(
        [frame("grants", rows), pl.DataFrame([{n: row.get(n) for n in known} for row in rows], schema=known)],
        how="horizontal",
    )
    named = {"her", "slettet", "slut", "gammelt nr.", "ukendt"}
    assert untold(named, grants, {"aktive"}) == {"slettet", "gammelt nr.", "ukendt"}


def test_without_names_nothing_is_proven() -> None:
    """Nævner planen hverken indsatser eller konti, er intet dokumenteret."""
    assert realised(plan(), BEFORE, NOW)[0] is None


@pytest.mark.parametrize(
    ("overspend", "budget", "must"),
    [
        ("500.000", "100.000.000", True),  # the limit in kr.
        ("-500.000", "100.000.000", True),  # underspend too
        ("499.999", "100.000.000", False),
        ("250.000", "10.000.000", True),  # 2.5 % and half the limit
        ("249.999", "1.000.000", False),  # 25 %, but below half the limit
        ("300.000", "15.500.000", False),  # 1.9 %
        ("600.000", None, True),
        (None, None, False),
    ],
)
def test_which_deviations_must_be_explained(overspend: str | None, budget: str | None, must: bool) -> None:
    """Grænser 500.000 kr. og 2 %: 500.000 skal forklares, 499.999 af 100 mio. ikke; 250.000 af 10 mio. (2,5 %)
    skal, 25 % under 250.000 ikke."""
    values = {"o": [kr(overspend) if overspend else None], "b": [kr(budget) if budget else None]}
    frame = pl.DataFrame(values, schema={"o": MONEY, "b": MONEY})
    assert frame.select(material(pl.col("o"), pl.col("b"), Decimal(500_000), 0.02)).item() is must


def test_every_status_has_a_rule() -> None:
    assert {counted(plan(status=status), None)[0] for status in ActionStatus} == {kr("0"), kr("-1.000.000")}


def test_the_gap_to_the_budget_before_and_after_the_plans() -> None:
    """Forventet 2.250.000 kr. (skøn med) mod et budget på 1.550.000 kr.: 700.000 kr. for meget før, og 100.000 kr.
    efter en besluttet handling, der ventes at spare 600.000 kr."""
    proven = pl.DataFrame({"id": ["2026-01"], "realised_kr": [None]}, schema={"id": pl.String, "realised_kr": MONEY})
    budget = pl.DataFrame({"adjusted_budget": [kr("1.550.000")]}, schema={"adjusted_budget": MONEY})
    table = effects([plan("-600.000", status="decided")], proven, SEPTEMBER)
    row = gap(SEPTEMBER, BEFORE, table, budget).row(0, named=True)
    assert (row["before_kr"], row["counted_kr"], row["after_kr"]) == (kr("2.250.000"), kr("-600.000"), kr("1.650.000"))
    assert (row["gap_before_kr"], row["gap_kr"]) == (kr("700.000"), kr("100.000"))


def test_without_a_budget_there_is_no_gap() -> None:
    """Intet budget på dette niveau er ikke et budget på nul."""
    none = pl.DataFrame(schema={"adjusted_budget": MONEY})
    row = gap(
        SEPTEMBER, BEFORE, effects([], pl.DataFrame(schema={"id": pl.String, "realised_kr": MONEY}), SEPTEMBER), none
    )
    assert row.select("adjusted_kr", "gap_before_kr", "gap_kr").row(0) == (None, None, None)
