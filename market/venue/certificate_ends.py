"""What ends on the market before certificates go: they expire, are frozen, or are cancelled."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from registry.green_certificates import (
    CancelExcluded,
    ExpireCertificates,
    FreezeCertificates,
    covered_places,
)
from registry.ledger import UnitKind, find_unit_type
from registry.worlds import Actor, Command, WorldSession

AnyHandler = Callable[[WorldSession, Any, Actor], Mapping[str, object]]


class CertificateEnds(NamedTuple):
    """How a mode of trading lets go of certificates.

    Args:
        of_type: end what trades a unit type, by its id.
        of_place: end what an account offers of a unit type, by their ids.
    """

    of_type: Callable[[WorldSession, int], None]
    of_place: Callable[[WorldSession, int, int], None]


def after_trading_ends(
    handlers: Mapping[type[Command], AnyHandler], modes: Sequence[CertificateEnds]
) -> dict[type, AnyHandler]:
    """Return the registry's handlers that take certificates away, each after trading in them.

    Args:
        handlers: of the registry.
        modes: those in which certificates trade, in the order in which they let go.
    """

    def of_type(session: WorldSession, command: ExpireCertificates) -> None:
        unit_type = find_unit_type(session, command.unit_type, UnitKind.CERTIFICATE)
        for mode in modes:
            mode.of_type(session, unit_type.id)

    def of_claim(session: WorldSession, command: FreezeCertificates | CancelExcluded) -> None:
        places = covered_places(session, command.claim_id)
        for mode in modes:
            for account_id, unit_type_id in places:
                mode.of_place(session, account_id, unit_type_id)

    return {
        ExpireCertificates: _first(of_type, handlers[ExpireCertificates]),
        FreezeCertificates: _first(of_claim, handlers[FreezeCertificates]),
        CancelExcluded: _first(of_claim, handlers[CancelExcluded]),
    }


def _first(end: Callable[[WorldSession, Any], None], handler: AnyHandler) -> AnyHandler:
    def handle(session: WorldSession, command: Any, actor: Actor) -> Mapping[str, object]:
        end(session, command)
        return handler(session, command, actor)

    return handle
