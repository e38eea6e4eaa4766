"""Series, offers, calls and positions by their names, and what accounts have free."""

from typing import Final, NamedTuple, TypeVar

from sqlalchemy import select as pick
from sqlmodel import col, select

from market.derivatives.margin import Holding, MarginTerms
from market.derivatives.models import ContractSeries, MarginCall, SeriesOffer, SeriesPosition
from market.rules.refused_series import UnknownMarginCall, UnknownSeries, UnknownSeriesOffer
from market.venue.resale import available_t
from registry.ledger import CASH_UNIT_TYPE_ID, SystemAccount
from registry.worlds import WORLD_METADATA, RegistryError, WorldRecord, WorldSession

CODE_CHARACTERS_MAX: Final = 24
NUMBER_MAX: Final = 2**63 - 1
CENTRAL_COUNTERPARTY: Final = int(SystemAccount.CENTRAL_COUNTERPARTY)

Record = TypeVar("Record", bound=WorldRecord)


class AccountState(NamedTuple):
    """What a settlement needs to know of an account."""

    number: str
    party_id: int | None
    status: str

    @property
    def is_open(self) -> bool:
        """Return whether it may send and receive."""
        return self.status == "open"


def find_series(session: WorldSession, code: str, *, lock: bool = False) -> ContractSeries:
    """Return a series; locked, its positions are this unit of work's alone.

    Raises:
        UnknownSeries: none has the code.
    """
    known = code.isascii() and code.isprintable() and len(code) <= CODE_CHARACTERS_MAX
    statement = select(ContractSeries).where(ContractSeries.code == code)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    series = session.exec(statement).first() if known else None
    if series is None:
        raise UnknownSeries(series=code[:CODE_CHARACTERS_MAX], field="series")
    return series


def lock_series(session: WorldSession, series_id: int) -> ContractSeries:
    """Return a series of which an offer or position was found, locked."""
    statement = select(ContractSeries).where(ContractSeries.id == series_id).with_for_update()
    return session.exec(statement.execution_options(populate_existing=True)).one()


def find_series_offer(session: WorldSession, number: int) -> SeriesOffer:
    """Return an offer.

    Raises:
        UnknownSeriesOffer: none has the number.
    """
    return _numbered(
        session, SeriesOffer, number, UnknownSeriesOffer(offer=str(number)[:20], field="offer")
    )


def find_margin_call(session: WorldSession, number: int) -> MarginCall:
    """Return a margin call.

    Raises:
        UnknownMarginCall: none has the number.
    """
    return _numbered(
        session, MarginCall, number, UnknownMarginCall(call=str(number)[:20], field="call")
    )


def position_of(session: WorldSession, series: ContractSeries, account_id: int) -> SeriesPosition:
    """Return an account's position in a locked series, a new empty one if it has none."""
    statement = select(SeriesPosition).where(
        SeriesPosition.series_id == series.id, SeriesPosition.account_id == account_id
    )
    found = session.exec(statement.execution_options(populate_existing=True)).first()
    if found is None:
        found = SeriesPosition(series_id=id_of(series.id), account_id=account_id)
        session.add(found)
        session.flush()
    return found


def positions(session: WorldSession, series: ContractSeries) -> list[SeriesPosition]:
    """Return the positions of a locked series that still count, by account."""
    statement = (
        select(SeriesPosition)
        .where(
            SeriesPosition.series_id == series.id,
            (col(SeriesPosition.net) != 0) | (col(SeriesPosition.value_fen) != 0),
        )
        .order_by(col(SeriesPosition.account_id))
        .execution_options(populate_existing=True)
    )
    return list(session.exec(statement).all())


def held(position: SeriesPosition) -> Holding:
    """Return the value of a position's row."""
    return Holding(position.net, position.value_fen)


def hold(position: SeriesPosition, holding: Holding) -> None:
    """Write a value into a position's row."""
    position.net, position.value_fen = holding


def margin_terms(series: ContractSeries) -> MarginTerms:
    """Return what decides the margins of a series."""
    return MarginTerms(
        series.size_t, series.initial_bp, series.maintenance_bp, series.kind == "option"
    )


def margin_fen(session: WorldSession, position: SeriesPosition) -> int:
    """Return the margin that is reserved for a position, fen."""
    if position.reservation_id is None:
        return 0
    reservation = WORLD_METADATA.tables["reservation"]
    statement = pick(reservation.c.remaining).where(
        reservation.c.id == position.reservation_id, reservation.c.state == "open"
    )
    return int(session.connection().execute(statement).scalar() or 0)


def free_fen(session: WorldSession, account_id: int) -> int:
    """Return the cash of an account that is not set aside, locked, fen."""
    return available_t(session, account_id, CASH_UNIT_TYPE_ID)


def account_state(session: WorldSession, account_id: int) -> AccountState:
    """Return number, party and state of an account."""
    account = WORLD_METADATA.tables["account"]
    statement = pick(account.c.number, account.c.party_id, account.c.status).where(
        account.c.id == account_id
    )
    number, party_id, status = session.connection().execute(statement).one()
    return AccountState(number, party_id, status)


def id_of(number: int | None) -> int:
    """Return the number of a stored row."""
    assert number is not None
    return number


def _numbered(
    session: WorldSession, kind: type[Record], number: int, refusal: RegistryError
) -> Record:
    found = session.get(kind, number) if 1 <= number <= NUMBER_MAX else None
    if found is None:
        raise refusal
    return found
