"""Fra postering til indsats til konto: hvor hver krone hører til.

En posterings indsats findes i denne rækkefølge: 1. ved bevillings-id, 2. ved borger, leverandør og måned, 3. ved borger
og måned, 4. ved leverandør og beløb (kun uden borger, og kun når præcis én indsats koster det beløb den måned), ellers
ingen. Hver postering viser, hvilken regel der fandt indsatsen. Passer flere indsatser, vælges den med posteringens egen
paragraf (ellers kontoens), derefter den der begyndte sidst.

Borger og måned alene finder ikke en indsats af en anden slags end den, kontoen handler om. Serviceloven og barnets lov
tæller her som samme slags hjælp.

En indsats uden paragraf får den, konteringsreglerne giver dens ydelse, ellers kontoens.

Posteringens paragraf er dens egen, ellers indsatsens, ellers kontoens, ellers Ikke fordelt.

En indsats' konto er dens egen, ellers den konto den bogføres på, ellers konteringsreglens, ellers den sædvanlige konto
for indsatser som den, ellers Ikke fordelt.

Kontoplanen gælder pr. år. En ukendt konto koster ingen kroner: beløbet tælles under Ikke fordelt. Kun konti, der ifølge
kontoplanen ikke er med i styringen, holdes ude.

En indsats, der var afsluttet allerede i det første udtræk, og som ingen slutdato har, slutter med sin seneste regning;
har den ingen, varer den som de andre.

En postering hører til det år og den måned, ydelsen vedrører. Ligger måneden i et tidligere år, er det en regning fra
tidligere år. En periodisering i december eller supplementet, der tilbageføres til øren i januar, hører begge gange til
december.
"""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st

from cockpit.contracts.data import MunicipalityData
from cockpit.contracts.settings import Settings
from cockpit.finance import Allocated, allocate
from tests.spec.handbook_tables import kr, table

GRANTS = table(
    "grants",
    """grant_id | citizen | paragraph | service  | provider   | start_date | end_date   | unit_price | price_unit | team
    g1       | b1      | SEL § 107 | Botilbud | Solgården  | 2025-01-01 |            | 2000       | døgn       | Voksne
    g2       | b1      | SEL § 104 | Samvær   | Værkstedet | 2026-01-01 | 2026-02-28 | 300        | døgn       | Voksne
    g3       | b2      | SEL § 107 | Botilbud | Solgården  | 2026-02-01 |            | 1500       | døgn       |
    g4       | b3      | SEL § 85  | Støtte   |            | 2026-01-01 |            | 100        | time       | Team 2
    """,
)
ACCOUNTS = table(
    "accounts",
    """account | year | function | area | committee | dranst | paragraph | steering | steered | in_service_frame
    A107    |      | 5.38.52  | Voksne | Social    | 1      | SEL § 107 | aktivitetsstyret |         | ja
    A104    |      | 5.38.59  | Voksne | Social    | 1      |           | rammestyret      |         | ja
    REF     |      | 5.22.07  | Voksne | Social    | 2      |           |                  |         |
    UDE     |      | 0.10.01  | Andet  | Teknik    | 1      |           |                  | nej     |""",
)
RULES = table(
    "account_rules",
    """paragraph | service | target_group | age_from | age_to | account
       SEL § 107 |         |              |          |        | A107
       SEL § 85  |         |              | 18       | 66     | A104
       SEL § 85  | Støtte  | Autisme      |          |        | REF""",
)
POSTING = (
    "voucher | account | posting_date | period | amount | citizen | provider | grant_id | paragraph | service_from\n"
)


def allocated(postings: str, **frames: pl.DataFrame) -> Allocated:
    data = {"grants": GRANTS, "accounts": ACCOUNTS, "postings": table("postings", POSTING + postings)} | frames
    return allocate(MunicipalityData(**data), Settings())


def only(found: Allocated, *columns: str) -> tuple[object, ...]:
    return found.postings.select(columns).row(0)


