"""`/market/blocks`: block offers and their steps, by the same services as the pages."""

from flask import Blueprint

from market.blocks import list_offers, show_offer
from registry.worlds import DISPOSING, reading
from web.access import for_roles, public
from web.acting import public_world
from web.api.block_shapes import (
    OfferAnswer,
    OfferList,
    OffersQuery,
    StepAnswer,
    offer_answer,
    step_answer,
)
from web.api.specification import answers, specification
from web.market.block_inputs import (
    AnswerRequest,
    CounterRequest,
    OfferRequest,
    WithdrawRequest,
    accept,
    counter,
    decline,
    offer,
    withdraw,
)
from web.market.trading_room import viewer

api = Blueprint("blocks", __name__, url_prefix="/market/blocks")
TAGS = ["market"]
REFUSED = (400, 401, 403, 404, 409, 413, 415, 422)


@api.get("")
@specification.validate(query=OffersQuery, resp=answers(OfferList, 404, 422), tags=TAGS)
@public
def list_blocks(query: OffersQuery) -> OfferList:
    """List the block offers the reader may see, newest first."""
    with reading(public_world()) as session:
        found = list_offers(session, viewer(session), **query.model_dump())
    return OfferList(offers=[offer_answer(shown) for shown in found])


@api.get("/<number>")
@specification.validate(resp=answers(OfferAnswer, 404), tags=TAGS)
@public
def show_block(number: str) -> OfferAnswer:
    """Show a block offer with what the reader may see of its rounds."""
    with reading(public_world()) as session:
        return offer_answer(show_offer(session, number, viewer(session)))


@api.post("")
@specification.validate(json=OfferRequest, resp=answers(StepAnswer, *REFUSED), tags=TAGS)
@for_roles(*DISPOSING)
def offer_block(json: OfferRequest) -> StepAnswer:
    """Offer a block; sent again with the same `client_id` it gives the first answer."""
    return step_answer(offer(json, json.client_id))


@api.post("/<number>/counters")
@specification.validate(json=CounterRequest, resp=answers(StepAnswer, *REFUSED), tags=TAGS)
@for_roles(*DISPOSING)
def counter_block(number: str, json: CounterRequest) -> StepAnswer:
    """Propose other terms."""
    return step_answer(counter(number, json, json.client_id))


@api.post("/<number>/accept")
@specification.validate(json=AnswerRequest, resp=answers(StepAnswer, *REFUSED), tags=TAGS)
@for_roles(*DISPOSING)
def accept_block(number: str, json: AnswerRequest) -> StepAnswer:
    """Accept the proposal of a round; the trade settles at once."""
    return step_answer(accept(number, json))


@api.post("/<number>/decline")
@specification.validate(json=AnswerRequest, resp=answers(StepAnswer, *REFUSED), tags=TAGS)
@for_roles(*DISPOSING)
def decline_block(number: str, json: AnswerRequest) -> StepAnswer:
    """Decline the proposal of a round."""
    return step_answer(decline(number, json))


@api.post("/<number>/withdraw")
@specification.validate(json=WithdrawRequest, resp=answers(StepAnswer, *REFUSED), tags=TAGS)
@for_roles(*DISPOSING)
def withdraw_block(number: str, json: WithdrawRequest) -> StepAnswer:
    """Take back one's own proposal."""
    return step_answer(withdraw(number, json))
