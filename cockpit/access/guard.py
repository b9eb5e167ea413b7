"""The guard. Which pages are registered is comfort; this, and the store's scope, is protection."""

from cockpit.contracts.errors import AccessDenied
from cockpit.contracts.scope import ROLE_TITLE, Role, Scope


def require(scope: Scope, *roles: Role) -> None:
    """Pass where the scope's role is one of `roles`; else AccessDenied, saying in Danish who may."""
    if scope.role in roles:
        return
    allowed = [ROLE_TITLE[role] for role in roles if role is not Role.ENGINE]
    who = " eller ".join(allowed) if allowed else "ingen bruger"
    raise AccessDenied(
        f"Du er logget ind som {ROLE_TITLE[scope.role]}. Dette kræver rollen {who}. "
        "Bed administratoren om adgang, hvis du skal bruge den."
    )
