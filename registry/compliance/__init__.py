"""The compliance cycle: allocation, surrender, carry-over, penalty."""

from registry.compliance.commands import Surrender
from registry.compliance.law import legal_carry_over_t, legal_credit_limit_t, penalty_range_fen
from registry.compliance.refused_compliance import CreditLimitExceeded, VintageTooLate
from registry.compliance.rules import (
    PowerUnit,
    carry_over_t,
    credit_limit_t,
    entity_allocation_t,
    fine_fen,
    load_adjustment,
)

__all__ = [
    "CreditLimitExceeded",
    "PowerUnit",
    "Surrender",
    "VintageTooLate",
    "carry_over_t",
    "credit_limit_t",
    "entity_allocation_t",
    "fine_fen",
    "legal_carry_over_t",
    "legal_credit_limit_t",
    "load_adjustment",
    "penalty_range_fen",
]