@pytest.mark.parametrize(
    ("posting", "grant", "rule"),
    [
        ("A107 | b9 | Andre | g1 | | 2026-01-01", "g1", "grant_id"),
        ("A107 | b1 | Værkstedet | | | 2026-01-01", "g2", "citizen_provider_month"),
        ("A107 | b1 | Solgården | g-ukendt | | 2026-01-01", "g1", "citizen_provider_month"),
        ("A107 | b2 | Solgården | | | 2026-01-31", "-", "none"),  # g3 starts in February
        ("A104 | b3 | Taxa | | | 2026-01-01", "g4", "citizen_month"),
        ("A107 | b3 | Taxa | | | 2026-01-01", "-", "none"),  # the account is about something else than g4
        ("A104 | b1 | Taxa | | | 2026-01-01", "g2", "citizen_month"),  # the one that started last
        ("A104 | b1 | Taxa | | SEL § 107 | 2026-01-01", "g1", "citizen_month"),  # its own paragraph goes first
        ("A107 | b1 | Taxa | | | 2026-01-01", "g1", "citizen_month"),  # then its account's
        ("A104 | b1 | Taxa | | | 2026-03-01", "g1", "citizen_month"),  # g2 has ended
        ("A107 | | Solgården | | | 2026-01-01", "-", "none"),  # no grant there costs 500
        ("A107 | b9 | Solgården | | | 2026-01-01", "-", "none"),
    ],
)
def test_a_posting_finds_its_grant(posting: str, grant: str, rule: str) -> None:
    """Borger b1 har to indsatser. Bilaget fra Værkstedet er g2's; et bilag uden kendt leverandør tages efter egen
    paragraf, så kontoens, så den indsats, der startede sidst. Er kontoen om noget andet, findes ingen."""
    account, rest = posting.split(" | ", 1)

    found = allocated(f"v1 | {account} | 2026-03-05 | 2026-03 | 500 | {rest}")

    assert only(found, "grant_id", "matched_by") == (grant, rule)


@pytest.mark.parametrize(
    ("account", "amount", "grant", "paragraph"),
    [
        ("A104", "-500", "-", "-"),  # the own provider's income from the place
        ("A104", "500", "g2", "SEL § 104"),  # its bill
        ("A107", "-500", "g2", "SEL § 104"),  # a credit note to the buyer
        ("REF", "-500", "g2", "SEL § 104"),  # the state's refund
    ],
)
def test_an_own_providers_income_is_no_bill_of_the_grant(account: str, amount: str, grant: str, paragraph: str) -> None:
    """Køberen betaler 500 kr. for pladsen, og kommunens eget tilbud får 500 kr. ind: talte begge dele på indsatsen,
    kostede den ingenting."""
    found = allocated(f"v1 | {account} | 2026-03-05 | 2026-03 | {amount} | b1 | Værkstedet | | | 2026-01-01")

    assert only(found, "grant_id", "paragraph") == (grant, paragraph)


def test_the_same_kind_of_help_is_found_across_the_two_acts() -> None:
    """Kontaktpersonen står under SEL § 52, stk. 3, nr. 6, kontoen under BL § 32, stk. 1, nr. 3: det er samme slags
    hjælp, så bilaget er g1's."""
    # a contact person stands under SEL § 52, stk. 3, nr. 6 until a new decision puts it under barnets lov
    lines = table(
        "grants",
        """grant_id | citizen | paragraph               | service           | start_date
           g1       | b1      | SEL § 52, stk. 3, nr. 6 | Kontaktperson     | 2023-01-01
           g2       | b1      | SEL § 52, stk. 3, nr. 3 | Familiebehandling | 2025-01-01""",
    )
    chart = table("accounts", "account | paragraph\nA32 | BL § 32, stk. 1, nr. 3")

    found = allocated("v1 | A32 | 2026-03-05 | 2026-03 | 500 | b1 | | | |", grants=lines, accounts=chart)

    assert only(found, "grant_id", "paragraph") == ("g1", "SEL § 52, stk. 3, nr. 6")


