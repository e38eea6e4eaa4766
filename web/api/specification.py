"""OpenAPI 3.1 by SpecTree, and the shapes that all nouns share."""

from importlib.metadata import version
from threading import Lock
from typing import Any, Literal

from pydantic import BaseModel, ValidationError
from spectree import Response, SpecTree

from web.errors import InvalidInputError
from web.refusals import Refusal

_NAMED: dict[str, type[BaseModel]] = {}


class ErrorAnswer(BaseModel):
    """How every refusal looks."""

    error: Refusal


def _name_of(model: type[BaseModel]) -> str:
    """Return a model's name in the description, after its module's where another has the name."""
    module = model.__module__.rpartition(".")[2].title().replace("_", "")
    names = (model.__name__, f"{module}{model.__name__}")
    return next(name for name in names if _NAMED.setdefault(name, model) is model)


class _Specification(SpecTree):
    """Describes each model once, when the description is first read, so that servers start fast.

    SpecTree itself describes a model wherever an operation names it, thirteen hundred times.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self._declared: dict[str, tuple[Any, Literal["validation", "serialization"]]] = {}
        self._describing = Lock()
        super().__init__(*arguments, **named)

    def _add_model(
        self, model: Any, mode: Literal["validation", "serialization"] = "validation"
    ) -> str:
        name = str(self.naming_strategy(model))
        self._declared[name] = model, mode
        return name

    def _generate_spec(self) -> Any:
        with self._describing:
            for model, mode in self._declared.values():
                super()._add_model(model, mode)
            return super()._generate_spec()


def answers(model: type[BaseModel] | Any, *refusals: int) -> Response:
    """Declare what an operation answers: the model, and refusals with these status codes."""
    declared: dict[str, Any] = {f"HTTP_{status}": ErrorAnswer for status in refusals}
    return Response(HTTP_200=model, **declared)


def _refuse(
    _request: Any, _response: Any, error: Exception | None, _instance: Any, _adapter: Any
) -> None:
    if isinstance(error, ValidationError):
        raise InvalidInputError(error)


specification = _Specification(
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
    naming_strategy=_name_of,
    nested_naming_strategy=lambda parent, child: f"{parent}.{child}",
    validation_error_status=422,
    validation_error_model=ErrorAnswer,
    before=_refuse,
)
