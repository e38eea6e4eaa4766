"""What is asked for a step of an auction: one model for the form, one for JSON.

Prices are yuan with two decimals as text outside, whole fen inside; quantities are whole units.
An instant without a zone is one of the market's.
"""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from market.auctions import (
    LINES_MAX,
    NOTE_CHARACTERS_MAX,
    AnnounceAuction,
    BidLine,
    CancelAuction,
    CloseAuction,
    PublishAuction,
    SubmitBids,
    WithdrawBids,
)
from registry.worlds import MARKET_ZONE, Command, Outcome, RegistryError
from web.carrying_out import carry_out_command
from web.forms import FormModel, field_copy
from web.market.block_inputs import (
    ACCOUNT_CHARACTERS_MAX,
    PRICE_CNY_MAX,
    QUANTITY_T_MAX,
    AccountNumber,
    Price,
    Quantity,
    price_fen,
)
from web.registry.unit_inputs import ClientId, WholeNumber

INSTANT_CHARACTERS_MAX = 32
INVITED_CHARACTERS_MAX = 2_000
REASON_CHARACTERS_MAX = 200
PER_CENT = 100

SIDES = {
    "sell": {"zh": "出售（多家竞买）", "en": "sell, others bid to buy"},
    "buy": {"zh": "购买（多家竞卖）", "en": "buy, others offer to sell"},
}
PRICINGS = {
    "uniform": {"zh": "统一价成交", "en": "one price for all"},
    "pay_as_bid": {"zh": "按各自报价成交", "en": "each at its own bid"},
}
MARGINS = {
    "pro_rata": {"zh": "按申报量比例", "en": "in proportion to the bids"},
    "time": {"zh": "时间优先", "en": "the earlier bid first"},
}
ELIGIBILITY = {
    "all": {"zh": "全部主体", "en": "everybody"},
    "compliance": {"zh": "仅重点排放单位", "en": "compliance entities only"},
    "list": {"zh": "仅指定主体", "en": "those named only"},
}

Limit = Annotated[
    Decimal,
    Field(
        ge=0,
        le=PRICE_CNY_MAX,
        max_digits=20,
        allow_inf_nan=False,
        description="CNY/t, a decimal string; 0: none.",
    ),
]
Whole = Annotated[WholeNumber, Field(ge=0, le=QUANTITY_T_MAX)]
Instant = Annotated[str, Field(min_length=1, max_length=INSTANT_CHARACTERS_MAX)]


class NoticeForm(FormModel):
    """A notice as a person fills it in."""

    account: str = Field(
        min_length=1,
        max_length=ACCOUNT_CHARACTERS_MAX,
        json_schema_extra=field_copy("账户", "Account", kind="choice"),
    )
    instrument: str = Field(
        min_length=1,
        max_length=ACCOUNT_CHARACTERS_MAX,
        json_schema_extra=field_copy("交易品种", "Instrument", kind="choice"),
    )
    side: Literal["sell", "buy"] = Field(
        "sell", json_schema_extra=field_copy("方向", "This account", choices=SIDES)
    )
    quantity_t: Quantity
    minimum_t: Whole = Field(
        0,
        json_schema_extra=field_copy(
            "最低成交总量",
            "Least quantity in all",
            "申报总量低于此数则全部流拍；填 0 表示可部分成交。",
            "With less in bids nothing is traded; 0: any part is.",
            unit="t",
        ),
    )
    pricing: Literal["uniform", "pay_as_bid"] = Field(
        "uniform", json_schema_extra=field_copy("成交价", "Price", choices=PRICINGS)
    )
    at_margin: Literal["pro_rata", "time"] = Field(
        "pro_rata",
        json_schema_extra=field_copy("边际价申报的分配", "Bids at the last price", choices=MARGINS),
    )
    limit_cny: Limit = Field(
        Decimal(0),
        json_schema_extra=field_copy(
            "底价（限价）",
            "Limit price",
            "出售时为最低价，购买时为最高价且必填；填 0 表示不设。",
            "The lowest of a sale; the highest of a purchase, which needs one; 0: none.",
            unit="CNY/t",
        ),
    )
    limit_public: bool = Field(
        True, json_schema_extra=field_copy("公开底价", "Show the limit price before the close")
    )
    opens_at: Instant = Field(
        json_schema_extra=field_copy(
            "申报开始",
            "Bids from",
            "北京时间，如 2026-11-23 09:00。",
            "Market time, as 2026-11-23 09:00.",
        )
    )
    closes_at: Instant = Field(
        json_schema_extra=field_copy(
            "申报截止", "Bids until before", "截止时刻自动清算。", "Cleared then."
        )
    )
    eligibility: Literal["all", "compliance", "list"] = Field(
        "all", json_schema_extra=field_copy("参与资格", "Who may bid", choices=ELIGIBILITY)
    )
    invited: str = Field(
        "",
        max_length=INVITED_CHARACTERS_MAX,
        json_schema_extra=field_copy(
            "指定账户",
            "Accounts named",
            "选择“仅指定主体”时填写账户编号，以空格分隔。",
            "Numbers with blanks between, where only those named may bid.",
        ),
    )
    bid_min_t: Quantity = Field(
        1, json_schema_extra=field_copy("单一主体申报下限", "Least of a bidder")
    )
    bid_max_t: Whole = Field(
        0,
        json_schema_extra=field_copy(
            "单一主体申报上限",
            "Most of a bidder",
            "填 0 表示不限。",
            "0: the whole quantity.",
            unit="t",
        ),
    )
    deposit_pct: WholeNumber = Field(
        PER_CENT,
        ge=1,
        le=PER_CENT,
        json_schema_extra=field_copy(
            "保证金比例",
            "Deposit",
            "申报金额中须冻结的比例；100 为全额。卖方单位始终全额冻结。",
            "Part of a bid's cash set aside; 100: all of it. Units are always set aside whole.",
            unit="%",
        ),
    )
    note: str = Field(
        "", max_length=NOTE_CHARACTERS_MAX, json_schema_extra=field_copy("公告说明", "Note")
    )


