"""What is sent to the routes of estimates and factors: a valid body, and what is hostile about it.

Every field of every methodology is attacked where the methodologies are tested; here the kinds of
fields are, through the application.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from methodologies import find, list_methodologies
from tests.web.hostile.attacks import HUGE, LONG, MISSING, NUL, SURPLUS
from tests.web.hostile.besieged import SCRIPT, new_id
from tests.web.hostile.studio import FACTORS, Studio
from tests.web.project_life import INPUTS
from web.estimates.batch_form import example_record, file_headings
from web.estimates.drafts import new_token
from web.estimates.links import packed

WIND: Final = {"methodology_id": "ccer-01-002"}
BUS: Final = {"methodology_id": "inclusion-wuhan-bus"}
RECORDS: Final = "\n".join(
    ",".join(line(find(BUS["methodology_id"]))) for line in (file_headings, example_record)
)
QUERY: Final = {"inputs": packed(INPUTS)}
NOBODY: Final = {"visitor": 401}
NO_ADMINISTRATOR: Final = {"visitor": 401, "dora": 403, "verifier": 403}
NO_DEVELOPER: Final = {"visitor": 401, "verifier": 403, "adam": 403}
DEEP: Final[Any] = [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
NO_NUMBER: Final[tuple[object, ...]] = (
    [],
    {},
    "",
    SCRIPT,
    NUL,
    "1e400",
    "NaN",
    float("nan"),
    HUGE,
    -HUGE,
)
NO_TEXT: Final[tuple[object, ...]] = ([], {}, 7, True, NUL, LONG, DEEP)
KINDS: Final[Mapping[str, Sequence[object]]] = {
    "id": (*NO_TEXT, "a b", SCRIPT),
    "text": (*NO_TEXT, ""),
    "choice": (*NO_TEXT, "", SCRIPT, "=1+1"),
    "integer": (*NO_NUMBER, 1.5),
    "decimal": NO_NUMBER,
    "date": ([], "", SCRIPT, NUL, LONG, True, HUGE, "2026-02-30", "0"),
    "boolean": ([], 7, NUL, LONG, SCRIPT),
    "rows": ("x", 7, {}, [[]], [None], [{SURPLUS: 1}], DEEP, [{}] * 10_001),
    "object": ([], "x", 7, True, NUL, DEEP, {SURPLUS: 1}),
    "packed": ("", SCRIPT, NUL, LONG, "eJw", packed({SURPLUS: 1})),
    "base64": (*NO_TEXT, "", SCRIPT, "eJw="),
}


@dataclass(frozen=True, kw_only=True)
class Request:
    """A request that would be carried out.

    Args:
        route: method and route.
        who: sends it.
        body: fields, as JSON has them, without client id.
        kinds: of the fields; one without kind is not changed.
        args: of the route.
        query: of the address.
        optional: fields that may be left out or be empty.
        harmless: fields with the hostile values that they take after all.
        barred: who may not do it, with the status of the answer.
    """

    route: str
    who: str = "visitor"
    body: Mapping[str, Any] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    args: Mapping[str, object] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    optional: tuple[str, ...] = ()
    harmless: Mapping[str, tuple[object, ...]] = field(default_factory=dict)
    barred: Mapping[str, int] = field(default_factory=dict)

    @property
    def method(self) -> str:
        """Return the method."""
        return self.route.partition(" ")[0]

    @property
    def is_json(self) -> bool:
        """Tell whether it goes to the JSON interface."""
        return "/api/" in self.route

    def path(self, **args: object) -> str:
        """Return the address with the arguments, or others."""
        path = self.route.partition(" ")[2]
        for name, value in {**self.args, **args}.items():
            path = path.replace(f"<{name}>", str(value))
        query = "&".join(f"{name}={value}" for name, value in self.query.items())
        return f"{path}?{query}" if query else path

    def valid(self) -> dict[str, Any]:
        """Return the body, with a new client id where one is asked for."""
        return {**self.body, **({"client_id": new_id()} if "client_id" in self.kinds else {})}


def hostile_values(asked: Request, name: str) -> Iterator[object]:
    """Return what a field does not take; a form sends texts only."""
    harmless = {repr(value) for value in asked.harmless.get(name, ())}
    for value in (MISSING, *KINDS[asked.kinds[name]]):
        if repr(value) in harmless or (name in asked.optional and value in (MISSING, "", [], {})):
            continue
        is_text = value is MISSING or isinstance(value, str) or value in (HUGE, -HUGE)
        if asked.is_json or (is_text and not (value is MISSING and asked.kinds[name] == "boolean")):
            yield value


def hostile_bodies(asked: Request) -> Iterator[tuple[str, object, dict[str, Any]]]:
    """Return field, value and body; each body differs from the valid one in one field."""
    for name in asked.kinds:
        for value in hostile_values(asked, name):
            body = {**asked.valid(), name: value}
            yield name, value, {key: each for key, each in body.items() if each is not MISSING}
    if asked.is_json and asked.kinds:
        yield SURPLUS, SCRIPT, {**asked.valid(), SURPLUS: SCRIPT}


def requests(place: Studio) -> Iterator[Request]:
    """Return every request that changes something, or calculates."""
    yield from calculations()
    yield from questions()
    yield from drafts(place)
    yield from saved_estimates(place)
    yield from comparisons(place)
    yield from share_links(place)
    yield from factor_imports()


def calculations() -> Iterator[Request]:
    """Each methodology through the JSON interface, with each kind of field that is new in it."""
    tried: set[tuple[str, bool]] = set()
    for methodology in list_methodologies():
        new = {(each.kind, each.required): each for each in reversed(methodology.fields)}
        fields = [each for kind, each in new.items() if kind not in tried]
        tried |= new.keys()
        yield Request(
            route=f"POST /api/v1/estimates/{methodology.id}",
            body=next(iter(methodology.examples.values())),
            kinds={each.name: each.kind for each in fields},
            optional=tuple(each.name for each in fields if not each.required),
        )


def questions() -> Iterator[Request]:
    """What is asked of one calculation, as JSON and as forms."""
    yield from _asked_as_json()
    yield from _asked_by_forms()


def _asked_as_json() -> Iterator[Request]:
    inputs: dict[str, Any] = {"body": {"inputs": INPUTS}, "args": WIND}
    api = "POST /api/v1/estimates/<methodology_id>"
    yield Request(
        route=f"{api}/uncertainty",
        kinds={"inputs": "object", "question": "object"},
        optional=("question",),
        **inputs,
    )
    yield Request(
        route=f"{api}/years",
        body={"inputs": INPUTS, "plan": {"first_year": 2021, "last_year": 2022}},
        kinds={"inputs": "object", "plan": "object"},
        args=WIND,
    )
    yield Request(
        route=f"{api}/report",
        kinds={"inputs": "object", "lang": "choice", "title": "text", "sections": "rows"},
        optional=("lang", "title", "sections"),
        **inputs,
    )
    yield Request(
        route=f"{api}/form",
        kinds={"inputs": "object"},
        optional=("inputs",),
        harmless={"inputs": ({SURPLUS: 1},)},
        **inputs,
    )
    yield Request(
        route=f"{api}/batch",
        body={"csv": RECORDS, "same": {"period": "month"}},
        kinds={"csv": "text", "same": "object"},
        args=BUS,
        optional=("same",),
    )


def _asked_by_forms() -> Iterator[Request]:
    typed = {name: str(value) for name, value in INPUTS.items()}
    yield Request(
        route="POST /estimate/<methodology_id>/begin",
        body=QUERY,
        kinds={"inputs": "packed"},
        harmless={"inputs": (packed({SURPLUS: 1}),)},
        args=WIND,
    )
    yield Request(
        route="POST /estimate/<methodology_id>/new",
        body=typed,
        kinds={"distance_to_shore_km": "decimal", "grid": "choice", "factor_year": "integer"},
        args=WIND,
    )
    yield Request(
        route="POST /estimate/<methodology_id>/uncertainty",
        body={
            "spreads.0.symbol": "EG_export,y",
            "spreads.0.shape": "normal",
            "spreads.0.uncertainty_pct": "5",
            "samples": "2000",
            "seed": "1",
        },
        kinds={"spreads.0.symbol": "choice", "samples": "integer", "seed": "integer"},
        optional=("samples", "seed"),
        args=WIND,
        query=QUERY,
    )
    yield Request(
        route="POST /estimate/<methodology_id>/years",
        body={"first_year": "2021", "last_year": "2022"},
        kinds={"first_year": "integer", "last_year": "integer"},
        optional=("first_year", "last_year"),
        args=WIND,
        query=QUERY,
    )


def drafts(place: Studio) -> Iterator[Request]:
    """What keeps, names and removes drafts."""
    own = {"draft_id": place.facts.numbers["visitor.draft"]}
    named = {"draft": new_token(), "revision": "0", "page": new_token(), "grid": "south"}
    others = {"dora": 404, "otto": 404}
    yield Request(
        route="POST /estimate/<methodology_id>/draft",
        body=named,
        kinds={"draft": "id", "revision": "integer", "page": "id"},
        args=WIND,
    )
    yield Request(
        route="POST /estimate/drafts/<draft_id>/title",
        body={"title": "Own"},
        kinds={"title": "text"},
        args=own,
        barred=others,
    )
    yield Request(route="POST /estimate/drafts/<draft_id>/variant", args=own, barred=others)
    yield Request(route="POST /estimate/drafts/<draft_id>/delete", args=own, barred=others)
    yield Request(route="POST /estimate/drafts/adopt", who="dora", barred=NOBODY)


def saved_estimates(place: Studio) -> Iterator[Request]:
    """What keeps an estimate, and starts a project from one."""
    number = {"number": place.facts.numbers["dora.estimate"]}
    yield Request(
        route="POST /api/v1/saved-estimates",
        who="dora",
        body={**WIND, "title": "Kept", "inputs": INPUTS},
        kinds={"methodology_id": "choice", "title": "text", "inputs": "object", "client_id": "id"},
        barred=NO_DEVELOPER,
    )
    yield Request(
        route="POST /estimate/saved",
        who="dora",
        body={**WIND, **QUERY, "title": "Kept", "party_id": "0"},
        kinds={
            "methodology_id": "choice",
            "title": "text",
            "inputs": "packed",
            "party_id": "integer",
            "client_id": "id",
        },
        optional=("party_id",),
        barred=NO_DEVELOPER,
    )
    yield Request(
        route="POST /estimate/saved/<number>/project",
        who="dora",
        body={"name": "A project"},
        kinds={"name": "text", "client_id": "id"},
        args=number,
        barred={**NO_DEVELOPER, "otto": 403},
    )


def comparisons(place: Studio) -> Iterator[Request]:
    """What compares variants, keeps and deletes comparisons."""
    numbers = place.facts.numbers
    own = {"comparison_id": numbers["dora.comparison"]}
    variants = [{"estimate": numbers["dora.estimate"]}, {"inputs": INPUTS}]
    compared = {**WIND, "variants": variants, "change_pct": "10", "other": 1}
    kinds = {
        "methodology_id": "choice",
        "variants": "rows",
        "change_pct": "decimal",
        "other": "integer",
    }
    shared: dict[str, Any] = {"who": "dora", "optional": ("change_pct", "other")}
    api = "/api/v1/estimate-comparisons"
    yield Request(
        route=f"POST {api}",
        body=compared,
        kinds=kinds,
        barred={"visitor": 401, "otto": 403},
        **shared,
    )
    yield Request(
        route=f"POST {api}/saved",
        body={**compared, "title": "Kept"},
        kinds={**kinds, "title": "text"},
        barred={"visitor": 401, "otto": 403},
        **shared,
    )
    barred = {"visitor": 401, "otto": 404}
    yield Request(route=f"DELETE {api}/saved/<comparison_id>", who="dora", args=own, barred=barred)
    yield Request(
        route="POST /estimate/compare",
        body={"e": numbers["dora.estimate"], "title": "Kept", "pct": "10", "other": "1"},
        kinds={"e": "choice", "title": "text", "pct": "decimal", "other": "integer"},
        harmless={"pct": (MISSING,), "other": (MISSING,)},
        who="dora",
        barred={"visitor": 401, "otto": 403},
    )
    yield Request(
        route="POST /estimate/compare/choose",
        body={"e": numbers["dora.estimate"]},
        kinds={"e": "choice"},
        optional=("e",),
        harmless={"e": ("=1+1", LONG)},  # the page it leads to refuses them
    )
    yield Request(
        route="POST /estimate/compare/saved/<comparison_id>/delete",
        who="dora",
        args=own,
        barred=barred,
    )


def share_links(place: Studio) -> Iterator[Request]:
    """What makes and revokes share links."""
    numbers = place.facts.numbers
    own = {"link_id": numbers["dora.link"]}
    body = {"kind": "estimate", "origin": numbers["dora.estimate"], "title": "Shown", "days": 30}
    kinds = {"kind": "choice", "origin": "choice", "title": "text", "days": "integer"}
    for route in ("POST /api/v1/share-links", "POST /estimate/shared"):
        yield Request(
            route=route,
            who="dora",
            body=body,
            kinds=kinds,
            optional=("days",) if "/api/" in route else (),
            barred={"visitor": 401, "otto": 403},
        )
    for route in (
        "POST /api/v1/share-links/<link_id>/revoke",
        "POST /estimate/shared/<link_id>/revoke",
    ):
        yield Request(route=route, who="dora", args=own, barred={"visitor": 401, "otto": 404})


def factor_imports() -> Iterator[Request]:
    """What proposes an import of factors; its files are attacked elsewhere."""
    body = {"file": "factors.csv", "content": b64encode(FACTORS).decode(), "whole_tables": False}
    kinds = {"file": "text", "content": "base64", "whole_tables": "boolean"}
    shared: dict[str, Any] = {"who": "ada", "optional": ("whole_tables",)}
    yield Request(
        route="POST /api/v1/factors/imports/dry-run",
        body=body,
        kinds=kinds,
        barred=NO_ADMINISTRATOR,
        **shared,
    )
    yield Request(
        route="POST /api/v1/factors/imports",
        body={**body, "reason": "Notice"},
        kinds={**kinds, "reason": "text", "client_id": "id"},
        barred=NO_ADMINISTRATOR,
        **shared,
    )