def test_a_grant_without_a_paragraph_takes_that_of_its_service_or_its_account() -> None:
    """Uden paragraf får g1 den, konteringsreglen har for ydelsen (SEL § 85), g2 kontoens (SEL § 107), og g3 bliver Ikke
    fordelt."""
    lines = table(
        "grants",
        """grant_id | citizen | paragraph | service  | start_date | account
           g1       | b1      | -         | Støtte   | 2026-01-01 |
           g2       | b2      | -         | Botilbud | 2026-01-01 | A107
           g3       | b3      | -         | Andet    | 2026-01-01 |""",
    )

    found = allocated("v1 | A104 | 2026-03-05 | 2026-03 | 5 | b1 | | | |", grants=lines, account_rules=RULES)

    assert found.grants["paragraph"].to_list() == ["SEL § 85", "SEL § 107", "-"]
    assert only(found, "paragraph") == ("SEL § 85",)


def test_provider_and_amount_find_the_only_grant_that_costs_it() -> None:
    """62.000 kr. i januar fra Solgården uden borger: 31 døgn a 2.000 kr. er g1 og ingen andre."""
    # g1 is 31 x 2.000 in January; g3 had not begun
    found = allocated("v1 | A107 | 2026-02-05 | 2026-01 | 62000 | | Solgården | | |")

    assert only(found, "grant_id", "matched_by", "team", "paragraph") == (
        "g1",
        "provider_amount",
        "Voksne",
        "SEL § 107",
    )


def test_postings_that_are_alike_are_one_row_and_each_keeps_its_own_amount_in_the_search() -> None:
    """To ens bilag a 62.000 kr. er begge g1's pris for januar, i alt 124.000 kr.; ét bilag på 124.000 kr. er ingens."""
    # 62.000 is January's cost of g1; 124.000 is nobody's
    twice = "A107 | 2026-02-05 | 2026-01 | 62000 | | Solgården | | |"

    found = allocated(f"v1 | {twice}\nv2 | {twice}\nv3 | A107 | 2026-02-09 | 2026-01 | 124000 | | Solgården | | |")

    rows = found.postings.select("grant_id", "matched_by", "amount").sort("grant_id", descending=True).rows()
    assert rows == [("g1", "provider_amount", kr("124.000")), ("-", "none", kr("124.000"))]


def test_provider_and_amount_find_none_where_two_cost_the_same() -> None:
    """Koster to indsatser hos leverandøren 62.000 kr., vælges ingen af dem."""
    twins = pl.concat([GRANTS, GRANTS.head(1).with_columns(grant_id=pl.lit("g5"), citizen=pl.lit("b5"))])

    found = allocated("v1 | A107 | 2026-02-05 | 2026-01 | 62000 | | Solgården | | |", grants=twins)

    assert only(found, "grant_id", "matched_by") == ("-", "none")


@pytest.mark.parametrize(
    ("account", "posting", "paragraph"),
    [
        ("A107", "| b3 | | g4 | SEL § 83 |", "SEL § 83"),
        ("A107", "| b3 | | g4 | |", "SEL § 85"),
        ("A107", "| b9 | | | |", "SEL § 107"),
        ("A104", "| b9 | | | |", "-"),
    ],
)
def test_the_paragraph_is_its_own_then_the_grants_then_the_accounts(account: str, posting: str, paragraph: str) -> None:
    """Bilagets egen paragraf (SEL § 83) går før indsatsens (SEL § 85), og den før kontoens (SEL § 107). Ellers Ikke
    fordelt."""
    found = allocated(f"v1 | {account} | 2026-03-05 | 2026-03 | 500 {posting}")

    assert only(found, "paragraph") == (paragraph,)


def test_an_unknown_account_keeps_its_kroner_under_not_allocated() -> None:
    """500 kr. på en konto, kontoplanen ikke kender, tæller fuldt med under Ikke fordelt og inden for servicerammen."""
    found = allocated("v1 | NY1 | 2026-03-05 | 2026-03 | 500 | | | | |")

    dimensions = ("account", "function", "area", "committee", "paragraph", "provider", "team", "dranst", "steering")
    assert only(found, *dimensions) == ("NY1", *["-"] * 8)
    assert found.postings["amount"].sum() == kr("500")
    assert only(found, "in_service_frame") == (True,)


def test_accounts_that_are_not_steered_are_left_out() -> None:
    """500 kr. på en konto uden for styringen tæller ikke; −70 kr. statsrefusion (dranst 2) tæller, uden for
    servicerammen."""
    found = allocated(
        "v1 | UDE | 2026-03-05 | 2026-03 | 500 | | | | |\nv2 | REF | 2026-03-05 | 2026-03 | -70 | | | | |"
    )

    assert found.postings.select("account", "amount", "dranst", "in_service_frame").rows() == [
        ("REF", kr("-70"), "2", False)
    ]


