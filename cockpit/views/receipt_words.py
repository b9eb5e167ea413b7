"""The sentences of a receipt: what it is, whether the rows and the kroner add up, and what a person must do."""

from decimal import Decimal

from cockpit.contracts import danish
from cockpit.contracts.finding import Severity
from cockpit.contracts.receipt import Receipt, Status
from cockpit.views.levels import Term
from cockpit.views.wording import plural, stop

STATUS: dict[Status, Term] = {
    Status.READY: Term("Klar til indlæsning", "Se tallene igennem, og godkend."),
    Status.KNOWN: Term("Allerede indlæst", "Filen er indlæst før, byte for byte. Der skal ikke gøres noget."),
    Status.UNMAPPED: Term("Ukendt opstilling", "Fortæl hvad kolonnerne betyder; det huskes til næste gang."),
    Status.STOPPED: Term(
        "Stoppet", "Tallene stemmer ikke. Ret det, der står som årsag, og læg filen ind igen. Intet er ændret."
    ),
    Status.REFUSED: Term("Afvist", "Ret det, der står som årsag, og læg filen ind igen. Intet er ændret."),
}

STRANGER = Term(
    "Ingen af de kendte lister",
    "Er den alligevel en af dem, så sig hvilken, og fortæl hvad kolonnerne betyder. Ellers hører den ikke hjemme her: "
    "lad den ude, og indlæs resten.",
)

UNCONFIRMED = Term(
    "Klar til indlæsning, når det er bekræftet",
    "Tag stilling til det, der skal bekræftes eller er lagt til side, og godkend.",
)

SEVERITY: dict[Severity, Term] = {
    Severity.STOP: Term("Stopper", "Tallene stemmer ikke, og filen kan ikke indlæses."),
    Severity.CONFIRM: Term("Skal bekræftes", "Et menneske skal sige ja, før filen indlæses."),
    Severity.SET_ASIDE: Term("Lagt til side", "Rækken kan ikke læses og tælles ikke med."),
    Severity.UNCLASSIFIED: Term("Ikke fordelt", "Rækken tælles med under Ikke fordelt, indtil koden er kendt."),
    Severity.WARNING: Term("Advarsel", "Ser mærkeligt ud, men tælles med."),
    Severity.NOTE: Term("Bemærkning", "Værd at vide."),
}


def title(receipt: Receipt) -> str:
    """`hovedbog.xlsx, arket Data: Posteringer`."""
    sheet = f", arket {receipt.sheet}" if receipt.sheet else ""
    known = f": {receipt.dataset_title}" if receipt.dataset_title else ""
    return f"{receipt.file_name}{sheet}{known}"


def status(receipt: Receipt) -> Term:
    """How far the file is, and what the reader does next."""
    if receipt.stranger:
        return STRANGER
    return UNCONFIRMED if receipt.status is Status.READY and receipt.needs_confirmation else STATUS[receipt.status]


UNREAD = (Status.REFUSED, Status.UNMAPPED)


def _parts(receipt: Receipt) -> list[str]:
    return [
        f"{danish.number(receipt.rows_accepted)} medtages",
        f"{danish.number(receipt.rows_set_aside)} lagt til side",
        f"{plural(receipt.rows_total, 'sumlinje', 'sumlinjer')}",
        f"{plural(receipt.rows_blank, 'tom', 'tomme')}",
    ]


def reconciliation(receipt: Receipt) -> str:
    """`1.204 rækker i filen = 1.200 medtages + 2 lagt til side + 1 sumlinje + 1 tom`; says so if it does not hold.
    Nothing for a file whose rows were never told apart."""
    if receipt.status in UNREAD:
        return ""
    whole = receipt.rows_in_file
    parts = receipt.rows_accepted + receipt.rows_set_aside + receipt.rows_total + receipt.rows_blank
    line = f"{plural(whole, 'række', 'rækker')} i filen = {' + '.join(_parts(receipt))}"
    return line if whole == parts else f"{line} – det stemmer ikke: {danish.number(whole - parts)} rækker mangler"


def dated(receipt: Receipt) -> str:
    """`Gælder pr. 31-03-2026: filens navn.`: what day the file is the state of, and where that was read."""
    reason = receipt.effective_reason
    return f"Gælder pr. {stop(reason)}" if reason and receipt.effective_date and receipt.status not in UNREAD else ""


def control(receipt: Receipt) -> str:
    """The control sum in kr. and øre, and whether it meets the file's own total line."""
    if receipt.status in UNREAD:
        return ""
    if receipt.amount_kr is None:
        return "Filen har ingen beløb at kontrollere."
    text = f"Kontrolsum {danish.kr(receipt.amount_kr, 2)}"
    own = _against("filens egen sumlinje", receipt.file_total_kr, receipt)
    system = _against("kontroltotalen fra kildesystemet", receipt.control_total_kr, receipt)
    held = "; ".join(filter(None, (own, system)))
    if not held:
        return f"{stop(text)} Filen har ingen sumlinje at holde den op imod."
    return stop(f"{text}; {held}")


def _against(name: str, total: Decimal | None, receipt: Receipt) -> str:
    """What another total says, and whether the rows of the file give it."""
    if total is None or receipt.amount_kr is None:
        return ""
    difference = total - receipt.amount_kr - (receipt.set_aside_kr or Decimal(0))
    verdict = "det stemmer" if difference == 0 else f"forskellen er {danish.kr(difference, 2)}"
    return f"{name} er {danish.kr(total, 2)}: {verdict}"


def changes(receipt: Receipt) -> str:
    """What is new since the last export of the same source."""
    found = receipt.changes
    if found is None:
        return ""
    if found.since is None:
        return f"Første udtræk fra denne kilde: {plural(found.new, 'ny række', 'nye rækker')}."
    counts = f"{danish.number(found.new)} nye, {danish.number(found.changed)} ændrede, {danish.number(found.gone)} væk"
    return f"Siden {danish.date(found.since)}: {counts}, {danish.number(found.unchanged)} uændrede."


def confirmations(receipt: Receipt) -> tuple[str, ...]:
    """What a person must knowingly say yes to, one sentence each."""
    asked = tuple(finding.message for finding in receipt.findings if finding.severity is Severity.CONFIRM)
    if not receipt.rows_set_aside:
        return asked
    amount = "" if receipt.set_aside_kr is None else f" med {danish.kr(receipt.set_aside_kr, 2)}"
    rows = plural(receipt.rows_set_aside, "række", "rækker")
    return (f"{rows}{amount} kan ikke læses og kommer ikke med.", *asked)
