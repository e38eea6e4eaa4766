"""What is asked of the market's data, as data."""

from market.data.commands import PublishBulletin
from market.data.publishing import publish_bulletin
from market.data.refused_data import (
    BulletinPublished,
    BulletinTooEarly,
    UnknownBulletin,
    UnknownMarket,
)
from registry.worlds import Role, RoleMissing, TransactionType, words

TRANSACTION_TYPES = (
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