def test_the_chart_counts_for_its_year_and_the_nearest_edition_elsewhere() -> None:
    """Kontoplan for 2024 og 2026: 2023, 2024 og 2025 bruger 2024-udgaven, 2026 sin egen."""
    editions = table(
        "accounts",
        """account | year | area
           A1      | 2024 | Gammel
           A1      | 2026 | Ny""",
    )

    found = allocated(
        """v1 | A1 | 2023-03-05 | 2023-03 | 1 | | | | |
           v2 | A1 | 2024-03-05 | 2024-03 | 2 | | | | |
           v3 | A1 | 2025-03-05 | 2025-03 | 3 | | | | |
           v4 | A1 | 2026-03-05 | 2026-03 | 4 | | | | |""",
        accounts=editions,
    )

    assert found.postings["area"].to_list() == ["Gammel", "Gammel", "Gammel", "Ny"]


def test_an_accrual_that_is_turned_back_in_january_is_decembers_both_times() -> None:
    """Afsat i supplementet: 5.000 kr. Tilbageført i januar: -5.000 kr. af december. En rettelse på en anden
    øre, på en anden konto, en med egen dato og en i februar er deres egen måneds."""
    found = allocated(
        """v1 | A107 | 2026-01-20 | 2025-13 | 5000    |  |  |  |  |
           v2 | A107 | 2026-01-25 | 2026-01 | -5000   |  |  |  |  |
           v3 | A107 | 2026-01-25 | 2026-01 | -5000.01|  |  |  |  |
           v4 | A104 | 2026-01-25 | 2026-01 | -5000   |  |  |  |  |
           v5 | A107 | 2026-01-25 | 2026-01 | -5000   |  |  |  |  | 2026-01-01
           v6 | A107 | 2026-02-25 | 2026-02 | -5000   |  |  |  |  |"""
    )
    told = found.postings.sort("period", "account", "amount", "dated", "service_month")
    december, january = dt.date(2025, 12, 1), dt.date(2026, 1, 1)
    assert told.select("period", "account", "amount", "service_month", "dated", "prior_year", "set_off").rows() == [
        ("2025-13", "A107", kr("5.000,00"), december, False, False, True),
        ("2026-01", "A104", kr("-5.000,00"), january, False, False, False),
        ("2026-01", "A107", kr("-5.000,01"), january, False, False, False),
        ("2026-01", "A107", kr("-5.000,00"), december, True, True, True),
        ("2026-01", "A107", kr("-5.000,00"), january, True, False, False),
        ("2026-02", "A107", kr("-5.000,00"), dt.date(2026, 2, 1), False, False, False),
    ]


def test_period_and_service_month_say_what_a_posting_is_about() -> None:
    """Bogført i februar 2026 og vedrører november 2025: et tidligere år. Periode 00 er januar, 13 er december; uden
    periode gælder bogføringsdatoens måned."""
    found = allocated(
        """v1 | A107 | 2026-02-05 | 2026-02 | 1 | | | | | 2025-11-20
           v2 | A107 | 2026-02-05 | 2026-02 | 2 | | | | |
           v3 | A107 | 2026-01-05 | 2026-00 | 3 | | | | |
           v4 | A107 | 2027-01-20 | 2026-13 | 4 | | | | |
           v5 | A107 | 2026-03-31 |         | 5 | | | | |"""
    )

    day = dt.date
    assert found.postings.select("year", "month", "service_month", "prior_year").rows() == [
        (2026, 2, day(2025, 11, 1), True),
        (2026, 2, day(2026, 2, 1), False),
        (2026, 0, day(2026, 1, 1), False),
        (2026, 13, day(2026, 12, 1), False),
        (2026, 3, day(2026, 3, 1), False),
    ]


