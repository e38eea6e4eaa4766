"""How devices, months, expiry and exclusions look in JSON; MWh are decimal strings."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from web.api.registry_shapes import PartyShape


class _Shape(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class MeterShape(_Shape):
    """A meter and where its electricity goes."""

    meter: str
    feed: str


class DeviceShape(_Shape):
    """A device."""

    number: str
    name: str
    party: PartyShape
    energy: str
    technology: str
    capacity_kw: int
    commissioned: date
    province: str
    fully_market_based: bool
    state: str
    meters: list[MeterShape]


class DeviceEventShape(_Shape):
    """A step in a device's life."""

    step: str
    note: str
    business_date: date


class MonthShape(_Shape):
    """A meter's month."""

    meter: str
    month: str
    generation_mwh: str
    corrected: bool
    class_: str
    reason: str
    carried_in_mwh: str
    quantity: int
    carried_out_mwh: str
    unit_type: str
    valid_until: date | None
    frozen: int
    cancelled: int


class DevicePage(_Shape):
    """A device with its steps and months, the latest month first."""

    device: DeviceShape
    events: list[DeviceEventShape]
    months: list[MonthShape]


class DeviceList(_Shape):
    """A page of devices."""

    rows: list[DeviceShape]
    total: int
    page: int
    pages: int


class ExpiryShape(_Shape):
    """A month's certificates and where they are."""

    unit_type: str
    month: str
    tradable: bool
    valid_until: date
    issued: int
    held: int
    frozen: int
    used: int
    cancelled: int
    expired: int


class ExpiryList(_Shape):
    """The expiry calendar."""

    rows: list[ExpiryShape]


class ExclusionShape(_Shape):
    """A published step of the exclusion."""

    step: str
    device: str
    meter: str
    month: str
    unit_type: str
    quantity: int
    serial_first: int
    serial_last: int
    mechanism: str
    reference: str
    business_date: date


class ExclusionList(_Shape):
    """A page of the exclusions."""

    rows: list[ExclusionShape]
    total: int
    page: int
    pages: int


class StatisticsShape(_Shape):
    """Public totals, certificates of 1 MWh."""

    devices: dict[str, int]
    generation_mwh: str
    issued_tradable: int
    issued_only: int
    held: int
    frozen: int
    used: int
    cancelled: int
    expired: int
