"""Prices that theory predicts, computed without any code of the simulator they judge."""

from simulations.equilibria.banking import BankingPath, CapYear, solve_banking
from simulations.equilibria.dominance import DominantEquilibrium, solve_dominant
from simulations.equilibria.firms import Firm, LinearFirm, PowerFirm
from simulations.equilibria.linkage import (
    CappedMarket,
    LinkedEquilibrium,
    solve_joined,
    solve_link,
)
from simulations.equilibria.offsets import OffsetEquilibrium, OffsetSupply, solve_offsets
from simulations.equilibria.rate_based import (
    OutputEquilibrium,
    Producer,
    output_at_price,
    solve_output_cap,
    solve_rate_based,
)
from simulations.equilibria.refused_equilibria import (
    EquilibriumInputRefused,
    NoFirms,
)
from simulations.equilibria.shortage import EmissionsOutlook, shortage_price_cny
from simulations.equilibria.static import (
    AuctionEquilibrium,
    Equilibrium,
    solve_auction,
    solve_cap,
)
from simulations.equilibria.transaction_costs import CostlyEquilibrium, solve_transaction_costs

__all__ = [
    "AuctionEquilibrium",
    "BankingPath",
    "CapYear",
    "CappedMarket",
    "CostlyEquilibrium",
    "DominantEquilibrium",
    "EmissionsOutlook",
    "Equilibrium",
    "EquilibriumInputRefused",
    "Firm",
    "LinearFirm",
    "LinkedEquilibrium",
    "NoFirms",
    "OffsetEquilibrium",
    "OffsetSupply",
    "OutputEquilibrium",
    "PowerFirm",
    "Producer",
    "output_at_price",
    "shortage_price_cny",
    "solve_auction",
    "solve_banking",
    "solve_cap",
    "solve_dominant",
    "solve_joined",
    "solve_link",
    "solve_offsets",
    "solve_output_cap",
    "solve_rate_based",
    "solve_transaction_costs",
]