@pytest.mark.parametrize(
    ("grant", "account"),
    [
        ("SEL § 107 | Botilbud | | A104", "A104"),  # its own
        ("SEL § 107, stk. 2 | Botilbud | |", "A107"),  # the rule of the paragraph as a whole
        ("SEL § 85 | Støtte | Autisme |", "REF"),  # the narrowest rule
        ("SEL § 85 | Støtte | Andet |", "A104"),  # by age
        ("SEL § 96 | BPA | |", "-"),
    ],
)
def test_a_grants_account_follows_the_rules(grant: str, account: str) -> None:
    """Egen konto først; ellers den snævreste konteringsregel: målgruppe før alder før paragraf. § 96 har ingen regel og
    bliver Ikke fordelt."""
    lines = "grant_id | citizen | start_date | paragraph | service | target_group | account\n"
    born = table("citizens", "citizen | born_on\nb1 | 1990-05-01")

    found = allocated(
        "", grants=table("grants", f"{lines}g1 | b1 | 2026-01-01 | {grant}"), account_rules=RULES, citizens=born
    )

    assert found.grants["account"].to_list() == [account]


def test_a_grant_stands_on_the_account_that_most_of_its_expense_is_booked_on() -> None:
    """100 kr. på A104 og 900 kr. på A107: indsatsen står på A107. Refusionen på −9.999 kr. tæller ikke."""
    found = allocated(
        """v1 | A104 | 2026-01-05 | 2026-01 | 100 | | | g1 | |
           v2 | A107 | 2026-02-05 | 2026-02 | 900 | | | g1 | |
           v3 | REF  | 2026-02-05 | 2026-02 | -9999 | | | g1 | |""",
        account_rules=RULES,
    )

    accounts = dict(found.grants.select("grant_id", "account").iter_rows())
    assert accounts == {"g1": "A107", "g2": "-", "g3": "A107", "g4": "-"}


def test_bills_that_name_no_provider_tell_the_account_where_they_are_for_the_same_kind_of_help() -> None:
    """Plejefamiliens bilag nævner kun borgeren, men kontoen er om samme paragraf: PLEJE. Bilaget på en konto om BL § 90
    siger intet, og reglen gælder: STED."""
    # placements under one paragraph stand on a function of their own each: the rule knows only one of them
    lines = table(
        "grants",
        """grant_id | citizen | start_date | paragraph | service     | provider
           g1       | b1      | 2026-01-01 | BL § 46   | Plejefamilie | Familien
           g2       | b2      | 2026-01-01 | BL § 46   | Opholdssted | Gården
           g3       | b3      | 2026-01-01 | BL § 46   | Opholdssted | Gården""",
    )
    chart = table("accounts", "account | paragraph\nPLEJE | BL § 46\nSTED | BL § 46\nANDET | BL § 90")
    rules = table("account_rules", "paragraph | account\nBL § 46 | STED")

    found = allocated(
        """v1 | PLEJE | 2026-01-05 | 2026-01 | 100 | b1 | | | |
           v2 | ANDET | 2026-01-05 | 2026-01 | 900 | b2 | | | |
           v3 | PLEJE | 2026-01-05 | 2026-01 | 900 | b3 | | | |
           v4 | STED  | 2026-02-05 | 2026-02 | 100 | b3 | Gården | | |""",
        grants=lines,
        accounts=chart,
        account_rules=rules,
    )

    assert found.grants["account"].to_list() == ["PLEJE", "STED", "STED"]


def test_bills_that_find_no_grant_tell_the_accounts_of_those_that_no_bill_finds() -> None:
    """Gårdens samleregning står på STED, så Gårdens indsats gør. Lønnen til plejefamilier nævner ingen; PLEJE er den
    konto om BL § 46, som ingen indsats har: der står den anden."""
    lines = table(
        "grants",
        """grant_id | citizen | start_date | paragraph | service      | provider
           g1       | b1      | 2026-01-01 | BL § 46   | Plejefamilie | Familien
           g2       | b2      | 2026-01-01 | BL § 46   | Opholdssted  | Gården""",
    )
    chart = table("accounts", "account | paragraph\nPLEJE | BL § 46\nSTED | BL § 46\nANDET | BL § 90")

    found = allocated(
        """v1 | STED  | 2026-01-05 | 2026-01 | 100 | | Gården | | |
           v2 | PLEJE | 2026-01-05 | 2026-01 | 500 | | | | |
           v3 | ANDET | 2026-01-05 | 2026-01 | 900 | | Gården | | |""",
        grants=lines,
        accounts=chart,
    )

    assert found.grants["account"].to_list() == ["PLEJE", "STED"]


