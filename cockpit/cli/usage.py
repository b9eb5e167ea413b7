"""Help and wrong usage in Danish: click words both in English, and hands the parts over to whoever formats them."""

import re
from collections.abc import Iterable

import click

_HEADING = {"Options": "Valg", "Commands": "Kommandoer", "Arguments": "Angives"}
_HELP = {
    "Show this message and exit.": "Vis denne hjælp.",
    "Show the version and exit.": "Vis versionen.",
    "[required]": "[skal angives]",
    "[default: ": "[ellers: ",
}
_SAID = (
    (r"Invalid value for ['\"]?(.+?)['\"]?: (.*)", r"\1: \2"),
    (r"Invalid value: ", ""),
    (r"'(.*?)' is not one of (.+)\.", r"«\1» er ikke en af \2."),
    (r"'(.*?)' is not a valid (?:integer|int|float)(?: range)?\.", r"«\1» er ikke et tal."),
    (r"(\S+) is not in the range (\d+)<=x<=(\d+)\.", r"\1 ligger ikke i \2-\3."),
    (r"(\S+) is not in the range (.+)\.", r"\1 ligger ikke i \2."),
    (r"Argument '(.+)' takes (\d+) values\.", r"Angiv \2 værdier til \1."),
    (r"(?:File|Path|Directory) '(.+)' does not exist\.", r"«\1» findes ikke."),
    (r"(?:File|Path) '(.+)' is a directory\.", r"«\1» er en mappe; angiv en fil."),
    (r"(?:Directory|Path) '(.+)' is a file\.", r"«\1» er en fil; angiv en mappe."),
    (r"(?:File|Path|Directory) '(.+)' is not (?:readable|writable)\.", r"«\1» må ikke læses eller skrives."),
    (r"No such command '(.+)'\.", r"Kommandoen «\1» findes ikke."),
    (r"No such option:? '?([^\s'.]+)'?", r"Valget \1 findes ikke"),
    (r"Did you mean one of: (.+)\?", r"Mente du en af: \1?"),
    (r"Did you mean (.+)\?", r"Mente du \1?"),
    (r"Missing (?:argument|option|parameter):? ['\"](.+)['\"]\.", r"Angiv \1."),
    (r"Option '(.+)' requires (?:an argument|\d+ arguments)\.", r"Valget \1 skal have en værdi."),
    (r"Option '(.+)' does not take a value\.", r"Valget \1 skal ikke have en værdi."),
    (r"Got unexpected extra arguments? \((.+)\)", r"Der er for mange ord: \1."),
    (r"Missing command\.", "Angiv en kommando."),
    (r"Choose from:", "Vælg en af:"),
)
"""What click says, and how it is told; in this order, since one message may hold several."""


class DanishHelp(click.HelpFormatter):
    """click's help under Danish headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The first line."""
        super().write_usage(
            prog, args.replace("[OPTIONS]", "[VALG]").replace("COMMAND", "KOMMANDO"), prefix or "Brug: "
        )

    def write_heading(self, heading: str) -> None:
        """A section's name."""
        super().write_heading(_HEADING.get(heading, heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Options or commands with what each does."""
        super().write_dl([(name, _replaced(text)) for name, text in rows], col_max, col_spacing)


def _replaced(text: str) -> str:
    for english, danish in _HELP.items():
        text = text.replace(english, danish)
    return text


def wrong_usage(error: click.ClickException) -> str:
    """What is wrong with a command line, and where its help is."""
    text = error.format_message()
    for said, told in _SAID:
        text = re.sub(said, told, text)
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f"{text}\nSe «{context.command_path} --help»." if context else text
