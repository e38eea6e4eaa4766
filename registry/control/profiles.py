"""Control profiles: which kinds need a second person or a second factor, what waits, how much."""

from dataclasses import dataclass
from datetime import date, time

from registry.rules.book import EVERYBODY, RuleBook

SCHEME = "control"
OPEN = "open"
_SECOND_PERSON = "second_person_"
_STEP_UP = "step_up_"


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlProfile:
    """What a world demands of people.

    Args:
        name: of the profile.
        second_person: kinds of command that another person must approve.
        step_up: kinds that take a fresh second factor.
        second_factor_minutes: how long a second factor stays fresh.
        transfer_delay_working_days: how long a transfer to an account not trusted waits.
        trusted_delay_working_days: how long a new entry of a trusted list waits.
        transfer_limit_units: most units of one transfer to an account not trusted; None: no limit.
        daily_limit_units: most units an account sends to such accounts a day; None: no limit.
        window_opens: time of working days from which such transfers are carried out; None: always.
        window_closes: time until which.
        proposal_working_days: how long a proposal waits for its second person.
    """

    name: str
    second_person: frozenset[str] = frozenset()
    step_up: frozenset[str] = frozenset()
    second_factor_minutes: int = 15
    transfer_delay_working_days: int = 0
    trusted_delay_working_days: int = 0
    transfer_limit_units: int | None = None
    daily_limit_units: int | None = None
    window_opens: time | None = None
    window_closes: time | None = None
    proposal_working_days: int = 10


def control_profile(rules: RuleBook, name: str, day: date) -> ControlProfile:
    """Return a profile as the rules of a day describe it.

    Raises:
        RuleNotInForce: a number that holds for every profile is not in force.
    """

    def number(key: str) -> int | None:
        found = rules.find(SCHEME, key, day, name)
        return None if found is None else found.whole

    def hour(key: str) -> time | None:
        found = rules.find(SCHEME, key, day, name)
        return None if found is None else time.fromisoformat(found.text)

    def kinds(prefix: str) -> frozenset[str]:
        return frozenset(
            each.key.removeprefix(prefix)
            for each in rules.in_force(day, SCHEME)
            if each.applies_to in {name, EVERYBODY} and each.key.startswith(prefix) and each.whole
        )

    return ControlProfile(
        name=name,
        second_person=kinds(_SECOND_PERSON),
        step_up=kinds(_STEP_UP),
        second_factor_minutes=number("second_factor_minutes") or 0,
        transfer_delay_working_days=number("transfer_delay_working_days") or 0,
        trusted_delay_working_days=number("trusted_delay_working_days") or 0,
        transfer_limit_units=number("transfer_limit_units"),
        daily_limit_units=number("daily_limit_units"),
        window_opens=hour("window_opens"),
        window_closes=hour("window_closes"),
        proposal_working_days=rules.parameter(SCHEME, "proposal_working_days", day, name).whole,
    )


def profile_names(rules: RuleBook, day: date) -> list[str]:
    """Return the names of the profiles, `open` first."""
    named = {each.applies_to for each in rules.in_force(day, SCHEME)} - {EVERYBODY, OPEN}
    return [OPEN, *sorted(named)]