def test_a_grant_with_two_price_lines_is_booked_as_one() -> None:
    """To takstlinjer for g1, 100 kr. på A107 og 900 kr. på A104: begge linjer står på A104."""
    lines = table(
        "grants",
        """grant_id | citizen | start_date | end_date   | paragraph | service | provider
           g1       | b1      | 2026-01-01 | 2026-01-31 | SEL § 107 | Ophold  | Solgården
           g1       | b1      | 2026-02-01 |            | SEL § 107 | Støtte  | Solgården""",
    )

    found = allocated(
        """v1 | A107 | 2026-01-05 | 2026-01 | 100 | b1 | Solgården | | |
           v2 | A104 | 2026-02-05 | 2026-02 | 900 | b1 | Solgården | | |""",
        grants=lines,
    )

    assert found.grants["account"].to_list() == ["A104", "A104"]
    assert found.postings["grant_id"].to_list() == ["g1", "g1"]


def test_a_grant_without_any_sign_takes_the_usual_account_of_its_like() -> None:
    """Uden konto, bilag og regel: som andre indsatser med samme ydelse (A107), ellers som de fleste under paragraffen
    (A104)."""
    lines = table(
        "grants",
        """grant_id | citizen | start_date | paragraph | service  | account
           g1       | b1      | 2026-01-01 | SEL § 107 | Botilbud | A107
           g2       | b2      | 2026-01-01 | SEL § 107 | Aflastning | A104
           g3       | b3      | 2026-01-01 | SEL § 107 | Aflastning | A104
           g4       | b4      | 2026-01-01 | SEL § 107 | Botilbud |
           g5       | b5      | 2026-01-01 | SEL § 107 | Andet    |""",
    )

    found = allocated("", grants=lines)

    assert found.grants["account"].to_list() == ["A107", "A104", "A104", "A107", "A104"]


@pytest.mark.parametrize(
    ("account", "settlement", "status", "by_grants"),
    [
        ("A107", "faktura", "aktiv", True),
        ("A107", "ramme", "aktiv", False),
        ("A104", "faktura", "aktiv", False),  # a frame-steered account
        ("NY1", "faktura", "aktiv", True),  # unknown: the grant is what is known
        ("A107", "faktura", "ansøgt", False),
        ("A107", "faktura", "afslag", False),
        ("UDE", "faktura", "aktiv", False),
    ],
)
def test_which_grants_carry_kroner(account: str, settlement: str, status: str, by_grants: bool) -> None:
    """En faktureret, aktiv indsats på en aktivitetsstyret eller ukendt konto bærer kroner. Rammeafregning, rammekonto,
    ansøgt, afslag og konti uden for styringen gør ikke."""
    lines = "grant_id | citizen | start_date | paragraph | service | account | settlement | status\n"
    row = f"g1 | b1 | 2026-01-01 | SEL § 107 | Botilbud | {account} | {settlement} | {status}"

    assert allocated("", grants=table("grants", lines + row)).grants["by_grants"].to_list() == [by_grants]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("2026-05-31 | | | aktiv |", dt.date(2026, 5, 31)),
        ("2026-05-31 | 2026-06-30 | | afsluttet |", dt.date(2026, 6, 30)),  # paid for a month's notice
        ("| | 2026-08-31 | aktiv |", dt.date(2026, 8, 31)),  # expected, not decided
        ("| 2026-02-28 | | aktiv |", None),  # paid so far says nothing of the end
        ("| 2026-02-28 | | afsluttet |", dt.date(2026, 2, 28)),
        ("| | 2026-03-15 | afsluttet |", dt.date(2026, 3, 15)),
        ("| | | afsluttet |", dt.date(2026, 3, 31)),  # at the latest when the export said so
        ("| | | aktiv |", None),
        ("| | | aktiv | 2026-03-31", dt.date(2026, 3, 30)),  # fell out of the export
    ],
)
def test_the_effective_end_of_a_grant(row: str, expected: dt.date | None) -> None:
    """Afsluttet 31. maj og betalt til 30. juni: slutter 30. juni. Forventet slutdato gælder, hvor ingen anden er.
    Afsluttet uden dato: senest da udtrækket sagde det. Faldet ud af udtrækket 31. marts: dagen før."""
    lines = "grant_id | citizen | start_date | end_date | paid_until | expected_end_date | status | missing_since\n"

    found = allocated("", grants=table("grants", f"{lines}g1 | b1 | 2026-01-01 | {row}"))

    assert found.grants["ends_on"].to_list() == [expected]


