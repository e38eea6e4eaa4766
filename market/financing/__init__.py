"""Financing with units around spot: repo, pledge, lending."""

from market.financing.amounts import PPM, RATE_PPM_MAX, percent_text
from market.financing.commands import (
    AcceptFinancing,
    DeclineFinancing,
    EnforceFinancing,
    ExpireFinancing,
    MarkFinancing,
    MatureFinancing,
    OfferLending,
    OfferPledge,
    OfferRepo,
    SettleFinancing,
    TopUpFinancing,
    WithdrawFinancing,
)
from market.financing.due import due_commands as financing_due_commands
from market.financing.inbox import tasks as financing_tasks
from market.financing.models import FinancingContract, FinancingEvent, FinancingMark
from market.financing.queries import (
    FinancingPage,
    FinancingView,
    MarkView,
    StepView,
    financing_contract,
    financing_contracts,
    financing_offered,
)
from market.financing.repo import Netting, close_out, repurchase_fen
from market.financing.rules import STATUS_NAMES, STATUS_NOTES, OfferedTerms
from market.financing.states import FinancingKind, FinancingState, FinancingStep, Side
from market.rules.financing_names import KIND_NAMES, SIDE_NAMES, STATE_NAMES, STEP_NAMES

__all__ = [
    "KIND_NAMES",
    "PPM",
    "RATE_PPM_MAX",
    "SIDE_NAMES",
    "STATE_NAMES",
    "STATUS_NAMES",
    "STATUS_NOTES",
    "STEP_NAMES",
    "AcceptFinancing",
    "DeclineFinancing",
    "EnforceFinancing",
    "ExpireFinancing",
    "FinancingContract",
    "FinancingEvent",
    "FinancingKind",
    "FinancingMark",
    "FinancingPage",
    "FinancingState",
    "FinancingStep",
    "FinancingView",
    "MarkFinancing",
    "MarkView",
    "MatureFinancing",
    "Netting",
    "OfferLending",
    "OfferPledge",
    "OfferRepo",
    "OfferedTerms",
    "SettleFinancing",
    "Side",
    "StepView",
    "TopUpFinancing",
    "WithdrawFinancing",
    "close_out",
    "financing_contract",
    "financing_contracts",
    "financing_due_commands",
    "financing_offered",
    "financing_tasks",
    "percent_text",
    "repurchase_fen",
]
