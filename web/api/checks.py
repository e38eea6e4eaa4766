"""`/checks`: the numbered checks with rule, source and way out, in both languages."""

from collections.abc import Mapping

from flask import Blueprint
from pydantic import BaseModel

from market.checks import checks
from web.access import public
from web.api.specification import answers, specification

api = Blueprint("checks", __name__, url_prefix="/checks")


class CheckShape(BaseModel):
    """One check."""

    number: int
    code: str
    rule: Mapping[str, str]
    text: Mapping[str, str]
    source: str
    fix: Mapping[str, str]


class CheckList(BaseModel):
    """Every check, by number."""

    checks: list[CheckShape]


@api.get("")
@specification.validate(resp=answers(CheckList), tags=["checks"])
@public
def list_checks() -> CheckList:
    """List every numbered check."""
    return CheckList(
        checks=[
            CheckShape(
                number=each.number,
                code=each.code,
                rule=dict(each.rule),
                text=dict(each.text),
                source=each.source,
                fix=dict(each.fix),
            )
            for each in checks()
        ]
    )
