"""The explicit table of methodologies; old versions stay in it and stay runnable."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from methodologies.ccer.afforestation import AFFORESTATION_V01
from methodologies.ccer.crediting import Crediting, by_year, credit_years
from methodologies.ccer.forest_plots import FOREST_PLOTS_V01
from methodologies.ccer.mangrove import MANGROVE_V01
from methodologies.ccer.mine_gas import MINE_GAS_V01
from methodologies.ccer.offshore_wind import OFFSHORE_WIND_V01
from methodologies.ccer.solar_thermal import SOLAR_THERMAL_V01
from methodologies.ccer.tunnel_lighting import TUNNEL_LIGHTING_V01
from methodologies.engine.announced import STAGE_TEXTS, Announced, announced
from methodologies.engine.contract import Methodology, Result
from methodologies.engine.errors import AnnouncedOnly, FiguresDiffer, UnknownMethodology
from methodologies.engine.factors import FactorLibrary
from methodologies.engine.inputs import MethodologyInputs
from methodologies.engine.recorded import RecordedAnswer
from methodologies.ets.sectors import ETS_METHODOLOGIES
from methodologies.inclusion.scenarios import INCLUSION_METHODOLOGIES

_ALL = (
    SOLAR_THERMAL_V01,
    OFFSHORE_WIND_V01,
    MINE_GAS_V01,
    TUNNEL_LIGHTING_V01,
    AFFORESTATION_V01,
    MANGROVE_V01,
    FOREST_PLOTS_V01,
    *INCLUSION_METHODOLOGIES,
    *ETS_METHODOLOGIES,
)

CATALOGUE: Mapping[tuple[str, str], Methodology] = MappingProxyType(
    {(methodology.id, methodology.version): methodology for methodology in _ALL}
)


def list_methodologies() -> tuple[Methodology, ...]:
    """Return every methodology and version, by id and version."""
    return tuple(CATALOGUE[key] for key in sorted(CATALOGUE))


def list_announced() -> tuple[Announced, ...]:
    """Return the methodologies known by name that cannot be calculated here yet."""
    listed = {known.id for known in list_methodologies()}
    return tuple(entry for entry in announced() if entry.id not in listed)


def find(id: str, version: str | None = None) -> Methodology:  # noqa: A002  # the contract's word
    """Look a methodology up.

    Args:
        id: for example `ccer-01-002`.
        version: for example `V01`; without it the latest.

    Raises:
        UnknownMethodology: there is no such id or version.
        AnnouncedOnly: it is known by name, and has no calculator.
    """
    versions = [known for known in list_methodologies() if known.id == id]
    chosen = [known for known in versions if version in (None, known.version)]
    if not chosen:
        _refuse_announced(id)
        raise UnknownMethodology(
            field="version" if versions else "id",
            value=f"{id} {version or ''}".strip(),
            known=", ".join(
                f"{known.id} {known.version}" for known in versions or list_methodologies()
            ),
        )
    return chosen[-1]


def _refuse_announced(id: str) -> None:  # noqa: A002
    for entry in list_announced():
        if id in {entry.id, entry.code or entry.id}:
            raise AnnouncedOnly(
                field="id",
                value=entry.code or entry.id,
                title=entry.title,
                stage=STAGE_TEXTS[entry.stage],
                known=", ".join(known.id for known in list_methodologies()),
            )


def parse_inputs(
    id: str,  # noqa: A002
    inputs: Mapping[str, Any],
    version: str | None = None,
) -> MethodologyInputs:
    """Build a methodology's inputs from plain values.

    Args:
        id: of the methodology.
        inputs: values by field name; decimals as strings, integers or floats.
        version: without it the latest.

    Raises:
        UnknownMethodology: there is no such id or version.
        pydantic.ValidationError: a field is missing, unknown, malformed or out of bounds.
    """
    return find(id, version).Inputs.model_validate(inputs)


def estimate(
    id: str,  # noqa: A002
    inputs: Mapping[str, Any],
    version: str | None = None,
    factors: FactorLibrary | None = None,
) -> Result:
    """Calculate what an activity earns: the one call of command line, API and page.

    Args:
        id: of the methodology, for example `ccer-01-002`.
        inputs: values by field name; decimals as strings, integers or floats.
        version: without it the latest.
        factors: other tables than the packaged ones.

    Returns:
        The figures in t CO2e with every step, factor and warning.

    Raises:
        MethodologyError: a rule refuses, or the methodology is unknown.
        pydantic.ValidationError: a field is missing, unknown, malformed or out of bounds.
    """
    methodology = find(id, version)
    return methodology.calculate(methodology.Inputs.model_validate(inputs), factors)


def estimate_again(answer: Mapping[str, Any], factors: FactorLibrary | None = None) -> Result:
    """Calculate a recorded answer again: its version, its inputs and its own factors.

    Args:
        answer: as `Result.to_dict` gave it, perhaps years ago.
        factors: other tables than the packaged ones, for what the answer does not list.

    Raises:
        FiguresDiffer: the answer was changed; its figures do not follow from its inputs.
        MethodologyError: a rule refuses, or the methodology is unknown.
        pydantic.ValidationError: it is no answer of a calculation.
    """
    recorded = RecordedAnswer.model_validate(answer)
    methodology = find(recorded.methodology.id, recorded.methodology.version)
    given = methodology.Inputs.model_validate(recorded.inputs)
    again = methodology.calculate(given, factors, recorded.kept())
    figures = again.to_dict()
    if (figures["results"], figures["issuable_units"]) != (
        recorded.results,
        recorded.issuable_units,
    ):
        principal = methodology.principal.name
        raise FiguresDiffer(
            field=principal,
            value=recorded.results.get(principal, "–"),
            again=figures["results"][principal],
        )
    return again


def estimate_years(
    id: str,  # noqa: A002
    inputs: Mapping[str, Any],
    years: Mapping[int, Mapping[str, Any]] | None = None,
    version: str | None = None,
    factors: FactorLibrary | None = None,
) -> Crediting:
    """Calculate several calendar years of one project, each by its own factors.

    Args:
        id: of the methodology, for example `ccer-01-002`.
        inputs: values by field name; what holds for every year, or months of several years.
        years: what differs, by calendar year; without it the months say the years.
        version: without it the latest.
        factors: other tables than the packaged ones.

    Returns:
        A vintage for each calendar year, and the totals.

    Raises:
        MethodologyError: a year is refused, or the methodology is unknown.
        pydantic.ValidationError: a field is missing, unknown, malformed or out of bounds.
    """
    methodology = find(id, version)
    shared, split = by_year(inputs) if years is None else (inputs, years)
    return credit_years(methodology, shared, split, factors)
