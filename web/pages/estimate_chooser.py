"""The way into estimates: five questions, which methodologies fit, and why others do not."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from methodologies import STAGE_TEXTS, STATUS_TEXTS, ChooserAnswers, choose, form_fields
from web.access import public
from web.errors import UNPROCESSABLE
from web.forms import blank_form, read_form
from web.languages import current_language

pages = Blueprint("estimate_chooser", __name__, url_prefix="/estimate")

_QUESTIONS = {field.name: field for field in form_fields(ChooserAnswers)}
QUESTION_TITLES = {name: field.label for name, field in _QUESTIONS.items()}


@pages.get("")
@public
def index() -> ResponseReturnValue:
    """Choose by the answers of the address; without any, list every methodology."""
    language = current_language()
    submitted = read_form(
        blank_form(ChooserAnswers, language), ChooserAnswers, request.args, language
    )
    answers = submitted.value or ChooserAnswers()
    page = render_template(
        "estimates/catalogue.html",
        form=submitted.form,
        choice=choose(answers),
        answered=bool(answers.model_fields_set),
        question_titles=QUESTION_TITLES,
        purposes=_QUESTIONS["purpose"].choices,
        status_texts=STATUS_TEXTS,
        stage_texts=STAGE_TEXTS,
    )
    return page if submitted.value is not None else (page, UNPROCESSABLE)
