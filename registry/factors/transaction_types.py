"""The transaction type of factors."""

from registry.factors.commands import ImportFactors
from registry.factors.importing import import_factors
from registry.factors.refused_factors import (
    FactorsChangedMeanwhile,
    FactorsEmpty,
    FactorsUnfit,
    FactorsUnreadable,
)
from registry.worlds.actors import Role
from registry.worlds.errors import RoleMissing, words
from registry.worlds.refused_values import TextInvalid
from registry.worlds.transaction_types import Approval, TransactionType

TRANSACTION_TYPES = (
    TransactionType(
        command=ImportFactors,
        handler=import_factors,
        name=words("Import of factors", "因子导入"),
        roles=frozenset({Role.ADMINISTRATOR}),
        checks=(
            RoleMissing,
            TextInvalid,
            FactorsUnreadable,
            FactorsEmpty,
            FactorsChangedMeanwhile,
            FactorsUnfit,
        ),
        approval=Approval.ALWAYS,
    ),
)
