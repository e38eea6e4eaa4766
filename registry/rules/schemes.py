"""The schemes: their codes and names."""

from collections.abc import Mapping

from registry.worlds.errors import words

NATIONAL = "CEA"


SCHEME_NAMES: Mapping[str, Mapping[str, str]] = {
    NATIONAL: words("National carbon market", "全国碳市场"),
    "BEA": words("Beijing pilot", "北京试点碳市场"),
    "CQEA": words("Chongqing pilot", "重庆试点碳市场"),
    "FJEA": words("Fujian market", "福建碳市场"),
    "GDEA": words("Guangdong pilot", "广东试点碳市场"),
    "HBEA": words("Hubei pilot", "湖北试点碳市场"),
    "SHEA": words("Shanghai pilot", "上海试点碳市场"),
    "SZEA": words("Shenzhen pilot", "深圳试点碳市场"),
    "TJEA": words("Tianjin pilot", "天津试点碳市场"),
}


def obligation_scheme(scheme: str) -> Mapping[str, str]:
    """Return the names of the market whose obligation surrendered units meet.

    Args:
        scheme: of the units; credits meet obligations of the national market.
    """
    of = scheme if scheme in SCHEME_NAMES else NATIONAL
    return SCHEME_NAMES.get(of, words(of, of))
