"""`/market/contracts/series`: series, offers and margin, by the same services as the pages."""

from flask import Blueprint

from market.derivatives import list_series_views, series_page
from registry.worlds import DISPOSING, Role, reading
from web.access import for_roles, public
from web.acting import public_world
from web.api.series_shapes import (
    OptionAnswer,
    OptionsAnswer,
    SeriesList,
    SeriesPageAnswer,
    SeriesStepAnswer,
    page_answer,
    series_answer,
    series_step_answer,
)
from web.api.specification import answers, specification
from web.market.option_calculator import OptionRequest, valued
from web.market.series_inputs import (
    SeriesOfferRequest,
    SeriesRequest,
    StepRequest,
    accept_offer,
    answer_call,
    end_offer,
    list_series,
    offer_trade,
)
from web.market.trading_room import viewer

api = Blueprint("series", __name__, url_prefix="/market/contracts")
TAGS = ["market"]
REFUSED = (400, 401, 403, 404, 409, 413, 415, 422)


@api.get("/series")
@specification.validate(resp=answers(SeriesList), tags=TAGS)
@public
def list_all() -> SeriesList:
    """List series of forwards, futures and options, open ones first."""
    with reading(public_world()) as session:
        return SeriesList(series=[series_answer(view) for view in list_series_views(session)])


@api.get("/series/<code>")
@specification.validate(resp=answers(SeriesPageAnswer, 404), tags=TAGS)
@public
def show(code: str) -> SeriesPageAnswer:
    """Show a series with terms, prices, and the reader's own positions, marks and offers."""
    with reading(public_world()) as session:
        return page_answer(series_page(session, code, viewer(session)))


@api.post("/series")
@specification.validate(json=SeriesRequest, resp=answers(SeriesStepAnswer, *REFUSED), tags=TAGS)
@for_roles(Role.OPERATOR)
def add(json: SeriesRequest) -> SeriesStepAnswer:
    """List a series; terms left out are those of the rules."""
    done = list_series(json, json.client_id)
    return SeriesStepAnswer(series=str(done.data["series"]), replayed=done.replayed)


@api.post("/series/<code>/offers")
@specification.validate(
    json=SeriesOfferRequest, resp=answers(SeriesStepAnswer, *REFUSED), tags=TAGS
)
@for_roles(*DISPOSING)
def offer(code: str, json: SeriesOfferRequest) -> SeriesStepAnswer:
    """Offer another account a trade."""
    return series_step_answer(offer_trade(code, json, json.client_id))


@api.post("/series-offers/<int:number>/accept")
@specification.validate(json=StepRequest, resp=answers(SeriesStepAnswer, *REFUSED), tags=TAGS)
@for_roles(*DISPOSING)
def accept(number: int, json: StepRequest) -> SeriesStepAnswer:
    """Accept an offer; the central counterparty takes the trade over."""
    return series_step_answer(accept_offer(number, json.client_id))


@api.post("/series-offers/<int:number>/end")
@specification.validate(json=StepRequest, resp=answers(SeriesStepAnswer, *REFUSED), tags=TAGS)
@for_roles(*DISPOSING)
def end(number: int, json: StepRequest) -> SeriesStepAnswer:
    """Withdraw an own offer, or decline one."""
    return series_step_answer(end_offer(number, json.client_id))


@api.post("/margin-calls/<int:number>")
@specification.validate(json=StepRequest, resp=answers(SeriesStepAnswer, *REFUSED), tags=TAGS)
@for_roles(*DISPOSING)
def post_margin(number: int, json: StepRequest) -> SeriesStepAnswer:
    """Post the margin that a call asks for."""
    return series_step_answer(answer_call(number, json.client_id))


@api.get("/options")
@specification.validate(query=OptionRequest, resp=answers(OptionsAnswer, 422), tags=TAGS)
@public
def options(query: OptionRequest) -> OptionsAnswer:
    """Calculate a European call and put on a forward."""
    return OptionsAnswer(
        options=[
            OptionAnswer(
                option_type=each.option_type,
                implied_volatility_pct=each.implied_volatility_pct,
                **each.value._asdict(),
            )
            for each in valued(query)
        ]
    )