class NoticeRequest(NoticeForm):
    """The same as a program sends it."""

    client_id: ClientId


class BidRow(FormModel):
    """One bid."""

    price_cny: Price
    quantity_t: Quantity


class BidsForm(FormModel):
    """A sheet of sealed bids as a person fills it in."""

    account: AccountNumber
    bids: list[BidRow] = Field(
        min_length=1,
        max_length=LINES_MAX,
        json_schema_extra=field_copy(
            "申报",
            "Bids",
            "每行一个价格及其数量，各行相加；空行不计。",
            "A price and its quantity a row; rows add up, empty ones do not count.",
        ),
    )


class BidsRequest(BidsForm):
    """The same as a program sends it."""

    client_id: ClientId


class WithdrawRequest(FormModel):
    """All one's bids taken back."""

    client_id: ClientId
    account: AccountNumber


class CancelForm(FormModel):
    """Why an auction is cancelled, as a person says it."""

    reason: str = Field(
        min_length=1,
        max_length=REASON_CHARACTERS_MAX,
        json_schema_extra=field_copy("取消原因（将公告）", "Reason, announced"),
    )


class CancelRequest(CancelForm):
    """The same as a program sends it."""

    client_id: ClientId


class StepRequest(FormModel):
    """A step that needs no more than its name."""

    client_id: ClientId


def announce(asked: NoticeForm, client_id: str) -> Outcome:
    """Give notice of an auction for the signed-in person, or ask for one."""
    fields = asked.model_dump(exclude={"client_id", "limit_cny", "invited"})
    fields["opens_at"], fields["closes_at"] = _instant(asked.opens_at), _instant(asked.closes_at)
    return _carried_out(
        AnnounceAuction(
            client_id=client_id,
            limit_fen=price_fen(asked.limit_cny),
            invited=tuple(asked.invited.replace(",", " ").replace("，", " ").split()),
            **fields,
        )
    )


def publish(number: str, client_id: str) -> Outcome:
    """Publish a notice that was asked for."""
    return _carried_out(PublishAuction(client_id=client_id, auction=number))


def submit(number: str, asked: BidsForm, client_id: str) -> Outcome:
    """Give sealed bids of the signed-in person; they replace those given before."""
    bids = tuple(BidLine(price_fen(row.price_cny), row.quantity_t) for row in asked.bids)
    return _carried_out(
        SubmitBids(client_id=client_id, auction=number, account=asked.account, bids=bids)
    )


def withdraw(number: str, asked: WithdrawRequest) -> Outcome:
    """Take back all bids of the signed-in person."""
    return _carried_out(WithdrawBids(auction=number, **asked.model_dump()))


def cancel(number: str, asked: CancelForm, client_id: str) -> Outcome:
    """Cancel an auction before its window."""
    return _carried_out(CancelAuction(client_id=client_id, auction=number, reason=asked.reason))


def close(number: str, client_id: str) -> Outcome:
    """Clear an auction after its window."""
    return _carried_out(CloseAuction(client_id=client_id, auction=number))


def _instant(text: str) -> str:
    """Return an instant with its zone; what is none stays as it is, to be refused."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return text
    if found.tzinfo is None:
        found = found.replace(tzinfo=MARKET_ZONE)
    return found.isoformat()


def _carried_out(command: Command) -> Outcome:
    try:
        return carry_out_command(command)
    except RegistryError as error:
        if error.facts.get("field") == "limit_fen":
            error.facts["field"] = "limit_cny"
        raise
