"""The rules as dated data, with how sure we are of each; the schemes; the working days."""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, request

from registry.rules import (
    CONFIDENCE_NAMES,
    RuleBook,
    RuleKeyUnknown,
    SchemeProfile,
    allowed_uses,
    applies_to_name,
    calendar_amendments,
    holiday_years,
    key_name,
    rule_amendments,
    rule_book,
    scheme_profile,
    scheme_profiles,
)
from registry.worlds import Role, reading
from web.access import current_roles, public
from web.acting import public_world
from web.errors import validated
from web.languages import current_language
from web.rules.tables import (
    RuleListing,
    RuleQuery,
    rule_value,
    rules_sought,
    scheme_name,
    schemes_of,
)
from web.rules.words import KIND_TEXTS, MEASURE_TEXTS, STATUS_TEXTS, USE_TEXTS

pages = Blueprint("rules", __name__)


@dataclass(frozen=True, slots=True)
class SchemeShown:
    """A scheme with what its units can be used for, and the rules that hold today."""

    profile: SchemeProfile
    uses: tuple[str, ...]
    rules: int
    unset: int


@pages.app_context_processor
def _words() -> dict[str, object]:
    return {
        "rule_value": rule_value,
        "rule_name": key_name,
        "rule_applies_to": applies_to_name,
        "rule_scheme": scheme_name,
        "confidence_names": CONFIDENCE_NAMES,
        "may_amend": Role.ADMINISTRATOR in current_roles(),
    }


@pages.get("/rules")
@public
def index() -> str:
    """List the rules that hold on a day, or all there are."""
    shown = RuleListing(validated(RuleQuery, dict(request.args.items())))
    with reading(public_world()) as session:
        book, today = rule_book(session), session.clock.today()
    found = rules_sought(book, shown.query, today, shown.sought, current_language())
    return render_template(
        "rules/index.html",
        listing=shown,
        found=found,
        today=today,
        schemes=schemes_of(book),
        unset=_unset(book, shown.query, today),
    )


@pages.get("/rules/<scheme>/<key>")
@public
def show(scheme: str, key: str) -> str:
    """Show one rule: every value it had, has or will have, and what amended it."""
    with reading(public_world()) as session:
        book, today = rule_book(session), session.clock.today()
        amendments = {each.id: each for each in rule_amendments(session, scheme, key)}
    history = book.history(scheme, key)
    if not history:
        raise RuleKeyUnknown(scheme=scheme[:60], key=key[:60], field="key", value=key[:60])
    holding = [each for each in book.in_force(today, scheme) if each.key == key]
    return render_template(
        "rules/show.html",
        scheme=scheme,
        key=key,
        history=sorted(history, key=lambda each: (each.applies_to, each.valid_from)),
        holding=holding,
        amendments=amendments,
        today=today,
    )


@pages.get("/rules/calendar")
@public
def calendar() -> str:
    """Show China's holidays and make-up working days, and what this world changed."""
    with reading(public_world()) as session:
        amended, today = calendar_amendments(session), session.clock.today()
    return render_template(
        "rules/calendar.html", years=reversed(holiday_years()), amended=amended, today=today
    )


@pages.get("/schemes")
@public
def all_schemes() -> str:
    """List every scheme by kind."""
    book, today = _book()
    shown = [_scheme(profile, book, today) for profile in scheme_profiles().values()]
    return render_template(
        "rules/schemes.html",
        groups=[
            (kind, [each for each in shown if each.profile.kind == kind]) for kind in KIND_TEXTS
        ],
        kinds=KIND_TEXTS,
        uses=USE_TEXTS,
        statuses=STATUS_TEXTS,
    )


@pages.get("/schemes/<code>")
@public
def scheme(code: str) -> str:
    """Show a scheme: who runs it, what its units can be used for, its rules of today."""
    profile = scheme_profile(code)
    book, today = _book()
    return render_template(
        "rules/scheme.html",
        shown=_scheme(profile, book, today),
        profile=profile,
        held=book.in_force(today, profile.scheme),
        accepted=[
            each
            for each in scheme_profiles().values()
            if each.kind == "credit"
            and profile.scheme in {meeting.scheme for meeting in each.meets}
        ],
        profiles=scheme_profiles(),
        measures=MEASURE_TEXTS,
        kinds=KIND_TEXTS,
        uses=USE_TEXTS,
        statuses=STATUS_TEXTS,
        today=today,
    )


def _unset(book: RuleBook, query: RuleQuery, today: date) -> int:
    """Return how many rules of the scheme shown have no value on the day."""
    held = book.in_force(query.as_of or today, query.view or None)
    return sum(not each.value for each in held)


def _book() -> tuple[RuleBook, date]:
    with reading(public_world()) as session:
        return rule_book(session), session.clock.today()


def _scheme(profile: SchemeProfile, book: RuleBook, today: date) -> SchemeShown:
    rules = book.in_force(today, profile.scheme)
    return SchemeShown(
        profile=profile,
        uses=allowed_uses(profile, book, today),
        rules=len(rules),
        unset=sum(not each.value for each in rules),
    )
