"""Holdings by class of holder, in which no single party's holding can be read off.

A class (unit type and kind of party) with fewer holders than the threshold is not shown alone. Such
classes are joined into one called `other`; as the totals of a unit type are public, a joined class
that still had too few holders would be the difference between the total and the rest, so the next
smallest class joins it until it has enough. Where a whole unit type has fewer holders than the
threshold, `other` is its public total, and that alone is shown, without how many hold it.
"""

from typing import Any

from sqlalchemy import Select, case, func, literal, null, select
from sqlmodel import col

from registry.ledger.models import UnitType
from registry.parties.models import Account, Party
from registry.reporting.report_queries import Asked, balances

OTHER = "other"


def holdings_by_class(asked: Asked) -> Select[Any]:
    """Return unit type, class of holder, how many hold and how much they hold together.

    Args:
        asked: as of which date, and the fewest holders of a class that is shown by itself.
    """
    held = balances(asked)
    parties = (
        select(
            held.c.unit_type_id,
            col(Party.id).label("party_id"),
            col(Party.kind).label("holder"),
            func.sum(held.c.quantity).label("quantity"),
        )
        .join(Account, col(Account.id) == held.c.account_id)
        .join(Party, col(Party.id) == col(Account.party_id))
        .where(held.c.quantity != 0)
        .group_by(held.c.unit_type_id, col(Party.id), col(Party.kind))
        .having(func.sum(held.c.quantity) > 0)
        .subquery()
    )
    classes = (
        select(
            parties.c.unit_type_id,
            parties.c.holder,
            func.count().label("holders"),
            func.sum(parties.c.quantity).label("quantity"),
        )
        .group_by(parties.c.unit_type_id, parties.c.holder)
        .subquery()
    )
    smaller = func.coalesce(
        func.sum(classes.c.holders).over(
            partition_by=classes.c.unit_type_id,
            order_by=(classes.c.holders, classes.c.holder),
            rows=(None, -1),
        ),
        0,
    )
    ranked = select(classes, smaller.label("smaller")).subquery()
    joins = (ranked.c.holders < asked.holders_min) | (
        (ranked.c.smaller > 0) & (ranked.c.smaller < asked.holders_min)
    )
    shown = case((joins, literal(OTHER)), else_=ranked.c.holder).label("holder")
    counted = func.sum(ranked.c.holders)
    return (
        select(
            col(UnitType.code).label("unit_type"),
            col(UnitType.kind).label("kind"),
            shown,
            case((counted >= asked.holders_min, counted), else_=null()).label("holders"),
            func.sum(ranked.c.quantity).label("quantity"),
            col(UnitType.measure).label("measure"),
            (col(UnitType.code) + func.min(ranked.c.holder)).label("row_key"),
        )
        .join(ranked, ranked.c.unit_type_id == col(UnitType.id))
        .where(col(UnitType.kind) != "cash")
        .group_by(col(UnitType.id), shown)
    )
