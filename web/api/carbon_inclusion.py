"""`/carbon-inclusion`: schemes, platforms, their records in bulk, batches and carbon accounts."""

from typing import Any

from flask import Blueprint, abort, make_response, request

from registry.carbon_inclusion import (
    BatchStep,
    Content,
    RowsRefused,
    batch,
    carbon_account,
    find_scheme,
    list_batches,
    list_platforms,
    platform,
    scheme_figures,
    schemes_on,
    user_codes,
)
from registry.parties import find_account
from registry.rules import rule_book
from registry.worlds import Command, Role, reading
from web.access import for_roles, public, signed_in
from web.acting import public_world
from web.api.carbon_inclusion_shapes import (
    BatchShape,
    CarbonAccountShape,
    InclusionAnswer,
    PlatformList,
    PlatformPageShape,
    PlatformShape,
    SchemeList,
    SchemeShape,
    scheme_shape,
)
from web.api.specification import answers, specification
from web.carbon_inclusion.files import FILE_BYTES_MAX, command_rows
from web.carbon_inclusion.inputs import (
    ActivitiesRequest,
    BatchStepRequest,
    ConsentsRequest,
    PeriodRequest,
    PlatformRequest,
    RewardsRequest,
    aggregate_command,
    batch_command,
    platform_command,
    rows_command,
)
from web.carbon_inclusion.people import judging_body
from web.carbon_inclusion.refusals import rows_refusal
from web.carrying_out import carry_out_command, rehearse
from web.errors import UNPROCESSABLE, answer, validated
from web.languages import current_language

api = Blueprint("carbon_inclusion", __name__)

REFUSED = (400, 401, 403, 404, 409, 413, 415, 422)


