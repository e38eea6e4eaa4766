"""What people of clearing see: all of it for those who oversee, else what is their own."""

from dataclasses import dataclass

from market.clearing import (
    RESERVE_SHARE,
    ClaimView,
    ClearedDay,
    DisputeView,
    HouseCash,
    claims,
    cleared_days,
    disputes,
    house_cash,
)
from registry.rules import RuleParameter, rule_book
from registry.worlds import WorldSession
from web.acting import acting, oversees

DAYS_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Clearing as the signed-in person sees it; `house` only for those who oversee."""

    days: tuple[ClearedDay, ...]
    claims: tuple[ClaimView, ...]
    disputes: tuple[DisputeView, ...]
    house: HouseCash | None
    reserve_share: RuleParameter
    own_ids: frozenset[int]


def desk(session: WorldSession) -> Desk:
    """Return what the signed-in person may see of clearing.

    Raises:
        SignInRequiredError: nobody is signed in.
    """
    actor = acting(session)
    sees_all = oversees(actor)
    objections = disputes(session)
    return Desk(
        days=tuple(cleared_days(session, DAYS_SHOWN)),
        claims=tuple(claims(session, None if sees_all else actor.seen_ids)),
        disputes=tuple(each for each in objections if sees_all or each.party_id in actor.seen_ids),
        house=house_cash(session) if sees_all else None,
        reserve_share=rule_book(session).parameter("control", RESERVE_SHARE, session.clock.today()),
        own_ids=actor.party_ids,
    )
