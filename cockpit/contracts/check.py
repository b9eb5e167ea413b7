"""One answer of a health check of the installation: what was looked at, how it stands, and what to do."""

from dataclasses import dataclass
from enum import StrEnum


class CheckStatus(StrEnum):
    """`WARN` works, but should be seen to; `FAIL` does not work, or figures cannot be trusted."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """`said` and `to_do` are Danish; `to_do` is empty where there is nothing to do."""

    name: str
    title: str
    status: CheckStatus
    said: str
    to_do: str = ""

    @classmethod
    def of(cls, name: str, title: str, said: str, *, fail: str = "", warn: str = "") -> "Check":
        """A check that fails where `fail` says what to do, warns where `warn` does, and is in order otherwise."""
        status = CheckStatus.FAIL if fail else CheckStatus.WARN if warn else CheckStatus.OK
        return cls(name, title, status, said, fail or warn)
