"""How agents expect, abate, bank and quote: pure functions of values and of uniform numbers."""

from simulations.behaviour.abatement import (
    AbatementCurve,
    AbatingFirm,
)
from simulations.behaviour.abatement_projects import (
    AbatementProject,
    Built,
    Investing,
    SplitAbatement,
    Splitting,
    built_t,
)
from simulations.behaviour.announcements import Attention, PolicyAnnouncement, believed_path
from simulations.behaviour.banking_targets import BankingTarget, CarryOverLimit
from simulations.behaviour.compliance_trading import (
    FEN,
    patient_limit_cny,
    quantile,
    quote_fen,
    slices,
    urgency,
    wake_up_chance,
)
from simulations.behaviour.expectations import (
    Adaptive,
    Expectation,
    Naive,
    PerfectForesight,
    RollingHorizon,
    Seen,
    ShortageProbability,
    Trend,
    blended_cny,
)
from simulations.behaviour.firm_abatement import FirmAbatement
from simulations.behaviour.fundamentals import (
    Fundamentals,
    Shortage,
    foresight_prices_cny,
    rolling_prices_cny,
)
from simulations.behaviour.output_response import (
    OutputResponse,
    carbon_cost_cny,
)
from simulations.behaviour.peer_networks import (
    Network,
    random_network,
    regular_network,
    small_world_network,
)
from simulations.behaviour.refused_behaviour import (
    BehaviourOutOfRange,
    BehaviourRefused,
    TooFewToObserve,
)

__all__ = [
    "FEN",
    "AbatementCurve",
    "AbatementProject",
    "AbatingFirm",
    "Adaptive",
    "Attention",
    "BankingTarget",
    "BehaviourOutOfRange",
    "BehaviourRefused",
    "Built",
    "CarryOverLimit",
    "Expectation",
    "FirmAbatement",
    "Fundamentals",
    "Investing",
    "Naive",
    "Network",
    "OutputResponse",
    "PerfectForesight",
    "PolicyAnnouncement",
    "RollingHorizon",
    "Seen",
    "Shortage",
    "ShortageProbability",
    "SplitAbatement",
    "Splitting",
    "TooFewToObserve",
    "Trend",
    "believed_path",
    "blended_cny",
    "built_t",
    "carbon_cost_cny",
    "foresight_prices_cny",
    "patient_limit_cny",
    "quantile",
    "quote_fen",
    "random_network",
    "regular_network",
    "rolling_prices_cny",
    "slices",
    "small_world_network",
    "urgency",
    "wake_up_chance",
]
