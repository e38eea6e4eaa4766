"""The schemes as profiles: what each is, who runs it, and which obligations its units meet."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from ruamel.yaml import YAML

from registry.rules.book import Confidence, RuleBook, cited
from registry.rules.refused_rules import SchemeUnknown
from registry.worlds.errors import words

NATIONAL = "CEA"
"""Scheme of national allowances in codes of unit types."""

NATIONAL_RULES = "cn_ets"


class Meeting(BaseModel):
    """A market whose obligations units meet, and the rules that limit it."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    scheme: str
    limits: tuple[str, ...]


class SchemeProfile(BaseModel):
    """What is known of a scheme.

    Args:
        scheme: its name in the rule book, for example `cn_ets`.
        unit: its name in codes of unit types, for example `CEA`.
        kind: of its units: allowance, credit or certificate.
        start: first day of trading or issuance.
        measure: what one unit stands for: t_co2e, kg_co2e or mwh.
        uses: what its units can be used for; None: the rules `use` of the scheme say it.
        meets: the markets whose obligations its units meet.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    scheme: str
    unit: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{1,9}$")]
    name_zh: str
    name_en: str
    kind: Literal["allowance", "credit", "certificate"]
    authority_zh: str
    authority_en: str
    start: date
    measure: Literal["t_co2e", "kg_co2e", "mwh"]
    uses: tuple[str, ...] | None = None
    meets: tuple[Meeting, ...]
    status: Literal["operating", "planned", "closed"]
    source: Annotated[str, Field(min_length=1)]
    note_zh: str = ""
    note_en: str = ""
    confidence: Annotated[Confidence, Field(strict=False)]

    @property
    def name(self) -> Mapping[str, str]:
        """Return its name in both languages."""
        return words(self.name_en, self.name_zh)

    @property
    def cited(self) -> Mapping[str, str]:
        """Return its source with the note, in both languages."""
        return cited(self.source, self.note_en, self.note_zh)

    @property
    def authority(self) -> Mapping[str, str]:
        """Return who runs it, in both languages."""
        return words(self.authority_en, self.authority_zh)


@cache
def scheme_profiles() -> Mapping[str, SchemeProfile]:
    """Return the profile of each scheme by its name in the rule book, in the order of the file."""
    text = files("registry").joinpath("rules/profiles/schemes.yaml").read_text(encoding="utf-8")
    loaded: Any = YAML(typ="safe", pure=True).load(text)
    profiles = [SchemeProfile.model_validate(_with_tuples(each)) for each in loaded["schemes"]]
    return MappingProxyType({profile.scheme: profile for profile in profiles})


def scheme_profile(name: str) -> SchemeProfile:
    """Return a scheme's profile.

    Args:
        name: in the rule book or in codes of unit types: `cn_ets` and `CEA` are the same.

    Raises:
        SchemeUnknown: there is none.
    """
    for profile in scheme_profiles().values():
        if name in {profile.scheme, profile.unit}:
            return profile
    raise SchemeUnknown(scheme=name[:40], field="scheme", value=name[:40])


def allowed_uses(profile: SchemeProfile, rules: RuleBook, day: date) -> tuple[str, ...]:
    """Return what a scheme's units can be used for on a day."""
    if profile.uses is not None:
        return profile.uses
    return tuple(
        each.applies_to
        for each in rules.in_force(day, profile.scheme)
        if each.key == "use" and each.value == "yes"
    )


def markets_met_by(unit: str) -> tuple[Meeting, ...]:
    """Return the markets whose obligations units meet.

    Args:
        unit: their scheme in codes of unit types, for example `CCER`.
    """
    return next((each.meets for each in scheme_profiles().values() if each.unit == unit), ())


def obligation_scheme(unit: str) -> Mapping[str, str]:
    """Return the names of the market whose obligation surrendered units meet.

    Args:
        unit: scheme of the units; credits meet obligations of the national market, those of a
            city's carbon inclusion the ones of its own.
    """
    met = markets_met_by(unit)
    return scheme_profiles()[met[0].scheme if met else NATIONAL_RULES].name


def _with_tuples(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an entry with tuples for YAML's lists, as a frozen model keeps them."""
    meets = tuple({**each, "limits": tuple(each["limits"])} for each in entry["meets"])
    uses = {"uses": tuple(entry["uses"])} if "uses" in entry else {}
    return {**entry, **uses, "meets": meets}
