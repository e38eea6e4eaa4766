"""The option calculator: Black-76 prices, greeks and payoff of what one types."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from web.access import public
from web.errors import UNPROCESSABLE
from web.forms import blank_form, read_form
from web.languages import current_language
from web.market.option_calculator import OptionRequest, parity_gap_cny, payoff, valued

pages = Blueprint("options", __name__, url_prefix="/market/contracts/options")

EXAMPLE = {
    "forward_cny": "99.48",
    "strike_cny": "100",
    "days": "90",
    "volatility_pct": "35",
    "rate_pct": "0",
}


@pages.get("/calculator")
@public
def calculator() -> ResponseReturnValue:
    """Show the calculator, with the answer to what the address asks, or to an example."""
    sent = MultiDict(
        {name: request.args[name] for name in OptionRequest.model_fields if name in request.args}
    )
    form = blank_form(OptionRequest, current_language(), EXAMPLE)
    submitted = read_form(form, OptionRequest, sent or MultiDict(EXAMPLE), current_language())
    asked = submitted.value
    if asked is None:
        return render_template("options/calculator.html", form=submitted.form), UNPROCESSABLE
    return render_template(
        "options/calculator.html",
        form=submitted.form,
        asked=asked,
        values=valued(asked),
        gap=parity_gap_cny(asked),
        chart=payoff(asked),
        is_example=not sent,
    )
