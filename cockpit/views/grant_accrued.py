"""What a grant's accrued line is a product of, in words that a hand can follow."""

from typing import Any

import polars as pl

from cockpit.contracts import danish

ACCRUED = (
    "Leveret, ikke bogført er månedens pris gange chancen for, at indsatsen ikke er sluttet uden at det er registreret "
    "(kun hvor regningerne er udeblevet), mindre det, der er bogført for måneden, gange chancen for, at regningen når "
    "med i årets regnskab; begge læres af ældre måneders regninger. Bogført står i den måned, det er bogført."
)
AS_A_WHOLE = (
    "Der er leveret mere, end der er bogført. Regningerne på paragraffen passer ikke så godt med indsatsernes "
    "takster, at det kan skønnes for den enkelte indsats: det skønnes for paragraffen under ét og står dér."
)

LATE_PRICE = (
    "Indsatsen har endnu ikke fået årets pris: det leverede er regnet med den pris, der ventes. Disponeret er som "
    "registreret."
)


def accrued_in_words(terms: pl.DataFrame) -> pl.DataFrame:
    """`month`, `accrual`: the product that a month's accrued line is, in words."""
    told = [_product(row) for row in terms.iter_rows(named=True)]
    return terms.select("month", accrual=pl.Series(told, dtype=pl.String)).group_by("month", maintain_order=True).agg(
        pl.col("accrual").str.join(" + ")
    )  # fmt: skip


def _product(row: dict[str, Any]) -> str:
    """`(69.502,00 kr. × 98,4600 % - 20.000,00 kr.) × 98,5339 %`."""
    rest = danish.kr(row["price"], 2)
    if row["runs"] != 1:
        rest += f" × {danish.number(100 * row['runs'], 4)} %"
    if row["paid"] > 0:
        rest = f"({rest} {danish.MINUS} {danish.kr(row['paid'], 2)})"
    return f"{rest} × {danish.number(100 * row['chance'], 4)} %"
