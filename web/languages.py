"""Which language a reader gets: own choice, then cookie, then browser, then Chinese."""

from flask import Flask, g, has_request_context, request
from flask_babel import Babel, get_locale
from flask_security import current_user
from pydantic import BaseModel, ConfigDict, Field

from web.refusals import Language

COOKIE = "language"
LOCALES: dict[Language, str] = {"zh": "zh_Hans_CN", "en": "en"}
HTML_TAGS: dict[Language, str] = {"zh": "zh-Hans-CN", "en": "en"}
NAMES: dict[Language, str] = {"zh": "中文", "en": "English"}
TIME_ZONE = "Asia/Shanghai"


class LanguageChoice(BaseModel):
    """What the language switch sends."""

    model_config = ConfigDict(extra="ignore")

    language: Language
    next: str = Field("/", max_length=2000)


def init_app(app: Flask) -> None:
    """Connect Flask-Babel and give templates `language` and its names."""
    Babel(
        app,
        default_locale=LOCALES["zh"],
        default_timezone=TIME_ZONE,
        default_translation_directories=str(app.root_path) + "/translations",
        locale_selector=lambda: LOCALES[choose()],
    )

    @app.context_processor
    def _language() -> dict[str, object]:
        spoken = current_language()
        return {"language": spoken, "html_lang": HTML_TAGS[spoken], "language_names": NAMES}


def current_language() -> Language:
    """Return `zh` or `en`, the language of the current request."""
    locale = get_locale()
    return "zh" if locale is None or locale.language == "zh" else "en"


def choose() -> Language:
    """Choose the language of the current request; without a request, Chinese."""
    if not has_request_context():
        return "zh"
    chosen = getattr(current_user, "language", None) if "_login_user" in g else None
    return known(chosen) or known(request.cookies.get(COOKIE)) or _of_browser() or "zh"


def known(tag: str | None) -> Language | None:
    """Return the language of a tag such as `zh-CN` or `en_US`; None if it is neither."""
    start = (tag or "").lower().replace("_", "-").split("-")[0]
    return "zh" if start == "zh" else "en" if start == "en" else None


def _of_browser() -> Language | None:
    for tag, quality in request.accept_languages:
        if quality > 0 and (language := known(tag)):
            return language
    return None
