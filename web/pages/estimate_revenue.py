"""What an estimate may earn: units at several prices, and credits against green certificates."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import current_user
from pydantic import Field, ValidationError
from werkzeug.exceptions import NotFound

from methodologies import Methodology, Result, estimate, find
from registry.claims import LINKAGE_NOTICE, SourceBarred, SourceClaimed
from registry.green_certificates import ENERGY_NAMES, CcerChoice, Energy, ccer_choice
from registry.rules import rule_book
from registry.worlds import reading
from web.access import public
from web.acting import public_world
from web.errors import UNPROCESSABLE, InvalidInputError, SignInRequiredError
from web.estimates.links import inputs_of
from web.estimates.prices import (
    CERTIFICATES,
    CREDITS,
    finished_runs,
    forward_scenarios,
    run_title,
    simulated_closes,
    venue_prices,
)
from web.estimates.revenue import (
    Comparison,
    PriceScenario,
    RevenueLine,
    compare_mechanisms,
    forward_prices,
    revenue_lines,
    same_electricity_backs_both,
)
from web.factors.library import current_library
from web.forms import Choice, Form, FormModel, blank_form, field_copy, read_form
from web.installation import installation
from web.languages import current_language

pages = Blueprint("estimate_revenue", __name__, url_prefix="/estimate")

PRICE_CNY_MAX = 100_000
SHARE_PCT_MAX = 200
EXPORTED = "EG_export,y"
BLUE = "#0f5f9e"
ENERGIES: Mapping[str, Energy] = {
    "ccer-01-001": Energy.SOLAR_CSP,
    "ccer-01-002": Energy.DEEP_SEA_WIND,
}
"""Which energy a methodology's electricity comes from; the others deliver none to the grid."""

OWN = {"zh": "自定价格", "en": "Your own prices"}
SIMULATED = {"zh": "模拟的远期价格", "en": "Forward prices from a simulation"}

Price = Annotated[Decimal | None, Field(ge=0, le=PRICE_CNY_MAX, decimal_places=2)]


class RevenueForm(FormModel):
    """The prices a reader wants to see."""

    low: Price = Field(
        None,
        json_schema_extra=field_copy("低价", "Low price", unit="CNY/t", group=OWN),
    )
    middle: Price = Field(
        None,
        json_schema_extra=field_copy("中间价", "Middle price", unit="CNY/t", group=OWN),
    )
    high: Price = Field(
        None,
        json_schema_extra=field_copy("高价", "High price", unit="CNY/t", group=OWN),
    )
    certificate: Price = Field(
        None,
        json_schema_extra=field_copy(
            "绿证价格",
            "Price of a green certificate",
            "一个绿证对应 1 MWh。",
            "One certificate stands for 1 MWh.",
            unit="CNY",
            group=OWN,
        ),
    )
    run: str = Field(
        "",
        pattern=r"^([0-9a-f]{32})?$",
        json_schema_extra=field_copy(
            "模拟运行",
            "Simulation run",
            "取该次运行首个市场的月末收盘价。",
            "Month-end closes of the run's first market are taken.",
            group=SIMULATED,
            kind="choice",
        ),
    )
    share: Decimal = Field(
        Decimal(100),
        ge=0,
        le=SHARE_PCT_MAX,
        decimal_places=2,
        json_schema_extra=field_copy(
            "自愿减排量价格占配额价格",
            "Price of a credit as a share of an allowance's",
            "模拟的是配额市场；减排量的价格由此推算。",
            "The simulation trades allowances; the credit's price follows by this share.",
            unit="%",
            group=SIMULATED,
        ),
    )


@dataclass(frozen=True, slots=True)
class Estimated:
    """The result whose units are priced."""

    methodology: Methodology
    result: Result

    @property
    def credits_t(self) -> int:
        """Return the credits that can be issued, t CO2e."""
        assert self.result.issuable_units is not None
        return self.result.issuable_units

    @property
    def export_mwh(self) -> Decimal | None:
        """Return the electricity delivered to the grid, MWh; None where none is."""
        if self.methodology.id not in ENERGIES:
            return None
        corrected = [step.value for step in self.result.steps if step.symbol == EXPORTED]
        symbols = self.methodology.symbols(self.result.inputs, current_library())
        return corrected[-1] if corrected else symbols[EXPORTED]