def test_a_grant_that_was_closed_before_the_first_export_and_says_no_day() -> None:
    """Det første udtræk siger kun, at g1, g2 og g3 er afsluttet. Seneste regning for g1 er for februar 2025, og den
    slutter da; en kreditnota ændrer det ikke. g2 har ingen regning og varer som den midterste af dem, hvis slutdag
    kendes (30, 90 og 484 dage): 1. juni 2024 + 90 dage er 30. august. g3 begyndte i marts 2026, så 90 dage ville nå
    længere end udtrækket: den slutter, da udtrækket sagde det. g6 blev afsluttet i et senere udtræk."""
    lines = "grant_id | citizen | paragraph | service | start_date | end_date | status | known_from\n"
    grants = table(
        "grants",
        lines
        + """g1 | b1 | SEL § 107 | Botilbud | 2024-01-01 |            | afsluttet | 2026-03-31
             g2 | b2 | SEL § 107 | Botilbud | 2024-06-01 |            | afsluttet | 2026-03-31
             g3 | b3 | SEL § 107 | Botilbud | 2026-03-01 |            | afsluttet | 2026-03-31
             g4 | b4 | SEL § 107 | Botilbud | 2024-01-01 | 2024-03-31 | afsluttet | 2026-03-31
             g5 | b5 | SEL § 107 | Botilbud | 2025-01-01 | 2025-01-31 | afsluttet | 2026-03-31
             g6 | b6 | SEL § 107 | Botilbud | 2025-01-01 |            | afsluttet | 2026-04-30""",
    )
    bills = """v1 | A107 | 2025-02-05 | 2025-01 | 62000 | b1 | Solgården | | | 2025-01-01
               v2 | A107 | 2025-04-05 | 2025-04 | 62000 | b1 | Solgården | | | 2025-02-01
               v3 | A107 | 2025-05-05 | 2025-05 | -500  | b1 | Solgården | | | 2025-05-01"""

    found = allocated(bills, grants=grants).grants

    assert dict(found.select("grant_id", "ends_on").iter_rows()) == {
        "g1": dt.date(2025, 2, 28),
        "g2": dt.date(2024, 8, 30),
        "g3": dt.date(2026, 3, 31),
        "g4": dt.date(2024, 3, 31),
        "g5": dt.date(2025, 1, 31),
        "g6": dt.date(2026, 4, 30),
    }


@tries(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_no_krone_is_lost_and_the_order_of_rows_is_irrelevant(seed: int) -> None:
    many = table(
        "postings",
        POSTING
        + """v1 | A107 | 2026-02-05 | 2026-01 | 62000 |    | Solgården  |    | |
             v2 | A107 | 2026-02-05 | 2026-02 | 42000 | b2 | Solgården  |    | |
             v3 | A104 | 2026-02-05 | 2026-02 | 8400  | b1 | Værkstedet |    | |
             v4 | NY1  | 2026-02-05 | 2026-02 | 17.35 | b1 | Taxa       |    | |
             v5 | REF  | 2026-02-05 | 2026-02 | -500  | b1 |            | g1 | |""",
    )
    data = MunicipalityData(grants=GRANTS, accounts=ACCOUNTS, postings=many)
    turned = MunicipalityData(
        grants=GRANTS.sample(fraction=1, shuffle=True, seed=seed),
        accounts=ACCOUNTS.sample(fraction=1, shuffle=True, seed=seed),
        postings=many.sample(fraction=1, shuffle=True, seed=seed),
    )

    one, other = allocate(data, Settings()), allocate(turned, Settings())

    assert one.postings["amount"].sum() == many["amount"].sum()
    assert other.postings.sort(pl.all()).equals(one.postings.sort(pl.all()))
    assert other.grants.equals(one.grants)
