"""`/market/contracts`: repo, pledge and lending of units, by the same services as the pages."""

from flask import Blueprint

from market.financing import financing_contract, financing_contracts, financing_offered
from registry.worlds import DISPOSING, reading
from web.access import for_roles, public, signed_in
from web.acting import acting, public_world
from web.api.financing_shapes import (
    ContractPageAnswer,
    ContractsAnswer,
    ContractsQuery,
    DoneAnswer,
    contract_answer,
    done_answer,
    offered_answer,
    page_answer,
)
from web.api.specification import answers, specification
from web.market.financing_desk import carry_out, top_up
from web.market.financing_inputs import (
    STEPS,
    LendingRequest,
    PledgeRequest,
    RepoRequest,
    StepRequest,
    TopUpRequest,
    offering,
)
from web.market.trading_room import viewer

api = Blueprint("financing", __name__, url_prefix="/market/contracts")
TAGS = ["market"]
REFUSED = (400, 401, 403, 404, 409, 413, 415, 422)


@api.get("")
@specification.validate(query=ContractsQuery, resp=answers(ContractsAnswer, 422), tags=TAGS)
@public
def list_contracts(query: ContractsQuery) -> ContractsAnswer:
    """List what is offered on which terms, and the signed-in person's contracts."""
    with reading(public_world()) as session:
        actor = viewer(session)
        own = financing_contracts(session, actor, standing=query.standing) if actor else []
        return ContractsAnswer(
            offered=[offered_answer(each) for each in financing_offered(session)],
            contracts=[contract_answer(each) for each in own],
        )


@api.get("/<number>")
@specification.validate(resp=answers(ContractPageAnswer, 401, 403, 404), tags=TAGS)
@signed_in
def show_contract(number: str) -> ContractPageAnswer:
    """Show a contract with its ledger and marks, to its parties and those who oversee."""
    with reading(public_world()) as session:
        return page_answer(financing_contract(session, number, acting(session)))


@api.post("/repo")
@specification.validate(json=RepoRequest, resp=answers(DoneAnswer, *REFUSED), tags=TAGS)
@for_roles(*DISPOSING)
def offer_repo(json: RepoRequest) -> DoneAnswer:
    """Offer a repo; sent again with the same `client_id` it gives the first answer."""
    return done_answer(carry_out(offering(json, json.client_id)))


@api.post("/pledge")
@specification.validate(json=PledgeRequest, resp=answers(DoneAnswer, *REFUSED), tags=TAGS)
@for_roles(*DISPOSING)
def offer_pledge(json: PledgeRequest) -> DoneAnswer:
    """Offer a loan of cash against pledged units."""
    return done_answer(carry_out(offering(json, json.client_id)))


@api.post("/lending")
@specification.validate(json=LendingRequest, resp=answers(DoneAnswer, *REFUSED), tags=TAGS)
@for_roles(*DISPOSING)
def offer_lending(json: LendingRequest) -> DoneAnswer:
    """Offer a loan of units against cash collateral."""
    return done_answer(carry_out(offering(json, json.client_id)))


@api.post("/<number>/<any(accept, decline, withdraw, settle):step>")
@specification.validate(json=StepRequest, resp=answers(DoneAnswer, *REFUSED), tags=TAGS)
@for_roles(*DISPOSING)
def take_step(number: str, step: str, json: StepRequest) -> DoneAnswer:
    """Accept, decline or withdraw an offer, or settle a running contract."""
    command = STEPS[step](client_id=json.client_id, contract=number)  # type: ignore[call-arg]
    return done_answer(carry_out(command))


@api.post("/<number>/top-up")
@specification.validate(json=TopUpRequest, resp=answers(DoneAnswer, *REFUSED), tags=TAGS)
@for_roles(*DISPOSING)
def add_security(number: str, json: TopUpRequest) -> DoneAnswer:
    """Add security: t of units to a repo or pledge, CNY to a loan of units."""
    return done_answer(top_up(number, json, json.client_id))
