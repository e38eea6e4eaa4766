"""One shape for everything refused, in one language, for pages, API and command line.

Package errors carry their own texts; errors of Pydantic are mapped by error type; a file that
cannot be read or parsed is described here.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, ClassVar, Final, Literal, Protocol, cast, runtime_checkable

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from web.refusal_texts import INVALID, PYDANTIC, VALIDATION
from web.storable_text import printable

Language = Literal["zh", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("zh", "en")
VALUE_CHARACTERS_MAX = 80
MINUS = "\N{MINUS SIGN}"
YEARS = range(1990, 2101)
"""Whole numbers that are most likely years, which nobody groups."""


@runtime_checkable
class RefusedByRule(Protocol):
    """What each package's base error looks like from outside."""

    code: ClassVar[str]
    text: ClassVar[Mapping[str, str]]
    rule: ClassVar[Mapping[str, str]]
    source: ClassVar[str]
    fix: ClassVar[Mapping[str, str]]
    facts: dict[str, object]


Shown = Annotated[str, BeforeValidator(printable)]
"""Text that may repeat what was sent, in a form that can always be encoded."""


class Refusal(BaseModel):
    """One refusal in one language; `fields` lists those of single input fields.

    `number` is that of the registry's check, 0 where none is numbered.
    """

    model_config = ConfigDict(validate_assignment=True)

    code: str
    number: int = 0
    sentence: Shown
    rule: Shown = ""
    source: Shown = ""
    fix: Shown = ""
    field: Shown = ""
    value: Shown = ""
    fields: list["Refusal"] = []


def language_of(tag: str | None) -> Language:
    """Return `zh` for any Chinese tag (`zh`, `zh-CN`, `zh_Hans_CN`), else `en`."""
    return "zh" if (tag or "").lower().startswith("zh") else "en"


def is_refusal(error: BaseException) -> bool:
    """Tell whether the error is an expected one, which `refusal` can put into words."""
    expected = (ValidationError, json.JSONDecodeError, UnicodeDecodeError, OSError, RefusedByRule)
    return isinstance(error, expected)


def refusal(error: BaseException, language: Language, fields_max: int | None = None) -> Refusal:
    """Put an expected error into words.

    Args:
        error: a package's error, a Pydantic `ValidationError`, or a file that cannot be read.
        language: `zh` or `en`.
        fields_max: of a `ValidationError`, how many wrong fields are told; without it all.

    Returns:
        The refusal; for a `ValidationError` its `fields` hold one refusal per field.

    Raises:
        TypeError: the error is none of these, that is, a defect of the program.
    """
    if isinstance(error, ValidationError):
        return _of_validation(error, language, fields_max)
    if isinstance(error, RefusedByRule):
        return _of_rule(error, language)
    if isinstance(error, json.JSONDecodeError):
        return _described(
            "input.json", language, line=error.lineno, column=error.colno, reason=error.msg
        )
    if isinstance(error, UnicodeDecodeError):
        return _described("input.encoding", language)
    if isinstance(error, OSError):
        return _described(
            "input.file", language, file=error.filename or "", reason=error.strerror or str(error)
        )
    raise TypeError(f"not a refusal: {error!r}")


def _of_rule(error: RefusedByRule, language: Language) -> Refusal:
    facts = {name: _spoken(value, language) for name, value in error.facts.items()}
    shown = Refusal(
        code=error.code,
        number=getattr(error, "number", 0),
        sentence=_text(error.text, language).format_map(_Facts(facts)),
        rule=_text(error.rule, language).format_map(_Facts(facts)),
        source=_text(error.source, language).format_map(_Facts(facts)),
        fix=_text(error.fix, language).format_map(_Facts(facts)),
        field=str(error.facts.get("field", "")),
        value=_shortened(_in_language(error.facts.get("value", ""), language)),
    )
    if shown.field:
        shown.fields = [shown.model_copy()]
    return shown


def _of_validation(error: ValidationError, language: Language, fields_max: int | None) -> Refusal:
    fields = []
    for item in error.errors(include_url=False)[:fields_max]:
        location = ".".join(str(part) for part in item["loc"])
        context = item.get("ctx", {})
        raised = context.get("error")
        if isinstance(raised, RefusedByRule):
            inner = _of_rule(raised, language)
            inner.fields = []
            inner.field = inner.field or location
            fields.append(inner)
            continue
        text = PYDANTIC.get(item["type"], INVALID)
        facts = _Facts({name: str(_spoken(value, language)) for name, value in context.items()})
        fields.append(
            Refusal(
                code=f"input.{item['type']}" if item["type"] in PYDANTIC else "input.value",
                sentence=text["sentence"][language].format_map(facts),
                fix=text["fix"][language].format_map(facts),
                field=location,
                value="" if item["type"] == "missing" else _shortened(item["input"]),
            )
        )
    return _described("input.invalid", language, count=error.error_count()).model_copy(
        update={"fields": fields}
    )


def _described(code: str, language: Language, **facts: object) -> Refusal:
    text = VALIDATION[code]
    return Refusal(
        code=code,
        sentence=text["sentence"][language].format_map(_Facts(facts)),
        fix=text["fix"][language].format_map(_Facts(facts)),
    )


class _Facts(dict[str, object]):
    """Facts for `str.format_map`; a missing one shows as a gap, never as a crash."""

    def __missing__(self, key: str) -> str:
        return "…"


def _text(text: Mapping[str, str] | str, language: Language) -> str:
    if isinstance(text, str):
        return text
    return text.get(language) or text.get("en", "")


def _spoken(value: object, language: Language) -> object:
    """Return a fact as sentences say it: numbers in groups of three, names in the language."""
    if isinstance(value, Decimal) and value.is_finite():
        return f"{value:,f}".replace("-", MINUS)
    if isinstance(value, int) and not isinstance(value, bool) and value not in YEARS:
        return f"{value:,}".replace("-", MINUS)
    return _in_language(value, language)


def _in_language(value: object, language: Language) -> object:
    if isinstance(value, Mapping):
        return _text(cast("Mapping[str, str]", value), language)
    return value


def _shortened(value: object) -> str:
    shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return shown if len(shown) <= VALUE_CHARACTERS_MAX else shown[: VALUE_CHARACTERS_MAX - 1] + "…"
