"""The transaction types of what files bring in."""

from registry.reporting.commands import EnterParty, ImportCompliance
from registry.reporting.entering import enter_party, import_compliance
from registry.reporting.refused_imports import ExcludedYearHasEmissions, NothingToImport
from registry.worlds.actors import Role
from registry.worlds.errors import RecordExists, RoleMissing, words
from registry.worlds.refused_values import CreditCodeInvalid, TextInvalid
from registry.worlds.transaction_types import TransactionType

TRANSACTION_TYPES = (
    TransactionType(
        command=EnterParty,
        handler=enter_party,
        name=words("Entry of a party with an account", "主体登记与开户"),
        roles=frozenset({Role.OPERATOR}),
        checks=(RoleMissing, TextInvalid, RecordExists, CreditCodeInvalid),
    ),
    TransactionType(
        command=ImportCompliance,
        handler=import_compliance,
        name=words("Import of a compliance file for research", "研究用履约数据导入"),
        roles=frozenset({Role.OPERATOR}),
        checks=(RoleMissing, NothingToImport, TextInvalid, RecordExists, ExcludedYearHasEmissions),
    ),
)
