"""What is asked of repo, pledge and lending: models for forms and for JSON, and their commands.

Outside, cash is yuan and rates per cent, as decimals; inside both are whole numbers.
"""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from market.financing import (
    AcceptFinancing,
    DeclineFinancing,
    OfferLending,
    OfferPledge,
    OfferRepo,
    SettleFinancing,
    Side,
    TopUpFinancing,
    WithdrawFinancing,
)
from registry.worlds import Command, QuantityOutOfRange
from web.forms import FormModel, field_copy
from web.registry.unit_inputs import ClientId, WholeNumber

FEN_PER_CNY = 100
PPM_PER_PERCENT = 10_000
ACCOUNT_CHARACTERS_MAX = 24
CNY_MAX = 10**12
QUANTITY_T_MAX = 10**10
TERM_DAYS_MAX = 3_660
STEPS: dict[str, type[Command]] = {
    "accept": AcceptFinancing,
    "decline": DeclineFinancing,
    "withdraw": WithdrawFinancing,
    "settle": SettleFinancing,
}
"""What a button can ask of a contract."""

_FIELD_NAMES = {
    "rate_ppm": "rate_pct",
    "price_fen": "price_cny",
    "repurchase_price_fen": "repurchase_price_cny",
    "loan_fen": "loan_cny",
    "quantity": "amount",
}
Cny = Annotated[
    Decimal, Field(gt=0, le=CNY_MAX, max_digits=20, decimal_places=2, allow_inf_nan=False)
]
Rate = Annotated[
    Decimal,
    Field(
        ge=0,
        le=100,
        max_digits=12,
        decimal_places=4,
        allow_inf_nan=False,
        description="Per cent a year, a decimal string such as `4.35`.",
    ),
]


def _side(giver: tuple[str, str], taker: tuple[str, str]) -> object:
    choices = {
        side: {"zh": zh, "en": en} for side, (zh, en) in (("giver", giver), ("taker", taker))
    }
    return Field(json_schema_extra=field_copy("本方", "You", choices=choices))


class _OfferForm(FormModel):
    account: str = Field(
        min_length=1,
        max_length=ACCOUNT_CHARACTERS_MAX,
        json_schema_extra=field_copy("本方账户", "Your account", kind="choice"),
    )
    counterparty: str = Field(
        min_length=1,
        max_length=ACCOUNT_CHARACTERS_MAX,
        json_schema_extra=field_copy(
            "对手方账户",
            "Account of the counterparty",
            "仅双方可见该要约。",
            "Only both of you see the offer.",
        ),
    )
    instrument: str = Field(
        min_length=1,
        max_length=ACCOUNT_CHARACTERS_MAX,
        json_schema_extra=field_copy("交易品种", "Instrument", kind="choice"),
    )
    quantity_t: WholeNumber = Field(
        ge=1, le=QUANTITY_T_MAX, json_schema_extra=field_copy("数量", "Quantity", unit="t")
    )
    term_days: WholeNumber = Field(
        ge=1,
        le=TERM_DAYS_MAX,
        json_schema_extra=field_copy(
            "期限",
            "Term",
            "自接受之日起的日历日；到期日遇休息日顺延。",
            "Calendar days from acceptance; an end on a day off moves to the next working day.",
            unit="d",
        ),
    )


class RepoForm(_OfferForm):
    """An offer of a repo."""

    side: Side = _side(
        ("正回购方：卖出并购回", "sell and buy back"), ("逆回购方：买入并返售", "buy and sell back")
    )  # type: ignore[assignment]
    price_cny: Cny = Field(json_schema_extra=field_copy("卖出价格", "Sale price", unit="CNY/t"))
    rate_pct: Rate | None = Field(
        None,
        json_schema_extra=field_copy(
            "年利率",
            "Rate of a year",
            "与购回价格二选一。",
            "Either this or the repurchase price.",
            unit="%",
        ),
    )
    repurchase_price_cny: Cny | None = Field(
        None, json_schema_extra=field_copy("购回价格", "Repurchase price", unit="CNY/t")
    )