@api.url_value_preprocessor
def allow_many_records(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Let a request of this noun carry many records, before anything reads its body."""
    request.max_content_length = FILE_BYTES_MAX


@api.get("/carbon-inclusion/schemes")
@specification.validate(resp=answers(SchemeList), tags=["carbon inclusion"])
@public
def list_schemes() -> SchemeList:
    """List the schemes with their uses, terms, factors and public figures."""
    with reading(public_world()) as session:
        known = schemes_on(rule_book(session), session.clock.today())
        figures = scheme_figures(session, [each.code for each in known])
    shown = [scheme_shape(each, sums) for each, sums in zip(known, figures, strict=True)]
    return SchemeList(schemes=shown)


@api.get("/carbon-inclusion/schemes/<code>")
@specification.validate(resp=answers(SchemeShape, 404), tags=["carbon inclusion"])
@public
def show_scheme(code: str) -> SchemeShape:
    """Show a scheme."""
    with reading(public_world()) as session:
        found = find_scheme(rule_book(session), code, session.clock.today())
        (figures,) = scheme_figures(session, [code])
    return scheme_shape(found, figures)


@api.get("/carbon-inclusion/platforms")
@specification.validate(resp=answers(PlatformList), tags=["carbon inclusion"])
@public
def show_platforms() -> PlatformList:
    """List the platforms with their sums."""
    with reading(public_world()) as session:
        found = list_platforms(session)
    return PlatformList(platforms=[PlatformShape.model_validate(each) for each in found])


@api.post("/carbon-inclusion/platforms")
@specification.validate(
    json=PlatformRequest, resp=answers(InclusionAnswer, *REFUSED), tags=["carbon inclusion"]
)
@for_roles(Role.OPERATOR)
def register_platform() -> InclusionAnswer:
    """Register a platform."""
    asked = validated(PlatformRequest, request.get_json())
    with reading(public_world()) as session:
        party_id = find_account(session, asked.account).party_id or 0
    return _done(platform_command(asked, asked.kinds, party_id, asked.client_id))


@api.get("/carbon-inclusion/platforms/<number>")
@specification.validate(resp=answers(PlatformPageShape, 404), tags=["carbon inclusion"])
@public
def show_platform(number: str) -> PlatformPageShape:
    """Show a platform and its batches."""
    with reading(public_world()) as session:
        found = platform(session, number)
        made = list_batches(session, platform=number)
    return PlatformPageShape(
        platform=PlatformShape.model_validate(found),
        batches=[BatchShape.model_validate(each) for each in made],
    )


@api.post("/carbon-inclusion/platforms/<number>/activities")
@specification.validate(
    json=ActivitiesRequest, resp=answers(InclusionAnswer, *REFUSED), tags=["carbon inclusion"]
)
@signed_in
def record_activities(number: str) -> InclusionAnswer:
    """Store activities of a platform's users, all or none; a record id is stored once."""
    return _record(number, Content.ACTIVITIES, validated(ActivitiesRequest, request.get_json()))


@api.post("/carbon-inclusion/platforms/<number>/consents")
@specification.validate(
    json=ConsentsRequest, resp=answers(InclusionAnswer, *REFUSED), tags=["carbon inclusion"]
)
@signed_in
def record_consents(number: str) -> InclusionAnswer:
    """Store who agreed to aggregation or withdrew that, all or none."""
    return _record(number, Content.CONSENTS, validated(ConsentsRequest, request.get_json()))


@api.post("/carbon-inclusion/platforms/<number>/rewards")
@specification.validate(
    json=RewardsRequest, resp=answers(InclusionAnswer, *REFUSED), tags=["carbon inclusion"]
)
@signed_in
def record_rewards(number: str) -> InclusionAnswer:
    """Store what users were given for their activities, all or none."""
    return _record(number, Content.REWARDS, validated(RewardsRequest, request.get_json()))


@api.post("/carbon-inclusion/platforms/<number>/batches")
@specification.validate(
    json=PeriodRequest, resp=answers(InclusionAnswer, *REFUSED), tags=["carbon inclusion"]
)
@signed_in
def aggregate(number: str) -> InclusionAnswer:
    """Aggregate the reductions of a period that wait."""
    asked = validated(PeriodRequest, request.get_json())
    return _done(aggregate_command(number, asked, asked.client_id))


@api.get("/carbon-inclusion/batches/<number>")
@specification.validate(resp=answers(BatchShape, 404), tags=["carbon inclusion"])
@public
def show_batch(number: str) -> BatchShape:
    """Show a batch."""
    with reading(public_world()) as session:
        return BatchShape.model_validate(batch(session, number))


@api.post("/carbon-inclusion/batches/<number>/steps")
@specification.validate(
    json=BatchStepRequest, resp=answers(InclusionAnswer, *REFUSED), tags=["carbon inclusion"]
)
@for_roles(Role.VERIFIER, Role.OPERATOR)
def take_batch_step(number: str) -> InclusionAnswer:
    """Verify or reject a batch, or issue its credits, each step by its role."""
    asked = validated(BatchStepRequest, request.get_json())
    with reading(public_world()) as session:
        body = judging_body(session, batch(session, number))
    return _done(batch_command(BatchStep(asked.step), number, asked, body, asked.client_id))


@api.get("/carbon-inclusion/accounts/<code>")
@specification.validate(resp=answers(CarbonAccountShape, 404), tags=["carbon inclusion"])
@public
def show_account(code: str) -> CarbonAccountShape:
    """Show a personal carbon account to whoever has its code."""
    with reading(public_world()) as session:
        return CarbonAccountShape.model_validate(carbon_account(session, code))


def _record(number: str, content: Content, asked: Any) -> InclusionAnswer:
    """Store rows, or check them; refused rows are the refusal's fields."""
    with reading(public_world()) as session:
        code_of = user_codes(session, number)
    rows = command_rows(content, (each.model_dump() for each in asked.records), code_of)
    command = rows_command(content, number, rows, asked.client_id)
    try:
        if asked.dry_run:
            return InclusionAnswer(**rehearse(command), replayed=False)
        return _done(command)
    except RowsRefused as error:
        refused = answer(rows_refusal(error, current_language()), UNPROCESSABLE)
        abort(make_response(refused))


def _done(command: Command) -> InclusionAnswer:
    outcome = carry_out_command(command)
    return InclusionAnswer.model_validate({**outcome.data, "replayed": outcome.replayed})
