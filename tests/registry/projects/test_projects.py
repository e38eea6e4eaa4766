"""The two state machines: every step from every state, and long random walks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.projects.projects import (
    PROJECT_ENDED,
    REPORT_ENDED,
    STATE_NAMES,
    STEP_NAMES,
    ProjectState,
    ProjectStep,
    ReportState,
    ReportStep,
    advance_project,
    advance_report,
    check_may_report,
)
from registry.worlds import ProjectInOtherState, ReportInOtherState

ORDER = [
    ProjectStep.DESCRIBE,
    ProjectStep.PUBLISH,
    ProjectStep.VALIDATE,
    ProjectStep.APPLY,
    ProjectStep.REGISTER,
]


def test_the_legal_order_leads_from_draft_to_registered():
    state = ProjectState.DRAFT
    for step in ORDER:
        state = advance_project(state, step, "PR-1")
    assert state is ProjectState.REGISTERED


@pytest.mark.parametrize("step", ProjectStep)
def test_nothing_follows_an_end_or_registration(step):
    for state in (*PROJECT_ENDED, ProjectState.REGISTERED):
        with pytest.raises(ProjectInOtherState) as refused:
            advance_project(state, step, "PR-1")
        assert refused.value.facts["step"] == STEP_NAMES[step]
        assert refused.value.facts["state"] == STATE_NAMES[state]


@given(st.lists(st.sampled_from(list(ProjectStep)), max_size=40))
def test_no_walk_registers_a_project_that_was_not_published_validated_and_reviewed(steps):
    state, taken = ProjectState.DRAFT, []
    for step in steps:
        try:
            state = advance_project(state, step, "PR-1")
        except ProjectInOtherState:
            continue
        taken.append(step)
    if state is ProjectState.REGISTERED:
        assert [step for step in taken if step in ORDER[1:]][-2:] == ORDER[-2:]
        last_publication = len(taken) - 1 - taken[::-1].index(ProjectStep.PUBLISH)
        assert ProjectStep.VALIDATE in taken[last_publication:]
        assert taken[-1] is ProjectStep.REGISTER


@given(st.lists(st.sampled_from(list(ReportStep)), max_size=40))
def test_no_walk_issues_a_report_twice_or_unverified(steps):
    state, taken = ReportState.FILED, []
    for step in steps:
        try:
            state = advance_report(state, step, "MR-1")
        except ReportInOtherState:
            continue
        taken.append(step)
    assert taken.count(ReportStep.ISSUE) <= 1
    assert taken.count(ReportStep.VERIFY) <= 1
    if ReportStep.ISSUE in taken:
        assert taken[0] is ReportStep.VERIFY
        assert taken[-2:] == [ReportStep.CLAIM, ReportStep.ISSUE]
        assert state is ReportState.ISSUED
    if state in REPORT_ENDED:
        assert ReportStep.ISSUE not in taken


def test_reports_are_filed_by_registered_projects_only():
    check_may_report(ProjectState.REGISTERED, "PR-1")
    for state in set(ProjectState) - {ProjectState.REGISTERED}:
        with pytest.raises(ProjectInOtherState):
            check_may_report(state, "PR-1")


def test_every_state_and_step_has_a_name_in_both_languages():
    for name in (*ProjectState, *ReportState):
        assert set(STATE_NAMES[name]) == {"en", "zh"}
    for step in (*ProjectStep, *ReportStep):
        assert set(STEP_NAMES[step]) == {"en", "zh"}
