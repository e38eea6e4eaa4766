"""Pages: one blueprint per noun, one folder of templates per blueprint."""

from flask import Flask

from web.pages import (
    accounts,
    audits,
    carbon_inclusion,
    certificates,
    checks,
    data,
    documents,
    estimates,
    green_certificates,
    home,
    imports,
    inclusion_uploads,
    lab,
    market,
    project_publicity,
    projects,
    proof,
    registry,
    reports,
    rules,
    saved_estimates,
    start,
    tasks,
    unit_uses,
)


def init_app(app: Flask) -> None:
    """Register every blueprint of pages."""
    for noun in (
        home,
        estimates,
        saved_estimates,
        registry,
        reports,
        rules,
        green_certificates,
        imports,
        projects,
        project_publicity,
        proof,
        carbon_inclusion,
        inclusion_uploads,
        certificates,
        checks,
        audits,
        accounts,
        unit_uses,
        start,
        tasks,
        market,
        lab,
        data,
        documents,
    ):
        app.register_blueprint(noun.pages)
