"""A shipped question: what is asked, what was found, what would say otherwise."""

from flask import Blueprint, render_template

from web.access import public
from web.simulations.questions import question_of

pages = Blueprint("lab_questions", __name__, url_prefix="/lab/questions")


@pages.get("/<target>")
@public
def show(target: str) -> str:
    """Show a question with its cases, findings, objections, and how to run it again."""
    asked = question_of(target)
    return render_template("lab/question.html", asked=asked, experiment=asked.plan.experiment)