@pages.get("/<methodology_id>/revenue")
@public
def show(methodology_id: str) -> ResponseReturnValue:
    """Show what the units bring at the venue's prices, a simulation's and the reader's own."""
    estimated = _estimated(methodology_id)
    submitted = read_form(_form(), RevenueForm, request.args, current_language())
    asked = submitted.value or RevenueForm()
    with reading(public_world()) as session:
        spot = venue_prices(session, CREDITS)
        certificate_prices = venue_prices(session, CERTIFICATES)
        choice = ccer_choice(rule_book(session), session.clock.today())
        today = session.clock.today()
    forward, closes = _forward(asked)
    lines = revenue_lines(
        estimated.credits_t, [*spot, *forward, *_own(asked)], estimated.export_mwh
    )
    page = render_template(
        "estimates/revenue.html",
        methodology=estimated.methodology,
        result=estimated.result.to_dict(),
        inputs=request.args.get("inputs", ""),
        form=submitted.form,
        lines=lines,
        chart=json.dumps(_chart(lines), ensure_ascii=False) if lines else "",
        forward_closes=closes,
        credits_t=estimated.credits_t,
        may_simulate=current_user.is_authenticated,
        comparison=_comparison(estimated, certificate_prices, asked),
        exclusion=_exclusion(estimated, choice, today),
    )
    return page if submitted.value is not None else (page, UNPROCESSABLE)


def _estimated(methodology_id: str) -> Estimated:
    """Calculate the inputs of the address.

    Raises:
        NotFound: the methodology issues no units.
    """
    methodology = find(methodology_id)
    if methodology.issues is None:
        raise NotFound
    given = inputs_of(methodology, request.args.get("inputs", ""))
    try:
        return Estimated(methodology, estimate(methodology_id, given, factors=current_library()))
    except ValidationError as error:
        raise InvalidInputError(error) from error


def _form() -> Form:
    """Make the form, in which a run is chosen among those with results."""
    form = blank_form(RevenueForm, current_language())
    if not current_user.is_authenticated:
        return form
    form.named["run"].choices = [
        Choice(run.id, run_title(run)) for run in finished_runs(installation())
    ]
    return form


def _forward(asked: RevenueForm) -> tuple[list[PriceScenario], Mapping[str, Decimal]]:
    """Return the forward prices of the chosen run, summed up and by month.

    Raises:
        SignInRequiredError: runs are shown to people who have signed in.
    """
    if not asked.run:
        return [], {}
    if not current_user.is_authenticated:
        raise SignInRequiredError
    closes = forward_prices(simulated_closes(installation(), asked.run), asked.share)
    source = _("simulated, run %(run)s", run=asked.run[:8])
    return forward_scenarios(list(closes.values()), source), closes


def _own(asked: RevenueForm) -> list[PriceScenario]:
    titled = ((_("Low price"), asked.low), (_("Middle price"), asked.middle))
    return [
        PriceScenario(title=title, price_cny=price, source=_("your own"))
        for title, price in (*titled, (_("High price"), asked.high))
        if price is not None
    ]


def _comparison(
    estimated: Estimated, venue: list[PriceScenario], asked: RevenueForm
) -> Comparison | None:
    if estimated.export_mwh is None:
        return None
    prices = list(venue)
    if asked.certificate is not None:
        own = PriceScenario(
            title=_("Price of a green certificate"),
            price_cny=asked.certificate,
            source=_("your own"),
        )
        prices.append(own)
    return compare_mechanisms(estimated.credits_t, estimated.export_mwh, prices)


def _exclusion(estimated: Estimated, choice: CcerChoice, today: date) -> dict[str, Any]:
    """Return what the rule on double claims says about this electricity."""
    energy = ENERGIES.get(estimated.methodology.id)
    return {
        "both": same_electricity_backs_both(today, today),
        "rule": SourceClaimed.rule[current_language()],
        "bar": SourceBarred.rule[current_language()],
        "source": LINKAGE_NOTICE,
        "energy": ENERGY_NAMES[energy][current_language()] if energy else "",
        "may_choose": energy in choice.energies if energy else False,
        "day_from": choice.day_from,
        "day_to": choice.day_to,
        "over": today > choice.day_to,
    }


def _chart(lines: tuple[RevenueLine, ...]) -> dict[str, Any]:
    """Return bars of the revenue by price; the same figures stand in the table."""
    shown = list(reversed(lines))
    return {
        "aria": {"enabled": True},
        "animation": False,
        "grid": {"left": 8, "right": 40, "top": 8, "bottom": 40, "containLabel": True},
        "xAxis": {
            "type": "value",
            "name": _("CNY"),
            "nameLocation": "middle",
            "nameGap": 28,
            "axisLabel": {"hideOverlap": True},
        },
        "yAxis": {"type": "category", "data": [line.scenario.title for line in shown]},
        "series": [
            {
                "type": "bar",
                "itemStyle": {"color": BLUE},
                "data": [float(line.revenue_cny) for line in shown],
            }
        ],
    }
