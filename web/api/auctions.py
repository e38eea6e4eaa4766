"""`/market/auctions`: notices, sealed bids and results, by the same services as the pages."""

from flask import Blueprint

from market.auctions import (
    HOLDERS,
    auction_view,
    curve_of,
    list_auctions,
    own_part,
    published_auctions,
)
from registry.worlds import Role, reading
from web.access import for_roles, public, signed_in
from web.acting import acting, public_world
from web.api.auction_shapes import (
    AuctionAnswer,
    AuctionList,
    AuctionsQuery,
    CurveAnswer,
    DoneAnswer,
    PublishedList,
    SheetList,
    auction_answer,
    done_answer,
    published_answer,
    sheet_answer,
    step_answer,
)
from web.api.specification import answers, specification
from web.market.auction_inputs import (
    BidsRequest,
    CancelRequest,
    NoticeRequest,
    StepRequest,
    WithdrawRequest,
    announce,
    cancel,
    close,
    publish,
    submit,
    withdraw,
)
from web.market.trading_room import viewer

api = Blueprint("auctions", __name__, url_prefix="/market/auctions")
TAGS = ["market"]
REFUSED = (400, 401, 403, 404, 409, 413, 415, 422)


@api.get("")
@specification.validate(query=AuctionsQuery, resp=answers(AuctionList, 422), tags=TAGS)
@public
def list_all(query: AuctionsQuery) -> AuctionList:
    """List the auctions the reader may see, newest first."""
    with reading(public_world()) as session:
        found = list_auctions(session, viewer(session), query.instrument)
    return AuctionList(auctions=[auction_answer(shown) for shown in found])


@api.get("/published")
@specification.validate(resp=answers(PublishedList), tags=TAGS)
@public
def list_published() -> PublishedList:
    """List auctions that real markets published, with their sources."""
    return PublishedList(auctions=[published_answer(each) for each in published_auctions()])


@api.get("/<number>")
@specification.validate(resp=answers(AuctionAnswer, 404), tags=TAGS)
@public
def show_auction(number: str) -> AuctionAnswer:
    """Show a notice and, once cleared, its result."""
    with reading(public_world()) as session:
        return auction_answer(auction_view(session, number, viewer(session)))


@api.get("/<number>/curve")
@specification.validate(resp=answers(CurveAnswer, 404), tags=TAGS)
@public
def show_curve(number: str) -> CurveAnswer:
    """Show what was bid for at each price, added up without names; empty before the close."""
    with reading(public_world()) as session:
        shown = auction_view(session, number, viewer(session))
        steps = curve_of(session, number)
    return CurveAnswer(auction=shown.number, steps=[step_answer(step) for step in steps])


@api.get("/<number>/bids")
@specification.validate(resp=answers(SheetList, 401, 404), tags=TAGS)
@signed_in
def list_own_bids(number: str) -> SheetList:
    """List one's own sheets of bids, newest first."""
    with reading(public_world()) as session:
        actor = acting(session)
        shown = auction_view(session, number, actor)
        own = own_part(session, number, actor)
    return SheetList(auction=shown.number, sheets=[sheet_answer(each) for each in own.sheets])


@api.post("")
@specification.validate(json=NoticeRequest, resp=answers(DoneAnswer, *REFUSED), tags=TAGS)
@for_roles(Role.OPERATOR, *HOLDERS)
def give_notice(json: NoticeRequest) -> DoneAnswer:
    """Give notice of an auction; sent again with the same `client_id` it answers as before."""
    return done_answer(announce(json, json.client_id))


@api.post("/<number>/bids")
@specification.validate(json=BidsRequest, resp=answers(DoneAnswer, *REFUSED), tags=TAGS)
@for_roles(*HOLDERS)
def submit_bids(number: str, json: BidsRequest) -> DoneAnswer:
    """Give sealed bids; they replace those given before."""
    return done_answer(submit(number, json, json.client_id))


@api.post("/<number>/withdraw")
@specification.validate(json=WithdrawRequest, resp=answers(DoneAnswer, *REFUSED), tags=TAGS)
@for_roles(*HOLDERS)
def withdraw_bids(number: str, json: WithdrawRequest) -> DoneAnswer:
    """Take back all one's bids."""
    return done_answer(withdraw(number, json))


@api.post("/<number>/publish")
@specification.validate(json=StepRequest, resp=answers(DoneAnswer, *REFUSED), tags=TAGS)
@for_roles(Role.OPERATOR)
def publish_auction(number: str, json: StepRequest) -> DoneAnswer:
    """Publish a notice that a holder or buyer asked for."""
    return done_answer(publish(number, json.client_id))


@api.post("/<number>/close")
@specification.validate(json=StepRequest, resp=answers(DoneAnswer, *REFUSED), tags=TAGS)
@for_roles(Role.OPERATOR)
def close_auction(number: str, json: StepRequest) -> DoneAnswer:
    """Clear and settle an auction whose window is over."""
    return done_answer(close(number, json.client_id))


@api.post("/<number>/cancel")
@specification.validate(json=CancelRequest, resp=answers(DoneAnswer, *REFUSED), tags=TAGS)
@for_roles(Role.OPERATOR, *HOLDERS)
def cancel_auction(number: str, json: CancelRequest) -> DoneAnswer:
    """Cancel an auction before its window."""
    return done_answer(cancel(number, json, json.client_id))
