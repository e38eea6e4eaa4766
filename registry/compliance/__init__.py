"""The compliance cycle: enrolment, reports, allocation, surrender, carry-over, penalty."""

from registry.compliance.carry_over import CarryOverPlan, carry_over_limit, carry_over_plan
from registry.compliance.commands import (
    Allocate,
    ApplyCarryOver,
    BorrowAllowances,
    CarryOver,
    DelistEntity,
    EnrolEntity,
    EnrolUnit,
    ImposeFine,
    NotifyCarryOver,
    Preallocate,
    ReportEmissions,
    ReturnEmissionsReport,
    ReverseSurrender,
    SetBalanceValue,
    SubmitEvidence,
    Surrender,
    VerifyEmissions,
)
from registry.compliance.deadlines import STEPS, CycleDate, cycle_dates
from registry.compliance.entity_allocation import Allocation, industry_allocation, power_allocation
from registry.compliance.figures import (
    POWER_SPECIAL,
    EnrolledUnit,
    figure_names,
    read_figures,
    unit_classes,
)
from registry.compliance.industry_allocation import (
    SECTORS,
    LineYear,
    balance_value,
    industry_plan,
    line_allocation,
)
from registry.compliance.law import legal_carry_over_t, legal_credit_limit_t, penalty_range_fen
from registry.compliance.penalties import fine_range
from registry.compliance.power_allocation import PowerUnitYear, power_entity_allocation
from registry.compliance.power_plans import Cooling, PowerPlan, power_plan
from registry.compliance.pre_allocation import borrowing_max_t, pre_allocation_t, true_up
from registry.compliance.queries import (
    balance_values,
    compliance_years,
    entities,
    entity_year,
)
from registry.compliance.records import KIND_NAMES
from registry.compliance.refused_compliance import CreditLimitExceeded, VintageTooLate
from registry.compliance.report_queries import compliance_report
from registry.compliance.rules import (
    PowerUnit,
    carry_over_t,
    credit_limit_t,
    entity_allocation_t,
    fine_fen,
    load_adjustment,
)
from registry.compliance.statuses import STATUS_NAMES, Position, Status, position
from registry.compliance.steps import Step
from registry.compliance.surrendering import last_day_to_undo
from registry.compliance.tasks import compliance_tasks
from registry.compliance.views import ComplianceEventView, ComplianceRow, EntityView, EntityYear

__all__ = [
    "KIND_NAMES",
    "POWER_SPECIAL",
    "SECTORS",
    "STATUS_NAMES",
    "STEPS",
    "Allocate",
    "Allocation",
    "ApplyCarryOver",
    "BorrowAllowances",
    "CarryOver",
    "CarryOverPlan",
    "ComplianceEventView",
    "ComplianceRow",
    "Cooling",
    "CreditLimitExceeded",
    "CycleDate",
    "DelistEntity",
    "EnrolEntity",
    "EnrolUnit",
    "EnrolledUnit",
    "EntityView",
    "EntityYear",
    "ImposeFine",
    "LineYear",
    "NotifyCarryOver",
    "Position",
    "PowerPlan",
    "PowerUnit",
    "PowerUnitYear",
    "Preallocate",
    "ReportEmissions",
    "ReturnEmissionsReport",
    "ReverseSurrender",
    "SetBalanceValue",
    "Status",
    "Step",
    "SubmitEvidence",
    "Surrender",
    "VerifyEmissions",
    "VintageTooLate",
    "balance_value",
    "balance_values",
    "borrowing_max_t",
    "carry_over_limit",
    "carry_over_plan",
    "carry_over_t",
    "compliance_report",
    "compliance_tasks",
    "compliance_years",
    "credit_limit_t",
    "cycle_dates",
    "entities",
    "entity_allocation_t",
    "entity_year",
    "figure_names",
    "fine_fen",
    "fine_range",
    "industry_allocation",
    "industry_plan",
    "last_day_to_undo",
    "legal_carry_over_t",
    "legal_credit_limit_t",
    "line_allocation",
    "load_adjustment",
    "penalty_range_fen",
    "position",
    "power_allocation",
    "power_entity_allocation",
    "power_plan",
    "pre_allocation_t",
    "read_figures",
    "true_up",
    "unit_classes",
]
