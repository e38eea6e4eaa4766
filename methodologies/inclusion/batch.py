"""Many records at once: the equations of one record on whole columns.

Columns are named as the fields of the methodology; as in the files of platforms, `amount` stands
for how much was done and `reward` for the reference of a reward. `user_id` and `platform` are kept
for totals, a `record_id` comes once. Records that cannot be counted are named with their reason
and take no part in anything else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np
from numpy.typing import NDArray

from methodologies.engine.contract import Methodology
from methodologies.engine.factors import Factor, FactorLibrary, library
from methodologies.engine.replacing import ReplacedNotUsed, replacements
from methodologies.engine.trace import FloatArray, Notice, Sampling
from methodologies.inclusion.aggregation import COLLECTED, CollectableInputs
from methodologies.inclusion.columns import Coded, Column, combined
from methodologies.inclusion.periods import Period, period_codes
from methodologies.inclusion.reductions import REDUCTIONS_KG
from methodologies.inclusion.refusals import NoRecords
from methodologies.inclusion.row_errors import RowError
from methodologies.inclusion.rows import Group, Rows
from methodologies.inclusion.running import running_totals
from methodologies.inclusion.scenarios import SCENARIOS
from methodologies.inclusion.totals import Totals, totals_by

MG_PER_KG = 1e6
SNAP_MG = 1e-6
"""A binary fraction this little below a whole milligram stands for that milligram."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchResult:
    """What a batch of records comes to.

    Args:
        methodology_id: of the methodology.
        version: of the methodology.
        results: arrays by output name, one entry for each row; not a number where refused.
        reduction_mg: whole milligrams of CO2e that a registry records, rounded down and never
            negative; None if the methodology counts in tonnes.
        accepted: the rows that count.
        errors: the first refused rows with field, value and rule.
        people: totals by platform and person; None without a column `user_id`.
        platforms: totals by platform; None without a column `platform`.
        total: of all accepted rows, by output name.
        factors: every factor that was used.
        warnings: what the reader must know.
    """

    methodology_id: str
    version: str
    results: Mapping[str, FloatArray]
    reduction_mg: NDArray[np.int64] | None
    accepted: NDArray[np.bool_]
    errors: tuple[RowError, ...]
    people: Totals | None
    platforms: Totals | None
    total: Mapping[str, float]
    factors: tuple[Factor, ...]
    warnings: tuple[Notice, ...]

    @property
    def refused_count(self) -> int:
        """How many rows do not count."""
        return int((~self.accepted).sum())


@dataclass(slots=True)
class ColumnSampling(Sampling):
    """The calculation on the rows of a group: what is measured comes in columns."""

    columns: Mapping[str, FloatArray] = field(default_factory=dict)
    factors: dict[tuple[str, str, int], Factor] = field(default_factory=dict)

    def given(self, symbol: str, value: Decimal, field: str) -> FloatArray:  # noqa: ARG002
        """Take the column of a field, else its value."""
        column = self.columns.get(field)
        return np.asarray(float(value)) if column is None else column

    def factor(self, symbol: str, factor: Factor) -> FloatArray:
        """Take the user's value or the factor's, and note which."""
        self.factors[symbol, factor.region, factor.year] = factor
        return Sampling.factor(self, symbol, factor)


