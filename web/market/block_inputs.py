"""What is asked for a step of a block trade: one model for the form, one for JSON.

Prices are yuan with two decimals as text outside, whole fen inside; quantities are whole tonnes.
"""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from market.blocks import AcceptBlock, CounterBlock, DeclineBlock, OfferBlock, WithdrawBlock
from market.rules import PriceOffTick, Side, cny_text
from registry.worlds import Command, Outcome, RegistryError
from web.carrying_out import carry_out_command
from web.forms import FormModel, field_copy
from web.registry.unit_inputs import ClientId, WholeNumber

FEN_PER_CNY = 100
PRICE_CNY_MAX = 1_000_000
QUANTITY_T_MAX = 10_000_000_000
ROUND_MAX = 1_000
ACCOUNT_CHARACTERS_MAX = 24

AccountNumber = Annotated[
    str,
    Field(
        min_length=1,
        max_length=ACCOUNT_CHARACTERS_MAX,
        json_schema_extra=field_copy("本方账户", "Your account", kind="choice"),
    ),
]
Price = Annotated[
    Decimal,
    Field(
        gt=0,
        le=PRICE_CNY_MAX,
        max_digits=20,
        allow_inf_nan=False,
        description="CNY/t, a decimal string such as `88.30`.",
        json_schema_extra=field_copy("价格", "Price", unit="CNY/t"),
    ),
]
Quantity = Annotated[
    WholeNumber,
    Field(
        ge=1,
        le=QUANTITY_T_MAX,
        description="Whole tonnes.",
        json_schema_extra=field_copy("数量", "Quantity", unit="t"),
    ),
]
RoundNumber = Annotated[
    WholeNumber, Field(ge=1, le=ROUND_MAX, description="Which proposal is answered.")
]


class OfferForm(FormModel):
    """An offer as a person fills it in."""

    account: AccountNumber
    instrument: str = Field(
        min_length=1,
        max_length=ACCOUNT_CHARACTERS_MAX,
        json_schema_extra=field_copy("交易品种", "Instrument", kind="choice"),
    )
    side: Side = Field(
        json_schema_extra=field_copy(
            "方向",
            "You",
            choices={"buy": {"zh": "买入", "en": "buy"}, "sell": {"zh": "卖出", "en": "sell"}},
        )
    )
    price_cny: Price
    quantity_t: Quantity
    counterparty: str = Field(
        "",
        max_length=ACCOUNT_CHARACTERS_MAX,
        json_schema_extra=field_copy(
            "对手方账户",
            "Account of the counterparty",
            "填写账户编号则仅双方可见；留空则向所有人报价。",
            "With a number only both sides see the offer; empty: it is for all.",
        ),
    )


class TermsForm(FormModel):
    """Other terms, as a person fills them in."""

    account: AccountNumber
    price_cny: Price
    quantity_t: Quantity


class OfferRequest(OfferForm):
    """The same as a program sends it."""

    client_id: ClientId


class CounterRequest(TermsForm):
    """The same as a program sends it."""

    client_id: ClientId


class AnswerRequest(FormModel):
    """Yes or no to the proposal of a round."""

    client_id: ClientId
    account: AccountNumber
    round: RoundNumber


class WithdrawRequest(FormModel):
    """Taking back one's own proposal."""

    client_id: ClientId
    account: AccountNumber


def offer(asked: OfferForm, client_id: str) -> Outcome:
    """Offer a block for the signed-in person.

    Raises:
        What `carry_out_command` raises; `field` names the field of the request.
    """
    return _carried_out(
        OfferBlock(
            client_id=client_id,
            account=asked.account,
            instrument=asked.instrument,
            side=asked.side,
            price_fen=price_fen(asked.price_cny),
            quantity_t=asked.quantity_t,
            counterparty=asked.counterparty,
        )
    )


def counter(number: str, asked: TermsForm, client_id: str) -> Outcome:
    """Propose other terms for the signed-in person."""
    return _carried_out(
        CounterBlock(
            client_id=client_id,
            account=asked.account,
            offer=number,
            price_fen=price_fen(asked.price_cny),
            quantity_t=asked.quantity_t,
        )
    )


def accept(number: str, asked: AnswerRequest) -> Outcome:
    """Accept a proposal for the signed-in person."""
    return _carried_out(AcceptBlock(offer=number, **asked.model_dump()))


def decline(number: str, asked: AnswerRequest) -> Outcome:
    """Decline a proposal for the signed-in person."""
    return _carried_out(DeclineBlock(offer=number, **asked.model_dump()))


def withdraw(number: str, asked: WithdrawRequest) -> Outcome:
    """Take back a proposal of the signed-in person."""
    return _carried_out(WithdrawBlock(offer=number, **asked.model_dump()))


def price_fen(price_cny: Decimal) -> int:
    """Return a price in fen.

    Raises:
        PriceOffTick: a part of a fen is off any tick.
    """
    fen = price_cny * FEN_PER_CNY
    if fen != fen.to_integral_value():
        raise PriceOffTick(
            price_cny=f"{price_cny.normalize():f}"[:24],
            tick_cny=cny_text(1),
            source="TanLab",
            field="price_cny",
        )
    return int(fen)


def _carried_out(command: Command) -> Outcome:
    try:
        return carry_out_command(command)
    except RegistryError as error:
        if error.facts.get("field") == "price_fen":
            error.facts["field"] = "price_cny"
        raise
