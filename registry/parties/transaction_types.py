"""The transaction types of mandates."""

from registry.parties.commands import GrantMandate, RevokeMandate
from registry.parties.mandates import GRANTING, carry_out_grant, carry_out_revocation
from registry.parties.refused_mandates import MandateDaysDisordered, RightUnknown, UnknownMandate
from registry.worlds.errors import RoleMissing, UnknownParty, words
from registry.worlds.refused_values import TextInvalid
from registry.worlds.transaction_types import Approval, TransactionType

TRANSACTION_TYPES = (
    TransactionType(
        command=GrantMandate,
        handler=carry_out_grant,
        name=words("Grant of a mandate", "授权"),
        roles=frozenset(GRANTING),
        checks=(RoleMissing, UnknownParty, RightUnknown, MandateDaysDisordered, TextInvalid),
        approval=Approval.PROFILE,
        step_up=True,
    ),
    TransactionType(
        command=RevokeMandate,
        handler=carry_out_revocation,
        name=words("Revocation of a mandate", "撤销授权"),
        roles=frozenset(GRANTING),
        checks=(RoleMissing, UnknownMandate),
    ),
)