def evaluate_batch(
    methodology: Methodology,
    columns: Mapping[str, Column],
    *,
    replaced_factors: Sequence[Mapping[str, Any]] = (),
    period: Period = "month",
    factors: FactorLibrary | None = None,
) -> BatchResult:
    """Evaluate many records of carbon inclusion.

    The equations are those of `Methodology.calculate`; each figure agrees with that of the single
    record within a relative 1e-12. With a column `user_id`, what a platform may still collect from
    a person counts on from record to record, the earlier day first.

    Args:
        methodology: one of carbon inclusion.
        columns: by field name; a list or array of all rows, or one value for every row.
        replaced_factors: numbers in place of assumed coefficients, as in the inputs.
        period: how long the threshold of platform aggregation counts.
        factors: other tables than the packaged ones.

    Returns:
        Arrays and totals in the units of the outputs; refused rows with field, value and rule.

    Raises:
        NoRecords: the methodology is not one of carbon inclusion.
        ColumnsRefused: a column is missing, unknown or of another length, or no row is given.
        ReplacedNotUsed, ReplacedTwice, NotAnAssumption: a coefficient cannot be replaced.
    """
    scenario = SCENARIOS.get((methodology.id, methodology.version))
    if scenario is None:
        raise NoRecords(field="", value=methodology.document)
    tables = library() if factors is None else factors
    rows = Rows(scenario, columns, replaced_factors, tables)
    groups, notices = rows.groups()
    names = tuple(output.name for output in methodology.outputs)
    results = {name: np.full(rows.count, np.nan) for name in names}
    sampling = _evaluate(rows, groups, results)
    if COLLECTED in scenario.measured and "user_id" in rows.labels:
        collectable = [group for group in groups if _collectable(group)]
        rows.numbers[COLLECTED] = _collected(rows, collectable, results, period)
        _evaluate(rows, collectable, results)
    accepted, errors, labels = ~rows.refused.marks, rows.refused.errors(), rows.labels
    del rows, groups  # what was read is not needed for totals, and takes as much room as they do
    return BatchResult(
        methodology_id=methodology.id,
        version=methodology.version,
        results=results,
        reduction_mg=_milligrams(results.get(REDUCTIONS_KG.name), accepted),
        accepted=accepted,
        errors=errors,
        people=_totals(labels, ("platform", "user_id"), "user_id", results, accepted),
        platforms=_totals(labels, ("platform",), "platform", results, accepted),
        total={name: float(values[accepted].sum()) for name, values in results.items()},
        factors=tuple(sampling.factors.values()),
        warnings=tuple(notices),
    )


def _evaluate(rows: Rows, groups: list[Group], results: dict[str, FloatArray]) -> ColumnSampling:
    noted = ColumnSampling(samples={})
    for group in groups:
        wanted = replacements(group.inputs)
        columns = {name: values[group.rows] for name, values in rows.numbers.items()}
        sampling = ColumnSampling(
            samples={}, replacements=wanted, columns=columns, factors=noted.factors
        )
        found = rows.methodology.model(sampling, group.inputs, rows.factors)
        for name, values in found.items():
            results[name][group.rows] = values
    known = {symbol for symbol, _, _ in noted.factors}
    for row in rows.replaced_factors if groups else ():
        if row["symbol"] not in known:
            raise ReplacedNotUsed(
                field="replaced_factors", value=row["symbol"], known=", ".join(sorted(known))
            )
    return noted


def _collectable(group: Group) -> bool:
    return isinstance(group.inputs, CollectableInputs) and group.inputs.collectable


def _collected(
    rows: Rows, groups: list[Group], results: Mapping[str, FloatArray], period: Period
) -> FloatArray:
    """Return what each person reduced in the period before each record that may be collected."""
    opening = rows.numbers.get(COLLECTED, np.zeros(rows.count))
    if not groups:
        return opening
    member = np.concatenate([group.rows for group in groups])
    days = [group.inputs.day for group in groups if isinstance(group.inputs, CollectableInputs)]
    sizes = [len(group.rows) for group in groups]
    ordinals = np.repeat(np.asarray([day.toordinal() for day in days], dtype=np.int32), sizes)
    order = np.lexsort((member, ordinals))
    member, periods = member[order], np.repeat(period_codes(days, period), sizes)[order]
    people = [rows.labels[name] for name in ("platform", "user_id") if name in rows.labels]
    codes = (*(label.codes[member] for label in people), periods - periods.min())
    people_periods, _ = combined(codes, len(member))
    reduced = np.maximum(results[REDUCTIONS_KG.name][member], 0)
    collected = opening.copy()
    collected[member] = running_totals(reduced, people_periods, opening[member])
    return collected


def _milligrams(
    reductions_kg: FloatArray | None, accepted: NDArray[np.bool_]
) -> NDArray[np.int64] | None:
    if reductions_kg is None:
        return None
    milligrams = np.floor(np.where(accepted, reductions_kg, 0) * MG_PER_KG + SNAP_MG)
    return np.maximum(milligrams, 0).astype(np.int64)


def _totals(
    known: Mapping[str, Coded],
    names: tuple[str, ...],
    needed: str,
    results: Mapping[str, FloatArray],
    accepted: NDArray[np.bool_],
) -> Totals | None:
    if needed not in known:
        return None
    return totals_by({name: known[name] for name in names if name in known}, results, accepted)
