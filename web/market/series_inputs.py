"""What is asked of series: one model for the form, one for JSON.

Prices are yuan with two decimals as text outside, whole fen inside.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from market.derivatives import (
    AcceptSeriesOffer,
    EndSeriesOffer,
    ListSeries,
    OfferSeriesTrade,
    PostMargin,
)
from market.rules import Side
from registry.worlds import Command, Outcome, RegistryError
from web.carrying_out import carry_out_command
from web.forms import FormModel, field_copy
from web.market.block_inputs import AccountNumber, Price, price_fen
from web.registry.unit_inputs import ClientId, WholeNumber

CONTRACTS_MAX = 1_000_000
CODE_CHARACTERS_MAX = 24

Contracts = Annotated[
    WholeNumber,
    Field(ge=1, le=CONTRACTS_MAX, json_schema_extra=field_copy("手数", "Contracts")),
]
Code = Annotated[str, Field(min_length=1, max_length=CODE_CHARACTERS_MAX)]


class SeriesOfferForm(FormModel):
    """An offer of a trade, as a person fills it in."""

    account: AccountNumber
    side: Side = Field(
        json_schema_extra=field_copy(
            "方向",
            "You",
            choices={"buy": {"zh": "买入", "en": "buy"}, "sell": {"zh": "卖出", "en": "sell"}},
        )
    )
    price_cny: Price
    contracts: Contracts
    to_account: Code = Field(
        json_schema_extra=field_copy(
            "对方账户",
            "Account of the other side",
            "填写账户编号；对方接受后由中央对手方承接。",
            "By its number; once the other side accepts, the central counterparty takes the trade"
            " over.",
        )
    )


class SeriesOfferRequest(SeriesOfferForm):
    """The same as a program sends it."""

    client_id: ClientId


class SeriesForm(FormModel):
    """The terms of a new series; those left out are those of the rules."""

    series: Code = Field(
        json_schema_extra=field_copy("代码", "Code", "如 SHEA-F2702", "SHEA-F2702")
    )
    contract_kind: Literal["forward", "future", "option"] = Field(
        json_schema_extra=field_copy(
            "种类",
            "Kind",
            choices={
                "forward": {"zh": "远期", "en": "forward"},
                "future": {"zh": "期货", "en": "future"},
                "option": {"zh": "期权", "en": "option"},
            },
        )
    )
    instrument: Code = Field(
        json_schema_extra=field_copy("标的现货品种", "Underlying instrument", kind="choice")
    )
    last_trading_day: date = Field(json_schema_extra=field_copy("最后交易日", "Last trading day"))
    expires_on: date = Field(json_schema_extra=field_copy("到期日", "Day of expiry"))
    settlement: Literal["cash", "physical"] = Field(
        "cash",
        json_schema_extra=field_copy(
            "交割方式",
            "Settlement",
            choices={
                "cash": {"zh": "现金结算", "en": "cash"},
                "physical": {"zh": "实物交割", "en": "physical"},
            },
        ),
    )
    option_type: Literal["call", "put"] | None = Field(
        None,
        json_schema_extra=field_copy(
            "期权类型",
            "Type of option",
            choices={"call": {"zh": "看涨", "en": "call"}, "put": {"zh": "看跌", "en": "put"}},
        ),
    )
    strike_cny: Price | None = Field(
        None, json_schema_extra=field_copy("行权价", "Strike", unit="CNY/t")
    )


class SeriesRequest(SeriesForm):
    """The same as a program sends it."""

    client_id: ClientId


class StepRequest(FormModel):
    """A step that needs nothing but its own name."""

    client_id: ClientId


def offer_trade(code: str, asked: SeriesOfferForm, client_id: str) -> Outcome:
    """Offer a trade for the signed-in person.

    Raises:
        What `carry_out_command` raises; `field` names the field of the request.
    """
    return _carried_out(
        OfferSeriesTrade(
            client_id=client_id,
            series=code,
            account=asked.account,
            to_account=asked.to_account,
            side=asked.side,
            price_fen=price_fen(asked.price_cny),
            contracts=asked.contracts,
        )
    )


def list_series(asked: SeriesForm, client_id: str) -> Outcome:
    """List a series for the signed-in operator."""
    terms = asked.model_dump(exclude={"strike_cny", "client_id"})
    strike = asked.strike_cny
    return _carried_out(
        ListSeries(
            client_id=client_id,
            strike_fen=None if strike is None else price_fen(Decimal(strike)),
            **terms,
        )
    )


def accept_offer(number: int, client_id: str) -> Outcome:
    """Accept an offer for the signed-in person."""
    return _carried_out(AcceptSeriesOffer(client_id=client_id, offer=number))


def end_offer(number: int, client_id: str) -> Outcome:
    """Withdraw or decline an offer for the signed-in person."""
    return _carried_out(EndSeriesOffer(client_id=client_id, offer=number))


def answer_call(number: int, client_id: str) -> Outcome:
    """Post the margin that a call asks of the signed-in person."""
    return _carried_out(PostMargin(client_id=client_id, call=number))


def _carried_out(command: Command) -> Outcome:
    try:
        return carry_out_command(command)
    except RegistryError as error:
        fields = {"price_fen": "price_cny", "strike_fen": "strike_cny"}
        field = error.facts.get("field")
        if isinstance(field, str) and field in fields:
            error.facts["field"] = fields[field]
        raise
