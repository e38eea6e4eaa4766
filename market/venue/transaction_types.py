"""What is asked of a venue itself, as data."""

from market.rules.errors import InstrumentExists, ReferencePriceInvalid, UnknownRules
from market.rules.refused_venue import ModeNotOpen
from market.venue.commands import OpenInstrument
from market.venue.opening import open_instrument
from registry.ledger import WrongUnitKind
from registry.worlds import Role, RoleMissing, TransactionType, UnknownUnitType, words

TRANSACTION_TYPES = (
    TransactionType(
        command=OpenInstrument,
        handler=open_instrument,
        name=words("List an instrument", "上市品种"),
        roles=frozenset({Role.OPERATOR}),
        checks=(
            RoleMissing,
            UnknownRules,
            ModeNotOpen,
            ReferencePriceInvalid,
            InstrumentExists,
            UnknownUnitType,
            WrongUnitKind,
        ),
    ),
)
