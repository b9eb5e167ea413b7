"""The menu: every page, its place, and whose it is. A new page is one line here and one script in `pages/`."""

from dataclasses import dataclass
from pathlib import Path

from cockpit.contracts.scope import Role

_FINANCE = frozenset({Role.CONTROLLER, Role.MANAGER})


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page: its script, its place in the menu, and the roles that may open it."""

    path: str
    title: str
    icon: str
    section: str
    roles: frozenset[Role]
    help: str

    @property
    def address(self) -> str:
        """The page's address, the same for every role."""
        return Path(self.path).stem


PAGES = (
    PageSpec(
        "pages/overview/overblik.py",
        "Overblik",
        ":material/dashboard:",
        "Overblik",
        _FINANCE | {Role.POLITICIAN},
        "Hele året på én skærm: forventet regnskab, afvigelse og hvad der har flyttet sig.",
    ),
    PageSpec(
        "pages/finance/budgetopfoelgning.py",
        "Budgetopfølgning",
        ":material/account_balance:",
        "Økonomi",
        _FINANCE,
        "Alle led i forventet regnskab, fra politikområde til den enkelte indsats.",
    ),
    PageSpec(
        "pages/finance/paragraffer.py",
        "Paragraffer",
        ":material/gavel:",
        "Økonomi",
        _FINANCE,
        "Forbrug, helårspersoner og enhedspris pr. paragraf, og hvad der er pris og mængde.",
    ),
    PageSpec(
        "pages/finance/hvorfor.py",
        "Hvorfor",
        ":material/help_center:",
        "Økonomi",
        _FINANCE,
        "Hvad afvigelsen består af, og hvad der har flyttet sig: hver søjle kan åbnes.",
    ),
    PageSpec(
        "pages/finance/disponering.py",
        "Disponering",
        ":material/lock_clock:",
        "Økonomi",
        _FINANCE,
        "Hvad budgettet er bundet til, hvad der er tilbage, og hvad der kom til sidste år.",
    ),
    PageSpec(
        "pages/finance/trykte_tabeller.py",
        "Kontrol af trykte tabeller",
        ":material/rule:",
        "Økonomi",
        _FINANCE,
        "Regn en offentliggjort opfølgning efter, med hver forskel ved siden af det trykte tal.",
    ),
    PageSpec(
        "pages/finance/afstemning.py",
        "Afstemning",
        ":material/fact_check:",
        "Økonomi",
        _FINANCE,
        "Hvor bogføringen ikke er det, indsatserne siger: hvor meget, hvor gammelt og sandsynligvis hvorfor.",
    ),
    PageSpec(
        "pages/finance/dyre_sager.py",
        "Dyre sager og refusion",
        ":material/price_check:",
        "Økonomi",
        _FINANCE,
        "De dyreste sager, hvad staten ventes at refundere, og hvad der er anmodet om.",
    ),
    PageSpec(
        "pages/finance/egne_tilbud.py",
        "Egne tilbud",
        ":material/home_work:",
        "Økonomi",
        _FINANCE,
        "Ramme, forbrug, belægning og salg af pladser i det, kommunen selv driver.",
    ),
    PageSpec(
        "pages/finance/handleplaner.py",
        "Handleplaner",
        ":material/task_alt:",
        "Økonomi",
        _FINANCE,
        "Forklaringer på store afvigelser, hvad der gøres ved dem, og hvad det er værd.",
    ),
    PageSpec(
        "pages/finance/hvor_godt_rammer_vi.py",
        "Hvor godt rammer vi?",
        ":material/target:",
        "Økonomi",
        _FINANCE,
        "Tidligere års fremskrivninger mod de endelige regnskaber, simple metoder og det offentliggjorte.",
    ),
    PageSpec(
        "pages/finance/kommende_sager.py",
        "Kommende sager",
        ":material/person_add:",
        "Økonomi",
        _FINANCE,
        "Hvem er på vej ind, hvad koster det i år, og hvor godt har listen holdt.",
    ),
    PageSpec(
        "pages/finance/maanedsrapport.py",
        "Månedsrapport",
        ":material/description:",
        "Økonomi",
        _FINANCE,
        "Månedens rapport til ledelsen i Word, PDF og Excel.",
    ),
    PageSpec(
        "pages/finance/laengere_frem.py",
        "Længere frem",
        ":material/trending_up:",
        "Økonomi",
        _FINANCE,
        "Hvad dagens indsatser koster næste år, og hvor de næste tre år er på vej hen.",
    ),
    PageSpec(
        "pages/finance/scenarier.py",
        "Scenarier",
        ":material/call_split:",
        "Økonomi",
        _FINANCE,
        "Hvad nu hvis? Gemte scenarier ved siden af fremskrivningen, i år og næste år.",
    ),
    PageSpec(
        "pages/practice/indsatser.py",
        "Indsatser",
        ":material/diversity_3:",
        "Socialfagligt",
        _FINANCE | {Role.CASEWORKER},
        "Hvor mange er i hvilken indsats, og hvor mange kommer og går.",
    ),
    PageSpec(
        "pages/data/maaneden.py",
        "Måneden",
        ":material/checklist:",
        "Data",
        frozenset({Role.CONTROLLER}),
        "Månedslukningen fra åben til låst: tjekliste, manglende udtræk og det, der står i vejen.",
    ),
    PageSpec(
        "pages/data/indlaesning.py",
        "Indlæsning",
        ":material/upload_file:",
        "Data",
        frozenset({Role.CONTROLLER}),
        "Indlæs månedens udtræk, se kvitteringen, og godkend.",
    ),
    PageSpec(
        "pages/data/datakvalitet.py",
        "Datakvalitet",
        ":material/health_and_safety:",
        "Data",
        _FINANCE,
        "Hvad der ikke er registreret, som det skal, for hvor mange kroner, og listen til sagsbehandlerne.",
    ),
    PageSpec(
        "pages/data/koder.py",
        "Koder",
        ":material/label:",
        "Data",
        frozenset({Role.CONTROLLER}),
        "Hvad teksterne i udtrækkene betyder, og de opstillinger der er tilknyttet.",
    ),
    PageSpec(
        "pages/data/historik.py",
        "Historik",
        ":material/history:",
        "Data",
        frozenset({Role.CONTROLLER, Role.ADMIN}),
        "Hvem indlæste hvad hvornår, og hvad blev fortrudt.",
    ),
    PageSpec(
        "pages/data/indstillinger.py",
        "Indstillinger",
        ":material/settings:",
        "Data",
        frozenset({Role.CONTROLLER, Role.ADMIN}),
        "Kommunens egne valg: fortegn, væsentlighed, kalender, beskyttelse – og hvem der ændrede hvad.",
    ),
    PageSpec(
        "pages/about/om.py",
        "Om tallene",
        ":material/menu_book:",
        "Om",
        frozenset(Role) - {Role.ENGINE},
        "Hvad hvert tal betyder, hvordan det er regnet, og hvor det kommer fra.",
    ),
)
