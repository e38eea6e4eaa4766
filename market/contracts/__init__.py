"""Contracts around spot: repo, pledge and lending of units; forwards, futures and options."""

from market.contracts.financing_amounts import PPM, RATE_PPM_MAX, percent_text
from market.contracts.financing_commands import (
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
from market.contracts.financing_due import due_commands as financing_due_commands
from market.contracts.financing_models import FinancingContract, FinancingEvent, FinancingMark
from market.contracts.financing_queries import (
    FinancingPage,
    FinancingView,
    MarkView,
    StepView,
    financing_contract,
    financing_contracts,
    financing_offered,
)
from market.contracts.financing_rules import STATUS_NAMES, STATUS_NOTES, OfferedTerms
from market.contracts.financing_states import FinancingKind, FinancingState, FinancingStep, Side
from market.contracts.financing_tasks import tasks as financing_tasks
from market.contracts.pricing import OptionValue, black_76, forward_price, implied_volatility
from market.contracts.series_commands import (
    AcceptSeriesOffer,
    EndMarginCall,
    EndSeriesOffer,
    ExpireSeries,
    ListSeries,
    OfferSeriesTrade,
    PostMargin,
    SettleSeriesDay,
)
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
    "AcceptSeriesOffer",
    "DeclineFinancing",
    "EndMarginCall",
    "EndSeriesOffer",
    "EnforceFinancing",
    "ExpireFinancing",
    "ExpireSeries",
    "FinancingContract",
    "FinancingEvent",
    "FinancingKind",
    "FinancingMark",
    "FinancingPage",
    "FinancingState",
    "FinancingStep",
    "FinancingView",
    "ListSeries",
    "MarkFinancing",
    "MarkView",
    "MatureFinancing",
    "OfferLending",
    "OfferPledge",
    "OfferRepo",
    "OfferSeriesTrade",
    "OfferedTerms",
    "OptionValue",
    "PostMargin",
    "SettleFinancing",
    "SettleSeriesDay",
    "Side",
    "StepView",
    "TopUpFinancing",
    "WithdrawFinancing",
    "black_76",
    "financing_contract",
    "financing_contracts",
    "financing_due_commands",
    "financing_offered",
    "financing_tasks",
    "forward_price",
    "implied_volatility",
    "percent_text",
]
