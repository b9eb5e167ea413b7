"""The synthetic municipality, step by step, from parameters to the truth."""

import datetime as dt

import polars as pl

from cockpit.demo.accounts import chart, rules
from cockpit.demo.activity import activity
from cockpit.demo.budget import budget, budget_events
from cockpit.demo.catalogue import names
from cockpit.demo.courses import courses
from cockpit.demo.cpr import synthetic_cpr
from cockpit.demo.decisions import grants_of
from cockpit.demo.ledger import ledger
from cockpit.demo.parameters import Municipality, Parameters, Size
from cockpit.demo.prices import price_index
from cockpit.demo.providers import providers
from cockpit.demo.registration import registered


def _persons(grants: pl.DataFrame) -> pl.DataFrame:
    """`person, born_on, cpr, household`: a row per citizen, ordered by number."""
    people = grants.group_by("person").agg(pl.col("born").min(), pl.col("household").min()).sort("person")
    people = people.with_columns(born_on=pl.col("born").cast(pl.Int32).cast(pl.Date)).drop("born")
    return people.with_columns(synthetic_cpr(people["born_on"]))


def build(parameters: Parameters) -> Municipality:
    """The municipality that these parameters describe; the same parameters always give the same one."""
    sellers = providers(parameters)
    index = price_index(sellers, parameters)
    grants = registered(grants_of(courses(parameters), sellers, parameters), parameters)
    persons = _persons(grants)
    grants = grants.join(persons.select("person", "cpr", "born_on"), on="person", maintain_order="left").drop("born")
    served = activity(grants, index, parameters)
    postings = ledger(served, grants, persons, parameters)
    money = budget(postings, served, grants, parameters)
    return Municipality(
        parameters=parameters,
        name=names()["municipality"],
        persons=persons,
        providers=sellers,
        grants=grants,
        prices=index,
        activity=served,
        postings=postings,
        accounts=chart(parameters),
        rules=rules(),
        budget=money,
        budget_events=budget_events(money, parameters),
    )


def generate(seed: int = 1, size: Size | str = Size.MEDIUM, last_month: dt.date = dt.date(2026, 9, 30)) -> Municipality:
    """The municipality of that seed and size, with deliveries until `last_month` and truth until the end of its
    year."""
    return build(Parameters(seed=seed, size=Size(size), last_month=last_month))


def truth(municipality: Municipality) -> pl.DataFrame:
    """`year, account, account_name, amount`: the final accounts of every year, the current one's included. Never
    exported."""
    sums = municipality.postings.group_by("year", "account", "account_name").agg(pl.col("amount").sum())
    return sums.sort("year", "account")
