"""Streamlit's own words in Danish: those of its widgets' scripts, put in as the scripts leave the server.

Streamlit has no setting for them. What stands here are whole texts as they stand in the installed version's scripts; a
text that another version no longer has stays English, and the test of this list says which.
"""

from starlette.types import Message, Send

SCRIPTS: dict[str, dict[str, str]] = {
    "FileUploader.": {
        "`Drag and drop files here`": "`Slip filerne her`",
        "`Drag and drop a file here`": "`Slip filen her`",
        "`Upload directories`:`Upload`": "`Vælg mapper`:`Vælg filer`",
        "`Add files`": "`Tilføj filer`",
        " per file`": " pr. fil`",
        "${e.type} files are not allowed.": "Filer af slagsen ${e.type} kan ikke læses.",
    },
    "utils.": {
        "File must be ${$(n,`b`)} or smaller.": "Filen må højst fylde ${$(n,`b`)}.",
        "${t.type} files are not allowed.": "Filer af slagsen ${t.type} kan ikke læses.",
        "`File size is too small.`": "`Filen er for lille.`",
        "`Only one file is allowed.`": "`Vælg kun én fil.`",
        "`Unexpected error. Please try again.`": "`Uventet fejl. Prøv igen.`",
        "`Click to retry upload`": "`Prøv at sende filen igen`",
        "`Choose an option`": "`Vælg`",
        "`Choose options`": "`Vælg en eller flere`",
        "`No options to select`": "`Intet at vælge`",
    },
    "DataFrame.": {
        "label:`Search`": "label:`Søg`",
        "`Type to search`": "`Skriv for at søge`",
        "`Close Search`": "`Luk søgning`",
        "`Download as CSV`": "`Hent som CSV`",
        "`Show/hide columns`": "`Vis og skjul kolonner`",
        "`Clear selection`": "`Fjern valget`",
        "`Sort ascending`": "`Sortér stigende`",
        "`Sort descending`": "`Sortér faldende`",
        "`Hide column`": "`Skjul kolonnen`",
        "`Unpin column`": "`Frigør kolonnen`",
        "`Pin column`": "`Fastgør kolonnen`",
        "`Autosize`": "`Tilpas bredden`",
        "`Copy column name`": "`Kopiér kolonnens navn`",
        "label:`Select all`": "label:`Vælg alle`",
        "label:`Add row`": "label:`Tilføj række`",
    },
    "Toolbar.": {"label:`Fullscreen`": "label:`Fuld skærm`", "label:`Close fullscreen`": "label:`Luk fuld skærm`"},
    "Multiselect.": {
        "`No results`": "`Intet fundet`",
        "`Select all`": "`Vælg alle`",
        "`Clear all`": "`Fjern alle`",
    },
    "Selectbox.": {"`No results`": "`Intet fundet`", "`Clear value`": "`Fjern valget`"},
    "NumberInput.": {
        "`Clear value`": "`Ryd feltet`",
        "`Number is above the allowed range.`": "`Tallet er større end tilladt.`",
        "`Number is below the allowed range.`": "`Tallet er mindre end tilladt.`",
    },
    "DateInput.": {
        "`Clear date`": "`Fjern datoen`",
        "`Choose date`": "`Vælg dato`",
        "Use arrow keys to navigate dates. Enter to select. Escape to close.": (
            "Gå mellem datoer med piletasterne. Enter vælger. Escape lukker."
        ),
    },
    "InputInstructions.": {
        "Press Enter to ": "Tryk Enter for at ",
        "Press ${": "Tryk ${",
        "+Enter to ${": "+Enter for at ${",
        "`submit form`:`apply`": "`sende`:`bruge`",
    },
    "index.": {
        "`Page not found`": "`Siden findes ikke`",
        "You have requested page /${e}, but no corresponding file was found in the app's pages/ directory": (
            "Siden /${e} findes ikke, eller rollen har ikke adgang til den"
        ),
        "The page that you have requested does not seem to exist": "Siden findes ikke, eller rollen har ikke adgang",
        ". Running the app's main page.": ". Forsiden vises i stedet.",
        "`Skip to main content`": "`Gå til indholdet`",
        "`view less`:`view more`": "`vis mindre`:`vis mere`",
        "`Connection error`": "`Forbindelsen er afbrudt`",
        "`Collapse sidebar`": "`Skjul menuen`",
        "`Expand sidebar`": "`Vis menuen`",
        "`Stopping...`:`Stop`": "`Standser …`:`Stop`",
        "`Connecting`": "`Forbinder`",
        "`Running...`": "`Regner …`",
    },
}
"""Beginning of a script's name -> text in it -> Danish."""


def words_of(path: str) -> dict[str, str]:
    """The texts to put in where `path` is asked for; none where it is no script of the list."""
    folder, _, name = path.rpartition("/")
    if not (folder.endswith("static/js") and name.endswith(".js")):
        return {}
    return next((texts for start, texts in SCRIPTS.items() if name.startswith(start)), {})


def translated(script: bytes, texts: dict[str, str]) -> bytes:
    """The script with the texts put in."""
    for english, danish in texts.items():
        script = script.replace(english.encode(), danish.encode())
    return script


class Translation:
    """A script's answer on its way out: held back until it is whole, then sent with the texts put in."""

    def __init__(self, send: Send, texts: dict[str, str]) -> None:
        self._send, self._texts = send, texts
        self._start: Message = {}
        self._body = b""

    async def __call__(self, message: Message) -> None:
        """Take one message of the answer."""
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = translated(self._body, self._texts)
        length = [(b"content-length", str(len(body)).encode())] if body else []
        kept = [pair for pair in self._start["headers"] if not (body and pair[0] == b"content-length")]
        await self._send({**self._start, "headers": [*kept, *length]})
        await self._send({"type": "http.response.body", "body": body})
