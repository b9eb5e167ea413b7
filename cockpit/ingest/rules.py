"""The rules of a receipt: what each finding is called, how grave it is and what it says. All texts are Danish."""

from dataclasses import dataclass

from cockpit.contracts.finding import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """`message` may use {heading} and {value}; `expected` is what the file should have said."""

    severity: Severity
    message: str
    expected: str = ""


_ASIDE, _UNCLASSIFIED, _WARNING = Severity.SET_ASIDE, Severity.UNCLASSIFIED, Severity.WARNING
_KEPT = "Rækken tæller med under Ikke fordelt"
_ANSWER = "giv koden under Data → Indlæsning eller med --codes"

RULES: dict[str, Rule] = {
    "unreadable_date": Rule(
        _ASIDE, "{heading} er ikke en dato: «{value}». Ret den i fagsystemet og hent udtrækket igen.", "dd-mm-åååå"
    ),
    "unreadable_amount": Rule(
        _ASIDE, "{heading} er ikke et beløb: «{value}». Ret det og hent udtrækket igen.", "et beløb som 1.234,56"
    ),
    "other_order": Rule(
        _ASIDE,
        "{heading} «{value}» er kun en dato, hvis dag og måned byttes om; så kan kolonnens andre datoer være læst "
        "forkert. Vælg datoformen i en profil, eller ret datoen og hent udtrækket igen.",
        "alle datoer i samme form",
    ),
    "missing": Rule(_ASIDE, "{heading} mangler. Rækken kan ikke bruges uden; udfyld den i systemet.", "en værdi"),
    "end_before_start": Rule(
        _ASIDE, "{heading} {value} ligger før startdatoen. Ret datoerne i fagsystemet.", "slut efter start"
    ),
    "duplicate": Rule(_ASIDE, "Rækken står flere gange helt ens i filen; den tæller én gang.", "én række pr. nøgle"),
    "unknown_code": Rule(
        _UNCLASSIFIED,
        "{heading} «{value}» er en ukendt kode. " + _KEPT + ", til den er knyttet til en kendt: " + _ANSWER + ".",
        "en kendt kode",
    ),
    "ambiguous_day": Rule(
        Severity.CONFIRM,
        "{heading} «{value}» kan være døgn, åbningsdag eller fremmødedag. Fastlæg det: " + _ANSWER + "; indtil da "
        "regnes der ikke kroner af disse indsatser.",
        "døgn, åbningsdag eller fremmødedag",
    ),
    "unknown_paragraph": Rule(
        _UNCLASSIFIED,
        "{heading} «{value}» kan ikke entydigt knyttes til en paragraf. "
        + _KEPT
        + ", til den er knyttet: "
        + _ANSWER
        + ".",
        "en paragraf som SEL § 107 eller BL § 32, stk. 1, nr. 3",
    ),
    "missing_paragraph": Rule(_UNCLASSIFIED, "{heading} er tom. " + _KEPT + ".", "en paragraf"),
    "missing_dimension": Rule(_UNCLASSIFIED, "{heading} er tom. " + _KEPT + ".", "en værdi"),
    "damaged_account": Rule(
        _UNCLASSIFIED,
        "{heading} «{value}» er ødelagt af Excel (cifre er gået tabt). " + _KEPT + ". Hent kolonnen som tekst.",
        "hele kontonummeret",
    ),
    "unknown_period": Rule(
        _UNCLASSIFIED, "{heading} «{value}» er ikke en periode; bogføringsdatoens måned bruges.", "2026-03 (00 til 13)"
    ),
    "unreadable_number": Rule(_WARNING, "{heading} er ikke et tal: «{value}»; feltet er tomt.", "et tal"),
    "other_percent": Rule(
        Severity.NOTE, "{heading} er skrevet som procent, hvor der ventes andele, eller omvendt, og er regnet om.", ""
    ),
    "unreadable_yes_no": Rule(
        _WARNING, "{heading} er hverken ja eller nej: «{value}»; feltet er tomt.", "ja eller nej"
    ),
    "not_a_cpr": Rule(
        _WARNING, "{heading} ligner ikke et CPR-nummer. Borgeren tæller med, men uden alder.", "ddmmåå-xxxx"
    ),
    "hidden_cpr": Rule(
        Severity.CONFIRM,
        "{heading} er skjult, så kun fødselsdagen kan læses. Alle, der er født samme dag, bliver til én borger. Hent "
        "listen igen med hele numre; bekræft kun, hvis det er meningen.",
        "ddmmåå-xxxx",
    ),
    "modulus_11": Rule(
        Severity.NOTE, "CPR-numre, der ikke opfylder modulus 11. Det er tilladt for numre efter oktober 2007.", ""
    ),
    "service_period": Rule(
        _WARNING, "{heading} {value} ligger før vedrører fra; perioden bruges ikke.", "til efter fra"
    ),
    "adjusted_differs": Rule(
        _WARNING,
        "{heading} {value} er ikke summen af oprindeligt budget, omplaceringer, tillægsbevillinger og overførsler.",
        "summen af de fire",
    ),
    "payment_as_income": Rule(
        _WARNING,
        "{heading} er skrevet med minus, som en indtægt; den regnes som det, borgeren betaler.",
        "et beløb uden minus",
    ),
    "negative_price": Rule(
        _WARNING, "{heading} {value} er negativ og trækker fra i det, der er disponeret.", "et beløb uden minus"
    ),
    "empty_original": Rule(Severity.NOTE, "{heading} er tom og regnes som 0,00.", "et beløb"),
    "rough_first_day": Rule(
        _WARNING, "{heading} «{value}» er ikke en dag, men et tidsrum; dets første dag bruges.", "dd-mm-åååå"
    ),
    "rough_last_day": Rule(
        _WARNING, "{heading} «{value}» er ikke en dag, men et tidsrum; dets sidste dag bruges.", "dd-mm-åååå"
    ),
    "rough_date": Rule(_WARNING, "{heading} «{value}» er ikke en dag; rækken tæller med uden den.", "dd-mm-åååå"),
    "same_row": Rule(
        Severity.CONFIRM,
        "{heading} «{value}» står flere gange helt ens. Bekræft, at alle skal tælle.",
        "én række",
    ),
    "same_key": Rule(
        Severity.CONFIRM,
        "{heading} «{value}» står flere gange med forskelligt indhold. Bekræft, at begge skal tælle.",
        "én række",
    ),
}

UNREADABLE = {
    "date": "unreadable_date",
    "money": "unreadable_amount",
    "number": "unreadable_number",
    "integer": "unreadable_number",
    "boolean": "unreadable_yes_no",
    "period": "unknown_period",
    "code": "unknown_code",
    "paragraph": "unknown_paragraph",
}
"""Field type -> the rule that a text breaks when it cannot be read as that type."""
