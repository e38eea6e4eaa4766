"""What would happen if."""

from simulations.checks import validate
from simulations.engine import run
from simulations.equilibria import Equilibrium, LinearFirm, solve_cap
from simulations.errors import (
    NoEquilibrium,
    NotARun,
    OutputNotEmpty,
    Problem,
    ResultsChanged,
    RunCancelled,
    ScenarioInvalid,
    SimulationError,
    UnknownScenario,
)
from simulations.figures import price_and_volume, price_and_volume_data, save_figures
from simulations.library import (
    ScenarioInfo,
    Setting,
    explain_scenario,
    list_scenarios,
    load_scenario,
    parse_scenario,
)
from simulations.moments import (
    BootstrapPlan,
    Compliance,
    MomentsReport,
    PriceFile,
    PriceFileInvalid,
    PriceFileNoHeader,
    PriceFileNotText,
    published_bands,
    read_price_file,
    report_of_prices,
    report_of_runs,
)
from simulations.results import RunFiles, RunResult, check_output, read_run, write_run
from simulations.scenario import Scenario
from simulations.streams import Streams

__all__ = [
    "BootstrapPlan",
    "Compliance",
    "Equilibrium",
    "LinearFirm",
    "MomentsReport",
    "NoEquilibrium",
    "NotARun",
    "OutputNotEmpty",
    "PriceFile",
    "PriceFileInvalid",
    "PriceFileNoHeader",
    "PriceFileNotText",
    "Problem",
    "ResultsChanged",
    "RunCancelled",
    "RunFiles",
    "RunResult",
    "Scenario",
    "ScenarioInfo",
    "ScenarioInvalid",
    "Setting",
    "SimulationError",
    "Streams",
    "UnknownScenario",
    "check_output",
    "explain_scenario",
    "list_scenarios",
    "load_scenario",
    "parse_scenario",
    "price_and_volume",
    "price_and_volume_data",
    "published_bands",
    "read_price_file",
    "read_run",
    "report_of_prices",
    "report_of_runs",
    "run",
    "save_figures",
    "solve_cap",
    "validate",
    "write_run",
]
