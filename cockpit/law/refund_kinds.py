"""The kinds of central refund, as `data/reference/refund_kinds.yaml` tells them."""

from functools import cache

import yaml
from pydantic import BaseModel, ConfigDict

from cockpit.contracts.paths import REFERENCE

EVERY = "*"


class RefundKind(BaseModel):
    """One kind of refund. `share`: name of the dated parameter; None for the especially expensive cases (bands)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    share: str | None
    paragraphs: tuple[str, ...]
    functions: tuple[str, ...]
    reference: str
    status: str


@cache
def refund_kinds() -> tuple[RefundKind, ...]:
    """Every kind, in the order in which a posting's function is compared."""
    content = yaml.safe_load((REFERENCE / "refund_kinds.yaml").read_text(encoding="utf-8"))
    return tuple(RefundKind.model_validate({"name": name, **fields}) for name, fields in content.items())
