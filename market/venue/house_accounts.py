"""The venue's own accounts: they hold cash, and nobody signs for them."""

from registry.ledger import SystemAccount
from registry.worlds import WorldSession


def fee_account(session: WorldSession) -> int:  # noqa: ARG001  a world may name its own one day
    """Return the id of the account that receives the fees of trades."""
    return int(SystemAccount.EXCHANGE)


def reserve_account(session: WorldSession) -> int:  # noqa: ARG001  as above
    """Return the id of the settlement reserve (风险准备金): it pays when a participant cannot."""
    return int(SystemAccount.SETTLEMENT_RESERVE)
