"""Who may ask for what: each endpoint declares it beside its view, and it is enforced here.

`@public`, `@signed_in` and `@for_roles(Role.OPERATOR, …)` mark a view; an application with an
endpoint that declares nothing does not start. What depends on the record asked for (whose account,
whose project) is decided by the services, by mandate. A regulator may read whatever anybody may
read, and changes nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar, cast

from flask import Flask, request
from flask_security import current_user

from registry.worlds import Actor, Role
from web.errors import SignInRequiredError

View = TypeVar("View", bound=Callable[..., Any])

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_DECLARED: Final = "tanlab_access"


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask for an endpoint.

    Args:
        sign_in: only who has signed in.
        roles: only who has one of these; empty: any role or none.
    """

    sign_in: bool
    roles: frozenset[Role] = frozenset()

    def permits(self, roles: frozenset[Role], method: str) -> bool:
        """Tell whether somebody signed in with these roles may ask by this method."""
        if not self.roles or not self.roles.isdisjoint(roles):
            return True
        return method in SAFE_METHODS and Role.REGULATOR in roles


PUBLIC: Final = Access(sign_in=False)
SIGNED_IN: Final = Access(sign_in=True)

LIBRARIES: Final[Mapping[str, Access]] = {
    "static": PUBLIC,
    "security.static": PUBLIC,
    "security.login": PUBLIC,
    "security.logout": PUBLIC,
    "security.change_password": SIGNED_IN,
    "security.verify": SIGNED_IN,
}
"""What the endpoints of libraries are open to; they enforce it themselves as well."""


class UndeclaredEndpointError(Exception):
    """Endpoints say nothing about who may ask for them: a defect of the program."""


def public(view: View) -> View:
    """Declare that anybody may ask for a view."""
    return _declare(view, PUBLIC)


def signed_in(view: View) -> View:
    """Declare that whoever is signed in may ask for a view."""
    return _declare(view, SIGNED_IN)


def for_roles(*roles: Role) -> Callable[[View], View]:
    """Declare that a view is for people with one of the roles."""
    if not roles:
        raise ValueError("name the roles, or declare the view signed_in")
    access = Access(sign_in=True, roles=frozenset(roles))
    return lambda view: _declare(view, access)


def access_of(app: Flask, endpoint: str) -> Access | None:
    """Return what an endpoint declares, None if it declares nothing."""
    if endpoint in LIBRARIES:
        return LIBRARIES[endpoint]
    return cast("Access | None", getattr(app.view_functions[endpoint], _DECLARED, None))


def undeclared(app: Flask) -> list[str]:
    """Return the endpoints that say nothing about who may ask for them."""
    return sorted(name for name in app.view_functions if access_of(app, name) is None)


def init_app(app: Flask) -> None:
    """Enforce the declarations; register every view before.

    Raises:
        UndeclaredEndpointError: an endpoint declares nothing.
    """
    if silent := undeclared(app):
        raise UndeclaredEndpointError(", ".join(silent))

    app.jinja_env.globals["may_ask"] = lambda endpoint, method="POST": _may_ask(
        app, endpoint, method
    )

    @app.before_request
    def _enforce() -> None:
        if request.endpoint is None:
            return
        access = access_of(app, request.endpoint)
        assert access is not None
        check_access(access, request.method)


def check_access(access: Access, method: str) -> None:
    """Refuse who may not ask.

    Raises:
        SignInRequiredError: nobody is signed in, and somebody must be.
        RoleMissing: the person has none of the roles.
    """
    if not access.sign_in:
        return
    if not current_user.is_authenticated:
        raise SignInRequiredError
    held = current_roles()
    if not access.permits(held, method):
        Actor(current_user.email, held).check_role(*sorted(access.roles))


def _may_ask(app: Flask, endpoint: str, method: str) -> bool:
    """Tell templates whether the reader may ask for an endpoint, by what it declares."""
    access = access_of(app, endpoint)
    if access is None or not access.sign_in:
        return access is not None
    return current_user.is_authenticated and access.permits(current_roles(), method)


def current_roles() -> frozenset[Role]:
    """Return the roles of the signed-in person, none for a visitor."""
    if not current_user.is_authenticated:
        return frozenset()
    known = {role.value: role for role in Role}
    return frozenset(known[role.name] for role in current_user.roles if role.name in known)


def _declare(view: View, access: Access) -> View:
    setattr(view, _DECLARED, access)
    return view
