"""Words that pages of factors need."""

from flask_babel import lazy_gettext

CONFIDENCE_TEXTS = {
    "high": lazy_gettext("high"),
    "medium": lazy_gettext("medium"),
    "low": lazy_gettext("low"),
}
"""How sure a factor is."""
