"""The fine for an obligation not met."""

from registry.compliance.commands import ImposeFine
from registry.compliance.penalties import FEN_PER_CNY, fine_range
from registry.compliance.records import (
    NOTE_CHARACTERS_MAX,
    check_not_done,
    locked_entity,
    plain_steps,
    position_now,
    record,
)
from registry.compliance.refused_compliance import FineNotDue, FineOutsideRange
from registry.compliance.statuses import STATUS_NAMES, Status
from registry.ledger.units import check_quantity
from registry.rules.amendments import rule_book
from registry.worlds.actors import Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.texts import check_text

PRICE_FEN_MAX = 10**9
FINE_FEN_MAX = 10**16


def impose_fine(session: WorldSession, command: ImposeFine, actor: Actor) -> dict[str, object]:
    """Fine an entity for what was missing at the deadline, even if it was handed in since.

    Raises:
        RoleMissing: the actor is neither operator nor regulator.
        UnknownEntity: there is no such entity.
        CycleStepDone: it was fined for this year.
        FineNotDue: nothing is missing, or the deadline has not passed.
        QuantityOutOfRange, TextInvalid: amount, price or note cannot be used.
        RuleNotInForce, RuleUnset: the market's rules name no fine.
        FineOutsideRange: the amount is below or above the law's range.
    """
    actor.check_role(Role.OPERATOR, Role.REGULATOR)
    entity = locked_entity(session, command.entity)
    check_not_done(session, entity, command.year, "fine")
    at = position_now(session, entity, command.year)
    today = session.clock.today()
    status, short_t = at.status(today), at.short_at_deadline_t(today)
    if status not in {Status.SHORT, Status.MET_LATE} or at.due_on is None or not short_t:
        raise FineNotDue(entity=entity.number, year=command.year, reason=STATUS_NAMES[status])
    price = check_quantity(command.mean_price_fen, "mean_price_fen", PRICE_FEN_MAX)
    amount = check_quantity(command.amount_fen, "amount_fen", FINE_FEN_MAX)
    rules = rule_book(session)
    lawful = fine_range(rules, entity.scheme, short_t, price, at.due_on, today)
    if not lawful.least_fen <= amount <= lawful.most_fen:
        raise FineOutsideRange(
            amount=_cny(amount),
            minimum=_cny(lawful.least_fen),
            maximum=_cny(lawful.most_fen),
            field="amount_fen",
        )
    note = command.note and check_text(command.note, "note", NOTE_CHARACTERS_MAX)
    record(
        session,
        entity,
        command.year,
        "fine",
        actor,
        quantity=short_t,
        amount_fen=amount,
        note=note,
        detail={
            "steps": plain_steps(lawful.steps),
            "mean_price_fen": price,
            "deducts_next_year": lawful.deducts_next_year,
        },
    )
    return {
        "entity": entity.number,
        "year": command.year,
        "missing_t": short_t,
        "amount_fen": amount,
        "deducts_next_year": lawful.deducts_next_year,
    }


def _cny(amount_fen: int) -> str:
    return f"{amount_fen // FEN_PER_CNY:,}.{amount_fen % FEN_PER_CNY:02d}"
