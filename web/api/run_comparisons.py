"""`/simulations/comparisons`: two results laid over each other, as on the lab's page."""

from datetime import date
from typing import Any

from flask import Blueprint, make_response, url_for
from flask import Response as Answer
from pydantic import BaseModel, ConfigDict, Field
from spectree import Response

from simulations import METRICS, Difference
from web.access import signed_in
from web.api.lab_jobs import ACCEPTED
from web.api.methodologies import Titles
from web.api.simulations import RunAnswer, run_answer
from web.api.specification import ErrorAnswer, answers, specification
from web.installation import installation
from web.signin import require_user
from web.simulations.compared_results import Opened, open_result
from web.simulations.run_comparison import Figure, Overlay, laid_over
from web.simulations.runs import find_run
from web.simulations.start_form import begin_pair

api = Blueprint("run_comparisons", __name__, url_prefix="/simulations/comparisons")
TAGS = ["simulations"]
REFERENCE_CHARACTERS_MAX = 80


class ComparedQuery(BaseModel):
    """Two results: a run by its number, a case of an ensemble by number, dot and case."""

    a: str = Field(max_length=REFERENCE_CHARACTERS_MAX)
    b: str = Field(max_length=REFERENCE_CHARACTERS_MAX)
    market: str = ""


class PairRequest(BaseModel):
    """Two scenarios, built in or saved, to run with the seed of the first."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    a: str = Field(max_length=64, description="Id of a built-in scenario, or `own:12@3`.")
    b: str = Field(max_length=64, description="Another, of which the same holds.")


class PairAnswer(BaseModel):
    """Both runs, and where their comparison will be."""

    runs: list[RunAnswer]
    comparison: str


class ResultSide(BaseModel):
    """One result; the case is empty for a run."""

    reference: str
    case: str
    scenario: str
    seeds: list[int]


class SettingSide(BaseModel):
    """One scenario's value at a key, null where it has none, and where the value comes from."""

    model_config = ConfigDict(from_attributes=True)

    value: Any
    source: str
    confidence: str
    origin: str


class SettingDifference(BaseModel):
    """A setting that acts and differs."""

    model_config = ConfigDict(from_attributes=True)

    path: str
    unit: str
    meaning: dict[str, str]
    before: SettingSide
    after: SettingSide


class PriceBand(BaseModel):
    """Closes over the runs of a result, CNY/t: 5 %, median and 95 % of each day shown."""

    low_cny: list[float]
    median_cny: list[float]
    high_cny: list[float]


class RunSpread(BaseModel):
    """A metric over runs: mean, quartiles, and the ends between which 90 % of the runs lie."""

    mean: float
    low: float
    lower: float
    middle: float
    upper: float
    high: float


class FigureDifference(BaseModel):
    """A metric of both; the difference is second less first, run by run with the same seed."""

    name: str
    title: Titles
    unit: str
    first: RunSpread | None
    second: RunSpread | None
    difference: RunSpread | None


class RunComparisonAnswer(BaseModel):
    """What differs between two results: settings, prices by day, and every metric of both."""

    sides: list[ResultSide]
    market: str
    markets: list[str]
    settings: list[SettingDifference]
    common_seeds: int
    days: list[date]
    first: PriceBand
    second: PriceBand
    median_difference_cny: list[float]
    figures: list[FigureDifference]
    page: str
    files: dict[str, str]


@api.get("")
@specification.validate(resp=answers(RunComparisonAnswer, 401, 404, 409, 422), tags=TAGS)
@signed_in
def show_comparison(query: ComparedQuery) -> RunComparisonAnswer:
    """Lay two results over each other."""
    require_user()
    sides = [open_result(installation(), reference) for reference in (query.a, query.b)]
    return _shown(sides, laid_over(sides[0], sides[1], query.market))


@api.post("")
@specification.validate(
    resp=Response(
        HTTP_202=PairAnswer,
        **{f"HTTP_{status}": ErrorAnswer for status in (400, 401, 404, 409, 413, 415, 422)},
    ),
    tags=TAGS,
)
@signed_in
def start_pair(json: PairRequest) -> Answer:
    """Queue runs of two scenarios with one seed, both or none."""
    numbers = begin_pair(installation(), require_user(), json.a, json.b)
    address = url_for(".show_comparison", a=numbers[0], b=numbers[1])
    runs = [run_answer(find_run(installation(), number)) for number in numbers]
    queued = PairAnswer(runs=runs, comparison=address).model_dump(mode="json")
    return make_response(queued, ACCEPTED, {"Location": address})


def _shown(sides: list[Opened], overlay: Overlay) -> RunComparisonAnswer:
    chosen: dict[str, Any] = {
        "a": sides[0].reference,
        "b": sides[1].reference,
        "market": overlay.market,
    }
    return RunComparisonAnswer(
        sides=[
            ResultSide(
                reference=side.reference,
                case=side.case,
                scenario=side.scenario.id,
                seeds=side.seeds,
            )
            for side in sides
        ],
        market=overlay.market,
        markets=list(overlay.markets),
        settings=[_difference(each) for each in overlay.levers],
        common_seeds=overlay.common_seeds,
        days=[date.fromisoformat(day) for day in overlay.days],
        first=_band(overlay, 0),
        second=_band(overlay, 1),
        median_difference_cny=overlay.gaps_cny,
        figures=[_figure(each) for each in overlay.figures],
        page=url_for("lab_comparison.show", **chosen),
        files={"prices.csv": url_for("lab_comparison.download", **chosen)},
    )


def _difference(found: Difference) -> SettingDifference:
    return SettingDifference.model_validate(found, from_attributes=True)


def _band(overlay: Overlay, side: int) -> PriceBand:
    band = overlay.bands[side]
    return PriceBand(
        low_cny=list(band["low"]), median_cny=list(band["middle"]), high_cny=list(band["high"])
    )


def _figure(figure: Figure) -> FigureDifference:
    metric = METRICS[figure.name]
    return FigureDifference.model_validate(
        {
            "name": figure.name,
            "title": metric.name,
            "unit": metric.unit,
            "first": figure.first,
            "second": figure.second,
            "difference": figure.difference,
        }
    )
