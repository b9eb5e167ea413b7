"""The words of the forecast: levels, components and figures, each with one sentence. Screen, Excel and command line
take them from here and nowhere else."""

from dataclasses import dataclass

from cockpit.contracts.forecast_table import NOT_ALLOCATED, NOT_ALLOCATED_LABEL


@dataclass(frozen=True, slots=True)
class Term:
    """A Danish title and the sentence that says what it is."""

    title: str
    definition: str


LEVEL: dict[str, Term] = {
    "total": Term("I alt", "Alle konti der er med i styringen."),
    "committee": Term("Udvalg", "Det politiske udvalg der har ansvaret for kontoen."),
    "area": Term("Politikområde", "Det politikområde som kontoen hører til i kontoplanen."),
    "function": Term("Funktion", "Funktionen i kommunernes kontoplan, for eksempel 5.38.50."),
    "paragraph": Term("Paragraf", "Lovgrundlaget for indsatsen i serviceloven (SEL) eller barnets lov (BL)."),
    "provider": Term("Leverandør", "Den der leverer indsatsen."),
    "team": Term("Team", "Sagsbehandlerens team."),
    "steering": Term("Styringsform", "Hvad der driver forbruget på kontoen: aktivitet, ramme eller andet."),
    "authority": Term("Myndighed/udfører", "Om kontoen hører til den, der bevilger, eller den, der leverer."),
    "frame": Term("Serviceramme", "Om kontoen er i servicerammen."),
    "block": Term("Blok", "Blokkene i opfølgningen til kommunalbestyrelsen."),
    "grant": Term("Indsats", "Én afgørelse der giver én borger én ydelse."),
}

COMPONENT: dict[str, Term] = {
    "posted": Term(
        "Bogført", "Alt der er bogført på årets perioder 00-13, også refusion og regninger fra tidligere år."
    ),
    "prior_years": Term(
        "heraf regninger fra tidligere år", "Den del af det bogførte der vedrører levering i tidligere år."
    ),
    "accrued": Term(
        "Leveret, ikke bogført", "Det borgerne har fået til og med opgørelsesdagen uden at det er bogført."
    ),
    "committed": Term(
        "Disponeret", "Kendte indsatser resten af året til deres registrerede slutdato, uvægtet og efter egenbetaling."
    ),
    "outflow": Term(
        "Afgang",
        "Fremskrivningens rettelse af det disponerede, fordi indsatser slutter før eller efter slutdatoen "
        "eller afløses af en ny afgørelse for samme borger.",
    ),
    "pipeline": Term("Kendte på vej ind", "Navngivne sager på vej ind, ganget med sandsynligheden for at de starter."),
    "inflow": Term(
        "Ventet tilgang",
        "Borgere som ingen kender endnu: så mange, som der kommer nu, til det, som nye indsatser koster og varer.",
    ),
    "other": Term(
        "Øvrige konti",
        "Konti der ikke styres af indsatser, regninger fra tidligere år der ventes endnu, og det som regnskabets egen "
        "gang i de afsluttede år flytter.",
    ),
    "refunds": Term(
        "Refusion endnu ikke bogført", "Refusion der ventes hjemtaget eller tilbagebetalt i resten af året."
    ),
    "adjustment": Term("Skøn", "Controllerens egne skøn med begrundelse og udløbsdato."),
}

FIGURE: dict[str, Term] = {
    "forecast": Term(
        "Forventet regnskab", "Summen af bogført, leveret, disponeret, afgang, tilgang, øvrige, refusion og skøn."
    ),
    "original_budget": Term("Oprindeligt budget", "Budgettet som kommunalbestyrelsen vedtog."),
    "adjusted_budget": Term(
        "Korrigeret budget", "Oprindeligt budget plus omplaceringer, tillægsbevillinger og overførsler."
    ),
    "deviation": Term("Afvigelse", "Forskellen mellem forventet regnskab og korrigeret budget."),
    "deviation_word": Term("Mer-/mindreforbrug", "Ordet siger hvad fortegnet betyder."),
    "deviation_pct": Term("Afvigelse i pct.", "Afvigelsen i procent af korrigeret budget."),
    "low80": Term("80 %, nedre", "Nedre grænse for det interval som regnskabet ventes at ende i fire gange ud af fem."),
    "high80": Term("80 %, øvre", "Øvre grænse for det interval som regnskabet ventes at ende i fire gange ud af fem."),
    "low95": Term(
        "95 %, nedre", "Nedre grænse for det interval som regnskabet ventes at ende i nitten gange ud af tyve."
    ),
    "high95": Term(
        "95 %, øvre", "Øvre grænse for det interval som regnskabet ventes at ende i nitten gange ud af tyve."
    ),
    "full_year_persons": Term(
        "Helårspersoner",
        "Dage med indsats i året delt med årets dage, overlap talt én gang. I budgetåret med ventet tilgang og afgang.",
    ),
    "unit_price": Term(
        "Enhedspris",
        "Udgift pr. helårsperson, før refusion: kun konti, som indsatser styrer, uden regninger fra tidligere år, og "
        "kun de personer, hvis indsatser betales der.",
    ),
}

_HEADINGS: dict[str, str] = {
    "as_of": "Opgjort pr.",
    "year": "Budgetår",
    "level": "Niveau",
    "key": "Nøgle",
    "label": "Navn",
    "overspend": "Merforbrug (+) eller mindreforbrug (−)",
    "stamp": "Talstempel",
}

NO_BUDGET = "intet budget på dette niveau"
NO_BUDGET_SHORT = "intet budget"
"""In a wide table on the screen."""


def term(name: str) -> Term:
    """The words of a component or a figure; KeyError where there are none."""
    return COMPONENT.get(name) or FIGURE[name]


def level_title(level: str) -> str:
    """The Danish name of a level of `LEVELS`; KeyError where there is none."""
    return LEVEL[level].title


def heading(name: str) -> str:
    """The Danish heading of a field of a forecast row; the name itself where it is none of them."""
    if name in _HEADINGS:
        return _HEADINGS[name]
    return term(name).title if name in COMPONENT or name in FIGURE else name


def key_label(key: str, label: str | None = None) -> str:
    """The label of a row: *Ikke fordelt* for the key that a leaf leaves empty."""
    return NOT_ALLOCATED_LABEL if key == NOT_ALLOCATED else (label or key)
