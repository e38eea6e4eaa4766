"""How many units an activity earns or owes.

Pure: values in, values out. `estimate` is the one call of command line, API and page; `find` gives
a `Methodology`, whose `fields` generate forms, whose `calculate` gives the audited figure with
every step, and whose `sample` runs the same equations on arrays.
"""

from methodologies.activity.refusals import (
    AboveCapacity,
    CorrectionAboveMetered,
    FuelTwice,
    MeterErrorMissing,
    MeterTooCoarse,
    MeterWithinTolerance,
    MeterWithoutReading,
)
from methodologies.catalogue import (
    estimate,
    estimate_years,
    find,
    list_announced,
    list_methodologies,
    parse_inputs,
)
from methodologies.ccer.crediting import Crediting, Vintage
from methodologies.ccer.monthly_refusals import (
    ImportNeverRead,
    MonthListedTwice,
    MonthOutsidePeriod,
    MonthsAndTotals,
    MonthsSpanYears,
    NothingToCredit,
    RowWithoutYear,
    YearDiffers,
    YearSkipped,
)
from methodologies.ccer.refusals import (
    AgainstLawOrPolicy,
    AppliedTooLate,
    BuiltTooEarly,
    CreditingPeriodTooLong,
    FactorYearMismatch,
    NotFarNorDeepEnough,
    NotSeparatelyMetered,
    NotSolarThermal,
    OutsideCreditingPeriod,
    OutsideProgramme,
    PeriodNotOrdered,
    PeriodSpansYears,
    ReducedTooEarly,
    YearMissing,
)
from methodologies.engine.announced import STAGE_TEXTS, Announced
from methodologies.engine.contract import (
    STATUS_TEXTS,
    Clause,
    Methodology,
    Result,
)
from methodologies.engine.distributions import (
    CorrelationImpossible,
    LogNormal,
    Normal,
    SpreadNotOrdered,
    Triangular,
    Uniform,
)
from methodologies.engine.errors import (
    AnnouncedOnly,
    InconsistentInputs,
    MethodologyError,
    NoFactor,
    NotAnAssumption,
    NotApplicable,
    NotCalculable,
    UnknownMethodology,
    UnknownRecord,
)
from methodologies.engine.factor_import import (
    CellError,
    FactorChanges,
    FactorFile,
    RefusedRow,
    UnreadableFactors,
    compare,
    read_factor_file,
    read_factor_rows,
)
from methodologies.engine.factor_search import search_factors
from methodologies.engine.factors import Assumption, Factor, FactorTable, Replacement, library
from methodologies.engine.inputs import FormField, MethodologyInputs, form_fields
from methodologies.engine.outputs import PURPOSE_TEXTS, Output, RoundingRule
from methodologies.engine.replacing import (
    ReplacedFactor,
    ReplacedNotUsed,
    ReplacedTwice,
    ReplacingInputs,
)
from methodologies.engine.spreads import SpreadMissing, SymbolTwice, UncertaintyInputs
from methodologies.engine.tornado import Swing, Tornado, numbers_of, tornado, tornado_between
from methodologies.engine.trace import Equation, Notice, Source, Step, plain
from methodologies.engine.uncertainty import (
    Question,
    SymbolNotUsed,
    Uncertainty,
    uncertainty,
)
from methodologies.ets.evidence import month_data, month_sha256
from methodologies.ets.figures import compliance_figures, verified_t
from methodologies.inclusion.batch import BatchResult, evaluate_batch
from methodologies.inclusion.refusals import ColumnsRefused
from methodologies.inclusion.row_errors import RowError
from methodologies.inclusion.totals import Totals

__all__ = [
    "PURPOSE_TEXTS",
    "STAGE_TEXTS",
    "STATUS_TEXTS",
    "AboveCapacity",
    "AgainstLawOrPolicy",
    "Announced",
    "AnnouncedOnly",
    "AppliedTooLate",
    "Assumption",
    "BatchResult",
    "BuiltTooEarly",
    "CellError",
    "Clause",
    "ColumnsRefused",
    "CorrectionAboveMetered",
    "CorrelationImpossible",
    "Crediting",
    "CreditingPeriodTooLong",
    "Equation",
    "Factor",
    "FactorChanges",
    "FactorFile",
    "FactorTable",
    "FactorYearMismatch",
    "FormField",
    "FuelTwice",
    "ImportNeverRead",
    "InconsistentInputs",
    "LogNormal",
    "MeterErrorMissing",
    "MeterTooCoarse",
    "MeterWithinTolerance",
    "MeterWithoutReading",
    "Methodology",
    "MethodologyError",
    "MethodologyInputs",
    "MonthListedTwice",
    "MonthOutsidePeriod",
    "MonthsAndTotals",
    "MonthsSpanYears",
    "NoFactor",
    "Normal",
    "NotAnAssumption",
    "NotApplicable",
    "NotCalculable",
    "NotFarNorDeepEnough",
    "NotSeparatelyMetered",
    "NotSolarThermal",
    "NothingToCredit",
    "Notice",
    "Output",
    "OutsideCreditingPeriod",
    "OutsideProgramme",
    "PeriodNotOrdered",
    "PeriodSpansYears",
    "Question",
    "ReducedTooEarly",
    "RefusedRow",
    "ReplacedFactor",
    "ReplacedNotUsed",
    "ReplacedTwice",
    "Replacement",
    "ReplacingInputs",
    "Result",
    "RoundingRule",
    "RowError",
    "RowWithoutYear",
    "Source",
    "SpreadMissing",
    "SpreadNotOrdered",
    "Step",
    "Swing",
    "SymbolNotUsed",
    "SymbolTwice",
    "Tornado",
    "Totals",
    "Triangular",
    "Uncertainty",
    "UncertaintyInputs",
    "Uniform",
    "UnknownMethodology",
    "UnknownRecord",
    "UnreadableFactors",
    "Vintage",
    "YearDiffers",
    "YearMissing",
    "YearSkipped",
    "compare",
    "compliance_figures",
    "estimate",
    "estimate_years",
    "evaluate_batch",
    "find",
    "form_fields",
    "library",
    "list_announced",
    "list_methodologies",
    "month_data",
    "month_sha256",
    "numbers_of",
    "parse_inputs",
    "plain",
    "read_factor_file",
    "read_factor_rows",
    "search_factors",
    "tornado",
    "tornado_between",
    "uncertainty",
    "verified_t",
]
