"""Tables of factors that a world imported: kept as sent, dated, and not understood here."""

from registry.factors.commands import ImportFactors
from registry.factors.importing import READABLE
from registry.factors.queries import (
    FactorImportView,
    factor_import,
    factor_imports,
    import_keys,
    latest_import,
)
from registry.factors.refused_factors import (
    FactorsChangedMeanwhile,
    FactorsEmpty,
    FactorsUnfit,
    FactorsUnreadable,
    UnknownFactorImport,
)

__all__ = [
    "READABLE",
    "FactorImportView",
    "FactorsChangedMeanwhile",
    "FactorsEmpty",
    "FactorsUnfit",
    "FactorsUnreadable",
    "ImportFactors",
    "UnknownFactorImport",
    "factor_import",
    "factor_imports",
    "import_keys",
    "latest_import",
]
