"""Ensembles: designs over a scenario's values, on any workers, with the same bytes."""

from simulations.ensembles.carrying_out import Crew
from simulations.ensembles.designs import Case, case_count, seeds_of
from simulations.ensembles.experiments import Experiment, MorrisDesign, SobolDesign
from simulations.ensembles.metrics import METRICS, Metric, metric_names, metrics_of
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
    NoScheduler,
    NotAnalysable,
    NotAnEnsemble,
    UnknownExperiment,
    WorkersDiffer,
)
from simulations.ensembles.reproducing import reproduce
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
    "METRICS",
    "Case",
    "Crew",
    "EnsembleBusy",
    "EnsembleCancelled",
    "EnsembleDiffers",
    "EnsembleFiles",
    "EnsemblePlan",
    "EnsembleProgress",
    "EnsembleStatus",
    "Experiment",
    "Given",
    "Here",
    "Metric",
    "MorrisDesign",
    "NoScheduler",
    "NoSuchKey",
    "NotAnEnsemble",
    "NotAnalysable",
    "Outcome",
    "Processes",
    "SobolDesign",
    "Task",
    "UnknownExperiment",
    "Workers",
    "WorkersDiffer",
    "case_count",
    "connect",
    "ensemble_status",
    "is_ensemble",
    "load_plan",
    "load_plans",
    "metric_names",
    "metrics_of",
    "parse_plans",
    "plan_experiment",
    "plan_of",
    "planned_ensemble",
    "read_ensemble",
    "reproduce",
    "rounded_like",
    "run_ensemble",
    "seeds_of",
    "sensitivity",
    "setting_problems",
    "value_at",
    "varied",
]