class PledgeForm(_OfferForm):
    """An offer of a loan of cash against pledged units."""

    side: Side = _side(
        ("出质人：借入资金", "borrow cash against units"), ("质权人：出借资金", "lend the cash")
    )  # type: ignore[assignment]
    loan_cny: Cny = Field(json_schema_extra=field_copy("借款金额", "Loan", unit="CNY"))
    rate_pct: Rate = Field(json_schema_extra=field_copy("年利率", "Rate of a year", unit="%"))


class LendingForm(_OfferForm):
    """An offer of a loan of units against cash collateral."""

    side: Side = _side(("出借方：借出单位", "lend units"), ("借入方：借入单位", "borrow units"))  # type: ignore[assignment]
    rate_pct: Rate = Field(
        json_schema_extra=field_copy(
            "年费率",
            "Fee of a year",
            "按开始时的价值计算。",
            "Of the units' value at the start.",
            unit="%",
        )
    )


class TopUpForm(FormModel):
    """More security: units of a repo or pledge, cash of a loan of units."""

    amount: Decimal = Field(
        gt=0,
        le=CNY_MAX,
        max_digits=20,
        decimal_places=2,
        allow_inf_nan=False,
        description="t of units (repo, pledge), or CNY (lending).",
        json_schema_extra=field_copy("追加数量", "Amount"),
    )


class RepoRequest(RepoForm):
    """The same as a program sends it."""

    client_id: ClientId


class PledgeRequest(PledgeForm):
    """The same as a program sends it."""

    client_id: ClientId


class LendingRequest(LendingForm):
    """The same as a program sends it."""

    client_id: ClientId


class TopUpRequest(TopUpForm):
    """The same as a program sends it."""

    client_id: ClientId


class StepRequest(FormModel):
    """A step that needs nothing but its contract."""

    client_id: ClientId


OFFER_FORMS: dict[str, type[_OfferForm]] = {
    "repo": RepoForm,
    "pledge": PledgeForm,
    "lending": LendingForm,
}


def offering(asked: _OfferForm, client_id: str) -> Command:
    """Return the command of an offer."""
    assert isinstance(asked, RepoForm | PledgeForm | LendingForm)
    names = ("account", "counterparty", "side", "instrument", "quantity_t", "term_days")
    common = {"client_id": client_id, **{name: getattr(asked, name) for name in names}}
    if isinstance(asked, PledgeForm):
        loan_fen, rate_ppm = _fen(asked.loan_cny), _ppm(asked.rate_pct)
        return OfferPledge(**common, loan_fen=loan_fen, rate_ppm=rate_ppm)
    if isinstance(asked, LendingForm):
        return OfferLending(**common, rate_ppm=_ppm(asked.rate_pct))
    again = asked.repurchase_price_cny
    return OfferRepo(
        **common,
        price_fen=_fen(asked.price_cny),
        rate_ppm=None if asked.rate_pct is None else _ppm(asked.rate_pct),
        repurchase_price_fen=None if again is None else _fen(again),
    )


def topping_up(number: str, in_cash: bool, asked: TopUpForm, client_id: str) -> Command:
    """Return the command of a top-up: fen for a loan of units, whole units otherwise.

    Raises:
        QuantityOutOfRange: a part of a unit.
    """
    quantity = asked.amount * FEN_PER_CNY if in_cash else asked.amount
    if quantity != quantity.to_integral_value():
        raise QuantityOutOfRange(
            value=str(asked.amount), minimum="1", maximum=str(QUANTITY_T_MAX), field="amount"
        )
    return TopUpFinancing(client_id=client_id, contract=number, quantity=int(quantity))


def field_of_form(name: object) -> object:
    """Return what a field of a command is called in forms and JSON."""
    return _FIELD_NAMES.get(str(name), name)


def _fen(cny: Decimal) -> int:
    return int(cny * FEN_PER_CNY)


def _ppm(percent: Decimal) -> int:
    return int(percent * PPM_PER_PERCENT)
