"""OpenAPI 3.1 by SpecTree, and the shapes that all nouns share."""

from importlib.metadata import version
from typing import Any

from pydantic import BaseModel, ValidationError
from spectree import Response, SpecTree

from web.errors import InvalidInputError
from web.refusals import Refusal


class ErrorAnswer(BaseModel):
    """How every refusal looks."""

    error: Refusal


def answers(model: type[BaseModel] | Any, *refusals: int) -> Response:
    """Declare what an operation answers: the model, and refusals with these status codes."""
    declared: dict[str, Any] = {f"HTTP_{status}": ErrorAnswer for status in refusals}
    return Response(HTTP_200=model, **declared)


def _refuse(
    _request: Any, _response: Any, error: Exception | None, _instance: Any, _adapter: Any
) -> None:
    if isinstance(error, ValidationError):
        raise InvalidInputError(error)


specification = SpecTree(
    "flask",
    title="TanLab",
    version=version("tanlab"),
    description=(
        "Decimals are strings, quantities integers. Every refusal is `{error: {code, sentence, "
        "rule, source, fix, field, value, fields}}` in the language of `Accept-Language`. "
        "Changing requests of a signed-in session carry the header `X-CSRFToken`."
    ),
    path="-",  # routes below this path are left out; the description has a view of its own
    mode="strict",
    page_templates={},
    annotations=True,
    naming_strategy=lambda model: model.__name__,
    nested_naming_strategy=lambda _parent, child: child,
    validation_error_status=422,
    validation_error_model=ErrorAnswer,
    before=_refuse,
)
