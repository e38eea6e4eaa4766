"""Watching a market: alerts that explain themselves, pauses that everybody is told of."""

from market.surveillance.commands import (
    InspectDay,
    NoteSelfTrade,
    PauseTrading,
    ResumeTrading,
    ReviewAlert,
)
from market.surveillance.detectors import Watch
from market.surveillance.queries import (
    AlertView,
    AnnouncementView,
    announcements,
    list_alerts,
    pauses,
    show_alert,
)
from market.surveillance.words import WATCH_NAMES

__all__ = [
    "WATCH_NAMES",
    "AlertView",
    "AnnouncementView",
    "InspectDay",
    "NoteSelfTrade",
    "PauseTrading",
    "ResumeTrading",
    "ReviewAlert",
    "Watch",
    "announcements",
    "list_alerts",
    "pauses",
    "show_alert",
]
