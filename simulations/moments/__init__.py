"""What prices and volumes look like: statistics of days, bands around them, and published ones."""

from simulations.moments.bootstrap import BootstrapPlan, Replicates, stationary_indices
from simulations.moments.correlations import (
    PairCorrelation,
    weekly_correlations,
    weekly_returns,
)
from simulations.moments.daily import DailySeries, series_of_table
from simulations.moments.market_moments import (
    Compliance,
    MarketMoments,
    Moment,
    bootstrap_of,
    compliance_of_run,
    market_moments,
    over_runs,
)
from simulations.moments.measures import MEASURES, Measure
from simulations.moments.monthly_closes import (
    MonthlyCloses,
    PublishedClose,
    closes_of,
    monthly_closes,
)
from simulations.moments.price_files import PriceFile, parse_prices, read_price_file
from simulations.moments.published import (
    Published,
    PublishedRow,
    PublishedSeries,
    Source,
    published_bands,
)
from simulations.moments.refused_files import (
    CellProblem,
    ClosesOfOtherMarkets,
    PriceFileInvalid,
    PriceFileNoHeader,
    PriceFileNotText,
    UnknownCloses,
    Unreadable,
)
from simulations.moments.reports import MomentsReport, report_of_prices, report_of_runs
from simulations.moments.years import YEAR_MEASURES, YearMeasure

__all__ = [
    "MEASURES",
    "YEAR_MEASURES",
    "BootstrapPlan",
    "CellProblem",
    "ClosesOfOtherMarkets",
    "Compliance",
    "DailySeries",
    "MarketMoments",
    "Measure",
    "Moment",
    "MomentsReport",
    "MonthlyCloses",
    "PairCorrelation",
    "PriceFile",
    "PriceFileInvalid",
    "PriceFileNoHeader",
    "PriceFileNotText",
    "Published",
    "PublishedClose",
    "PublishedRow",
    "PublishedSeries",
    "Replicates",
    "Source",
    "UnknownCloses",
    "Unreadable",
    "YearMeasure",
    "bootstrap_of",
    "closes_of",
    "compliance_of_run",
    "market_moments",
    "monthly_closes",
    "over_runs",
    "parse_prices",
    "published_bands",
    "read_price_file",
    "report_of_prices",
    "report_of_runs",
    "series_of_table",
    "stationary_indices",
    "weekly_correlations",
    "weekly_returns",
]
