"""What the ledger's door asks of green certificates: do they count, and may they be sold.

The first sale or use of a meter's month claims it for green certificates, so that no reduction
project can claim it afterwards; where one has claimed it before, the units do not move.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import col, select

from registry.claims.models import SourceClaim
from registry.claims.refused_claims import SourceClaimed
from registry.claims.rules import GEC, USE
from registry.claims.services import claim, lock_source
from registry.green_certificates.exclusions import SYSTEM_ACCOUNTS
from registry.green_certificates.models import CertificateBatch, CertificateType, DeviceMeter
from registry.green_certificates.rules import month_last, month_text, use_fits
from registry.ledger.balances import Leg, SystemAccount
from registry.ledger.blocks import Block
from registry.ledger.door import Move
from registry.ledger.models import Issuance, UnitBlock, UnitType
from registry.ledger.refused_certificates import (
    CertificateExpired,
    CertificateFrozen,
    CertificateNotTradable,
    CertificateTransferredBefore,
    UsePeriodOutsideValidity,
)
from registry.ledger.serials import SerialRange, total
from registry.ledger.unit_types import UnitTypeFacts
from registry.parties.models import Account
from registry.worlds.database import WorldSession

USED = frozenset({int(SystemAccount.RETIREMENT), int(SystemAccount.SURRENDER)})


class _Terms(NamedTuple):
    code: str
    month: date
    tradable: bool
    single_transfer: bool
    valid_until: date


class _Origin(NamedTuple):
    """Where a run of serials comes from."""

    first: int
    last: int
    party_id: int | None
    meter: str


class CertificateRules:
    """The door's rules for units of the kind certificate; types without terms pass."""

    def check_reservation(
        self, session: WorldSession, account_id: int, unit_type_id: int, reserved: int
    ) -> None:
        """Refuse to offer certificates that do not count, are not tradable or were sold before.

        Raises:
            CertificateExpired, CertificateNotTradable, CertificateTransferredBefore.
        """
        terms = _terms(session, unit_type_id)
        if terms is None:
            return
        _check_counts(session, terms)
        _check_tradable(terms)
        if not terms.single_transfer:
            return
        statement = select(UnitBlock).where(
            UnitBlock.account_id == account_id, UnitBlock.unit_type_id == unit_type_id
        )
        blocks = session.exec(statement.execution_options(populate_existing=True)).all()
        own = _unsold(
            session,
            account_id,
            [Block(row.serial_first, row.serial_last, row.issuance_id) for row in blocks],
        )
        if total(own) < reserved:
            raise _sold_before(session, terms, account_id, reserved, total(own))

    def choose(
        self, session: WorldSession, leg: Leg, blocks: Sequence[Block]
    ) -> tuple[SerialRange, ...]:
        """Return the lowest certificates that may still be sold, if this is a sale.

        Raises:
            CertificateTransferredBefore: fewer may.
        """
        source, target = leg.from_account_id, leg.to_account_id
        if source in SYSTEM_ACCOUNTS or target in SYSTEM_ACCOUNTS:
            return ()
        terms = _terms(session, leg.unit_type_id)
        parties = _parties(session, (source, target))
        if terms is None or not terms.single_transfer or parties[source] == parties[target]:
            return ()
        own = _unsold(session, source, blocks)
        if total(own) < leg.quantity:
            raise _sold_before(session, terms, source, leg.quantity, total(own))
        return _lowest(own, leg.quantity)

    def check_moves(self, session: WorldSession, moves: Sequence[Move]) -> None:
        """Refuse sales and uses that the rules do not allow; claim the months of the others.

        Raises:
            CertificateExpired, CertificateNotTradable, CertificateTransferredBefore,
            CertificateFrozen.
        """
        parties = _parties(
            session, {id_ for move in moves for id_ in (move.from_account_id, move.to_account_id)}
        )
        for move in moves:
            source, target = move.from_account_id, move.to_account_id
            leaves = source not in SYSTEM_ACCOUNTS
            if not leaves or (target in SYSTEM_ACCOUNTS and target not in USED):
                continue
            terms = _terms(session, move.unit_type_id)
            if terms is None:
                continue
            _check_counts(session, terms)
            sold = target not in SYSTEM_ACCOUNTS and parties[source] != parties[target]
            origins = _origins(session, move)
            if sold:
                _check_tradable(terms)
                _check_unsold(session, terms, move, origins, parties[source])
            if sold or target in USED:
                _claim(session, terms, origins)

    def check_use(
        self,
        session: WorldSession,
        unit_type: UnitTypeFacts,
        period_from: date | None,
        period_to: date | None,
    ) -> None:
        """Refuse a use in a period without a day on which the certificates count.

        Raises:
            UsePeriodOutsideValidity.
        """
        terms = _terms(session, unit_type.id)
        if terms is None or period_from is None or period_to is None:
            return
        if not use_fits(period_from, period_to, terms.month, terms.valid_until):
            raise UsePeriodOutsideValidity(
                unit_type=unit_type.code,
                valid_from=terms.month.isoformat(),
                valid_until=terms.valid_until.isoformat(),
                period=f"{period_from} – {period_to}",
                reason="",
                field="period_to",
            )


