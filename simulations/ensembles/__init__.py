"""Ensembles: designs over a scenario's values, on any workers, with the same bytes."""

from simulations.ensembles.carrying_out import Crew
from simulations.ensembles.designs import Case, case_count, seeds_of
from simulations.ensembles.dictionary import Entry, described
from simulations.ensembles.experiments import Experiment, MorrisDesign, SobolDesign
from simulations.ensembles.exporting import FORMATS, export
from simulations.ensembles.intervals import Interval, Pairing, mean_interval
from simulations.ensembles.many_runs import carry_out, plan_of_scenarios, run_many
from simulations.ensembles.metrics import (
    METRIC_FORMS,
    METRICS,
    Metric,
    metric_names,
    metrics_of,
    read_metric,
)
from simulations.ensembles.plans import (
    EnsemblePlan,
    load_plan,
    load_plans,
    parse_plans,
    plan_experiment,
    plan_of,
)
from simulations.ensembles.reading import EnsembleFiles, is_ensemble, read_ensemble
from simulations.ensembles.refused_ensembles import (
    EnsembleBusy,
    EnsembleCancelled,
    EnsembleDiffers,
    ExportInTheWay,
    NoScheduler,
    NoSuchFormat,
    NoSuchResult,
    NotAnalysable,
    NotAnEnsemble,
    NothingYearly,
    RunsUnclear,
    TableTooLarge,
    UnknownExperiment,
    UnknownMetric,
    WorkersDiffer,
)
from simulations.ensembles.reproducing import reproduce
from simulations.ensembles.results import EnsembleResult
from simulations.ensembles.running import EnsembleProgress, run_ensemble
from simulations.ensembles.sensitivity import sensitivity
from simulations.ensembles.status import EnsembleStatus, ensemble_status, planned_ensemble
from simulations.ensembles.tasks import Outcome, Task
from simulations.ensembles.varying import (
    NoSuchKey,
    rounded_like,
    setting_problems,
    value_at,
    varied,
)
from simulations.ensembles.workers import Given, Here, Processes, Workers, connect

__all__ = [
    "FORMATS",
    "METRICS",
    "METRIC_FORMS",
    "Case",
    "Crew",
    "EnsembleBusy",
    "EnsembleCancelled",
    "EnsembleDiffers",
    "EnsembleFiles",
    "EnsemblePlan",
    "EnsembleProgress",
    "EnsembleResult",
    "EnsembleStatus",
    "Entry",
    "Experiment",
    "ExportInTheWay",
    "Given",
    "Here",
    "Interval",
    "Metric",
    "MorrisDesign",
    "NoScheduler",
    "NoSuchFormat",
    "NoSuchKey",
    "NoSuchResult",
    "NotAnEnsemble",
    "NotAnalysable",
    "NothingYearly",
    "Outcome",
    "Pairing",
    "Processes",
    "RunsUnclear",
    "SobolDesign",
    "TableTooLarge",
    "Task",
    "UnknownExperiment",
    "UnknownMetric",
    "Workers",
    "WorkersDiffer",
    "carry_out",
    "case_count",
    "connect",
    "described",
    "ensemble_status",
    "export",
    "is_ensemble",
    "load_plan",
    "load_plans",
    "mean_interval",
    "metric_names",
    "metrics_of",
    "parse_plans",
    "plan_experiment",
    "plan_of",
    "plan_of_scenarios",
    "planned_ensemble",
    "read_ensemble",
    "read_metric",
    "reproduce",
    "rounded_like",
    "run_ensemble",
    "run_many",
    "seeds_of",
    "sensitivity",
    "setting_problems",
    "value_at",
    "varied",
]
