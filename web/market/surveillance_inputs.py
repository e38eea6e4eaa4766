"""What those who watch a market fill in: one model for the form, one for JSON."""

from datetime import date
from typing import Annotated
from uuid import uuid4

from pydantic import Field

from market.services import execute
from market.surveillance import (
    InspectDay,
    NoteSelfTrade,
    PauseTrading,
    ResumeTrading,
    ReviewAlert,
)
from registry.worlds import Actor, Outcome, Role, carry_out
from web.acting import public_world
from web.carrying_out import carry_out_command
from web.forms import FormModel, field_copy
from web.registry.unit_inputs import ClientId

TEXT_CHARACTERS_MAX = 200
CODE_CHARACTERS_MAX = 24
MARKET_CHARACTERS_MAX = 60
HOUSE = Actor("surveillance", frozenset({Role.OPERATOR}), system=True)

Reason = Annotated[str, Field(min_length=1, max_length=TEXT_CHARACTERS_MAX)]


class AnnouncementForm(FormModel):
    """A pause or a resumption, of one instrument or of a market."""

    instrument: str = Field(
        "",
        max_length=CODE_CHARACTERS_MAX,
        json_schema_extra=field_copy(
            "交易品种",
            "Instrument",
            "品种与市场填写其一。",
            "Name an instrument or a market.",
            kind="choice",
        ),
    )
    market: str = Field(
        "",
        max_length=MARKET_CHARACTERS_MAX,
        json_schema_extra=field_copy("整个市场", "Whole market", kind="choice"),
    )
    reason_zh: Reason = Field(
        json_schema_extra=field_copy(
            "公告原因（中文）", "Reason in Chinese", "向所有人公告。", "Announced to everybody."
        )
    )
    reason_en: Reason = Field(
        json_schema_extra=field_copy(
            "公告原因（英文）", "Reason in English", "向所有人公告。", "Announced to everybody."
        )
    )


class ReviewForm(FormModel):
    """What was found when an alert was looked at."""

    note: str = Field(
        min_length=1,
        max_length=TEXT_CHARACTERS_MAX,
        json_schema_extra=field_copy("复核意见", "Note"),
    )


class InspectForm(FormModel):
    """Which day to look through."""

    day: date = Field(json_schema_extra=field_copy("交易日", "Day"))


class AnnouncementRequest(AnnouncementForm):
    """The same as a program sends it."""

    client_id: ClientId


class ReviewRequest(ReviewForm):
    """The same as a program sends it."""

    client_id: ClientId


class InspectRequest(InspectForm):
    """The same as a program sends it."""

    client_id: ClientId


def announce(step: str, asked: AnnouncementForm, client_id: str) -> Outcome:
    """Pause or resume trading as the signed-in operator."""
    command = PauseTrading if step == "pause" else ResumeTrading
    return carry_out_command(
        command(
            client_id=client_id,
            instrument=asked.instrument,
            market=asked.market,
            reason_zh=asked.reason_zh,
            reason_en=asked.reason_en,
        )
    )


def review(number: str, asked: ReviewForm, client_id: str) -> Outcome:
    """Mark an alert as reviewed as the signed-in operator."""
    return carry_out_command(ReviewAlert(client_id=client_id, alert=number, note=asked.note))


def inspect(asked: InspectForm, client_id: str) -> Outcome:
    """Look through a day as the signed-in operator."""
    return carry_out_command(InspectDay(client_id=client_id, day=asked.day))


def note_self_trade(instrument: str, account: str, order_id: object) -> None:
    """Keep that an order was refused as a trade with its own party, in its own unit of work."""
    assert isinstance(order_id, int)
    command = NoteSelfTrade(
        client_id=f"self-trade:{uuid4().hex}",
        instrument=instrument,
        account=account,
        order_id=order_id,
    )
    carry_out(public_world(), lambda session: execute(session, command, HOUSE))