def _terms(session: WorldSession, unit_type_id: int) -> _Terms | None:
    statement = (
        select(UnitType.code, CertificateType)
        .join(UnitType, col(UnitType.id) == col(CertificateType.unit_type_id))
        .where(CertificateType.unit_type_id == unit_type_id)
    )
    row = session.exec(statement).first()
    if row is None:
        return None
    code, terms = row
    return _Terms(code, terms.month, terms.tradable, terms.single_transfer, terms.valid_until)


def _check_counts(session: WorldSession, terms: _Terms) -> None:
    if session.clock.today() > terms.valid_until:
        raise CertificateExpired(
            unit_type=terms.code, valid_until=terms.valid_until.isoformat(), field="unit_type"
        )


def _check_tradable(terms: _Terms) -> None:
    if not terms.tradable:
        raise CertificateNotTradable(unit_type=terms.code, field="unit_type")


def _parties(session: WorldSession, account_ids: Iterable[int]) -> dict[int, int | None]:
    statement = select(Account.id, Account.party_id).where(col(Account.id).in_(set(account_ids)))
    return {id_: party_id for id_, party_id in session.exec(statement) if id_ is not None}


def _unsold(session: WorldSession, account_id: int, blocks: Sequence[Block]) -> list[SerialRange]:
    """Return the blocks that were issued to the holder itself, in serial order."""
    party_id = _parties(session, (account_id,))[account_id]
    ids = {block.issuance_id for block in blocks}
    statement = (
        select(Issuance.id)
        .join(Account, col(Account.id) == col(Issuance.account_id))
        .where(col(Issuance.id).in_(ids), Account.party_id == party_id)
    )
    own = set(session.exec(statement))
    return sorted(SerialRange(b.first, b.last) for b in blocks if b.issuance_id in own)


def _lowest(runs: Sequence[SerialRange], quantity: int) -> tuple[SerialRange, ...]:
    taken = []
    for run in runs:
        size = min(run.quantity, quantity)
        if size:
            taken.append(SerialRange(run.first, run.first + size - 1))
        quantity -= size
    return tuple(taken)


def _origins(session: WorldSession, move: Move) -> list[_Origin]:
    """Return the meters whose generation a run of serials is, with whom they were issued to."""
    statement = (
        select(Issuance.serial_first, Issuance.serial_last, Account.party_id, DeviceMeter.meter)
        .join(CertificateBatch, col(CertificateBatch.issuance_id) == col(Issuance.id))
        .join(DeviceMeter, col(DeviceMeter.id) == col(CertificateBatch.meter_id))
        .join(Account, col(Account.id) == col(Issuance.account_id))
        .where(
            Issuance.unit_type_id == move.unit_type_id,
            col(Issuance.serial_first) <= move.last,
            col(Issuance.serial_last) >= move.first,
        )
    )
    return [_Origin(*row) for row in session.exec(statement)]


def _check_unsold(
    session: WorldSession,
    terms: _Terms,
    move: Move,
    origins: Sequence[_Origin],
    seller: int | None,
) -> None:
    if not terms.single_transfer:
        return
    asked = move.last - move.first + 1
    own = sum(
        min(origin.last, move.last) - max(origin.first, move.first) + 1
        for origin in origins
        if origin.party_id == seller
    )
    if own < asked:
        raise _sold_before(session, terms, move.from_account_id, asked, own)


def _sold_before(
    session: WorldSession, terms: _Terms, account_id: int, requested: int, available: int
) -> CertificateTransferredBefore:
    number = session.exec(select(Account.number).where(Account.id == account_id)).one()
    return CertificateTransferredBefore(
        unit_type=terms.code,
        account=number,
        requested=requested,
        available=available,
        field="quantity",
    )


def _claim(session: WorldSession, terms: _Terms, origins: Sequence[_Origin]) -> None:
    """Claim the month of each meter for green certificates, unless it was claimed so before."""
    for meter in sorted({origin.meter for origin in origins}):
        lock_source(session, meter)
        statement = select(SourceClaim.id).where(
            SourceClaim.source == meter,
            SourceClaim.mechanism == GEC,
            SourceClaim.state == "active",
            SourceClaim.period_from == terms.month,
        )
        if session.exec(statement).first() is not None:
            continue
        try:
            claim(
                session,
                mechanism=GEC,
                kind=USE,
                source=meter,
                period_from=terms.month,
                period_to=month_last(terms.month),
                reference=terms.code,
            )
        except SourceClaimed as refused:
            raise CertificateFrozen(
                unit_type=terms.code,
                meter=meter,
                month=month_text(terms.month),
                reference=refused.facts["reference"],
                field="unit_type",
            ) from None
