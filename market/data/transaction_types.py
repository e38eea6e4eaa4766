"""What is asked of the market's data, as data."""

from market.data.commands import OpenVintage, PublishBulletin
from market.data.new_vintages import open_vintage
from market.data.publishing import publish_bulletin
from market.data.refused_data import (
    BulletinPublished,
    BulletinTooEarly,
    UnknownBulletin,
    UnknownMarket,
)
from market.rules.errors import InstrumentExists, UnknownRules
from market.rules.refused_venue import ModeNotOpen, ReferencePriceUnknown
from registry.ledger import WrongUnitKind
from registry.worlds import Role, RoleMissing, TransactionType, UnknownUnitType, words

TRANSACTION_TYPES = (
    TransactionType(
        command=OpenVintage,
        handler=open_vintage,
        name=words("List a new vintage", "新年度品种上市"),
        roles=frozenset({Role.OPERATOR}),
        checks=(
            RoleMissing,
            UnknownUnitType,
            WrongUnitKind,
            UnknownRules,
            ModeNotOpen,
            ReferencePriceUnknown,
            InstrumentExists,
        ),
    ),
    TransactionType(
        command=PublishBulletin,
        handler=publish_bulletin,
        name=words("Publish a daily bulletin", "发布每日行情公告"),
        roles=frozenset({Role.OPERATOR}),
        checks=(
            RoleMissing,
            UnknownMarket,
            BulletinTooEarly,
            BulletinPublished,
            UnknownBulletin,
        ),
    ),
)
