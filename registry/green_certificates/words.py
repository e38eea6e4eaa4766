"""Names of energies, states, classes and reasons, in both languages."""

from collections.abc import Mapping

from registry.green_certificates.commands import CorrectionReason
from registry.green_certificates.rules import CertificateClass, Energy, Feed, Reason
from registry.worlds.errors import words

Names = Mapping[str, Mapping[str, str]]

DEVICE_STATE_NAMES: Names = {
    "filed": words("filed, waits for approval", "待审核"),
    "approved": words("approved", "已审核"),
    "refused": words("refused", "未通过"),
}
ENERGY_NAMES: Names = {
    Energy.WIND: words("onshore wind", "陆上风电"),
    Energy.OFFSHORE_WIND: words("offshore wind", "海上风电"),
    Energy.DEEP_SEA_WIND: words("deep-sea offshore wind", "深远海海上风电"),
    Energy.SOLAR: words("photovoltaics", "集中式光伏"),
    Energy.SOLAR_DISTRIBUTED: words("distributed photovoltaics", "分布式光伏"),
    Energy.SOLAR_CSP: words("solar thermal power", "光热发电"),
    Energy.BIOMASS: words("biomass", "生物质发电"),
    Energy.GEOTHERMAL: words("geothermal", "地热能发电"),
    Energy.OCEAN: words("ocean energy", "海洋能发电"),
    Energy.HYDRO: words("hydro power", "水电"),
    Energy.OTHER: words("other", "其他"),
}
FEED_NAMES: Names = {
    Feed.GRID: words("fed into the grid", "上网电量"),
    Feed.SELF_USE: words("self-consumed", "自发自用"),
}
CLASS_NAMES: Names = {
    CertificateClass.TRADABLE: words("tradable", "可交易"),
    CertificateClass.ISSUED_ONLY: words("issued, not tradable", "不可交易"),
    CertificateClass.NOT_ELIGIBLE: words("not eligible", "不核发"),
}
REASON_NAMES: Names = {
    Reason.RENEWABLE_TO_GRID: words(
        "renewable electricity fed into the grid", "可再生能源上网电量"
    ),
    Reason.NEW_MARKET_HYDRO: words(
        "hydro power commissioned from 2023 on, fully in the market",
        "2023年及以后投产的完全市场化水电",
    ),
    Reason.SELF_CONSUMED: words("consumed by the producer", "自发自用电量"),
    Reason.OLD_HYDRO: words(
        "conventional hydro power commissioned before 2023", "2023年前投产的存量常规水电"
    ),
    Reason.HYDRO_NOT_IN_MARKET: words(
        "hydro power that is not fully in the market", "未完全市场化的水电"
    ),
    Reason.NOT_RENEWABLE: words(
        "not one of the renewable energies named", "不属于可核发的能源种类"
    ),
    Reason.VALIDITY_OVER: words("validity is over", "已超过有效期"),
}
CORRECTION_NAMES: Names = {
    CorrectionReason.METER_FAULT: words("meter fault", "计量故障"),
    CorrectionReason.CLERICAL: words("clerical error", "填报差错"),
    CorrectionReason.SETTLEMENT: words("settlement of the grid company", "电网结算调整"),
}
STEP_NAMES: Names = {
    "frozen": words("frozen", "冻结"),
    "cancelled": words("cancelled", "核销"),
    "unfrozen": words("given back", "解冻"),
}
