"""Each invariant is broken by SQL, with the database's own guard out of the way, and found."""

import json

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from registry.audit import audit
from registry.worlds import World, reading, unit_of_work
from web.cli import existing_worlds
from web.cli import registry as command

BREAKS = {
    "I1.postings_sum_to_zero": "UPDATE posting SET quantity = quantity + 1 WHERE id = 1",
    "I1.transactions_have_postings": (
        "DELETE FROM posting WHERE transaction_id = (SELECT min(transaction_id) FROM posting)"
    ),
    "I2.serials_apart": (
        "UPDATE unit_block SET serial_last = serial_last + 1 WHERE serial_first = 1"
        " AND account_id = 3"
    ),
    "I3.issuances_complete": "UPDATE unit_block SET serial_last = serial_last - 1 WHERE id = 1",
    "I4.holdings_match_postings": "UPDATE holding SET quantity = quantity + 1 WHERE NOT unlimited",
    "I4.blocks_match_holdings": "UPDATE unit_block SET account_id = 2 WHERE id = 1",
    "I4.issued_is_accounted_for": "DELETE FROM holding WHERE account_id = 3",
    "I4.cash_conserved": "UPDATE holding SET quantity = quantity + 1 WHERE unit_type_id = 1",
    "I5.reserved_within_holding": "UPDATE holding SET reserved = -1 WHERE NOT unlimited",
    "I5.reservations_match_holdings": "UPDATE reservation SET remaining = remaining - 1",
    "I6.issued_within_verified": "UPDATE report SET quantity = '999.9' WHERE kind = 'monitoring'",
    "I7.final_is_final": (
        "UPDATE posting SET quantity = -quantity WHERE account_id = 3 AND quantity > 0"
    ),
    "I7.certificates_match_postings": "UPDATE certificate SET quantity = quantity + 1",
    "I10.report_backs_one_issuance": "UPDATE report SET state = 'verified' WHERE state = 'issued'",
    "I10.periods_apart": (
        "INSERT INTO report (number, kind, title, party_id, project_id, methodology_id,"
        " methodology_version, methodology_status, quantity, measure, inputs_json, result_json,"
        " digest, period_from, period_to, state, created_at)"
        " SELECT 'MR-2', kind, title, party_id, project_id, methodology_id, methodology_version,"
        " methodology_status, quantity, measure, inputs_json, result_json, digest, period_from,"
        " period_to, 'filed', created_at FROM report WHERE kind = 'monitoring'"
    ),
    "I10.estimate_backs_one_report": (
        "INSERT INTO report (number, kind, title, party_id, project_id, based_on_id,"
        " methodology_id, methodology_version, methodology_status, quantity, measure,"
        " inputs_json, result_json, digest, period_from, period_to, state, created_at)"
        " SELECT 'MR-2', kind, title, party_id, project_id, based_on_id, methodology_id,"
        " methodology_version, methodology_status, quantity, measure, inputs_json, result_json,"
        " digest, NULL, NULL, 'filed', created_at FROM report WHERE kind = 'monitoring'"
    ),
    "I11.commands_unchanged": "UPDATE command SET body = '{}' WHERE kind = 'transfer'",
    "I7.certificates_as_commanded": "UPDATE certificate SET beneficiary = '另一家公司'",
    "I11.reports_unchanged": "UPDATE report SET quantity = '1001.25'",
    "I11.answers_exist": (
        "UPDATE command SET outcome = '{\"certificate\":\"CR-2026-999999\"}' WHERE kind = 'retire'"
    ),
    "I12.dates_of_the_market": "UPDATE ledger_transaction SET business_date = '2020-01-01'",
    "I6.quotas_kept": "UPDATE quota_level SET consumed = consumed - 1",
    "I6.credits_within_limit": (
        "INSERT INTO compliance_event (entity_id, year, kind, quantity, unit_kind, unit_type,"
        " reference, note, detail_json, actor, recorded_at, business_date)"
        " SELECT entity_id, year, 'surrender', quantity, 'credit', '', '', '', '{}', actor,"
        " recorded_at, business_date FROM compliance_event WHERE kind = 'obligation'"
    ),
    "I8.two_people": "UPDATE proposal SET approver = NULL",
    "I8.mandates_held": "UPDATE mandate SET right_ = 'read'",
    "I9.foreign_units_once": "UPDATE mirror_step SET actor = 'one@example.org'",
    "I10.claims_apart": (
        "INSERT INTO source_claim (mechanism, kind, source, measure, period_from, period_to,"
        " reference, state, recorded_at, business_date)"
        " SELECT 'ccer', kind, source, measure, period_from, period_to, 'PR-1', state,"
        " recorded_at, business_date FROM source_claim"
    ),
    "I13.entered_on_their_day": "UPDATE compliance_event SET business_date = '2020-01-01'",
    "I14.nothing_early": "UPDATE proposal SET executed_at = '2020-01-01 00:00:00'",
    "I14.carried_out_in_hours": (
        "UPDATE proposal SET execute_at = '2030-01-04 19:00:00+00:00',"
        " executed_at = '2030-01-04 20:00:00+00:00'"
    ),
    "I5.reservations_in_log": (
        "UPDATE reservation SET remaining = remaining - 1, quantity = quantity - 1"
    ),
    "I7.reversals_mirror": (
        "UPDATE ledger_reversal SET reverses_id = (SELECT min(id) FROM ledger_transaction"
        " WHERE kind = 'issuance')"
    ),
    "I11.commands_in_log": "UPDATE command SET outcome = '{}' WHERE kind = 'transfer'",
    "I12.checkpoints_stand": (
        "UPDATE checkpoint SET signed_text = replace(signed_text, 'tanlab', 'other')"
        " || 'x', tree_size = tree_size - 1"
    ),
    "I12.leaves_are_events": "UPDATE event SET content = content || ' ' WHERE id = 2",
    "I12.rows_as_logged": "UPDATE compliance_event SET quantity = 1 WHERE kind = 'obligation'",
    "I12.bulk_as_logged": "UPDATE issuance SET project_id = NULL",
    "I12.log_has_accounts": (
        "UPDATE account SET party_id = (SELECT max(id) FROM party)"
        " WHERE id = (SELECT min(id) FROM account WHERE kind = 'holding')"
    ),
    "I12.log_has_journal": "UPDATE block_move SET to_account_id = 2 WHERE to_account_id = 3",
    "I12.log_has_unit_types": "UPDATE unit_type SET measure = 'mwh' WHERE id > 1",
    "I12.log_is_coherent": (
        "INSERT INTO event (kind, subject, content, recorded_at)"
        " SELECT kind, subject, content, recorded_at FROM event WHERE kind = 'command'"
    ),
    "I12.log_replays_blocks": "UPDATE unit_block SET account_id = 2 WHERE account_id = 3",
    "I12.log_replays_holdings": "UPDATE holding SET quantity = quantity + 1 WHERE NOT unlimited",
    "I12.guards_present": "DROP TRIGGER posting_before_transaction ON posting",
}


def tamper(world: World, statement: str) -> None:
    """Change rows as somebody with the database's password could."""
    with unit_of_work(world) as session:
        if world.database.is_sqlite:
            tamper_sqlite(session, statement)
        else:
            tamper_postgresql(session, statement)


def tamper_sqlite(session, statement):
    connection = session.connection().connection.driver_connection
    connection.execute("PRAGMA ignore_check_constraints = ON")
    triggers = list(
        connection.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
    )
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for name, _, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    if statement.startswith("DROP TRIGGER"):
        unguarded = statement.rpartition(" ON ")[2]
        triggers = [trigger for trigger in triggers if trigger[1] != unguarded]
    else:
        connection.execute(statement)
    for _, _, sql in triggers:
        connection.execute(sql)
    connection.execute("PRAGMA ignore_check_constraints = OFF")


def tamper_postgresql(session, statement):
    if statement.startswith("DROP TRIGGER"):
        session.execute(text(statement))
        return
    checks = session.execute(
        text(
            "SELECT conrelid::regclass, conname FROM pg_constraint WHERE contype IN ('c', 'x')"
            " AND connamespace = current_schema()::regnamespace"
        )
    ).all()
    for table, name in checks:
        session.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
    session.execute(text("SET LOCAL session_replication_role = replica"))
    session.execute(text(statement))


def test_a_world_with_everything_in_it_is_whole(full):
    with reading(full) as session:
        report = audit(session)
    assert report.ok, [found for found in report.invariants if not found.ok]
    assert {found.id for found in report.invariants} == set(BREAKS)
    assert all(found.checked for found in report.invariants)


@pytest.mark.parametrize("invariant", BREAKS)
def test_a_row_altered_behind_the_systems_back_is_found(full, invariant):
    tamper(full, BREAKS[invariant])
    with reading(full) as session:
        report = audit(session)
    broken = {found.id: found for found in report.invariants if not found.ok}
    assert invariant in broken
    assert "Broken" in broken[invariant].detail


@pytest.mark.parametrize(
    "change",
    [
        "quantity = quantity + 1",
        "purpose = 'voluntary'",
        "note = 'x'",
        "business_date = '2020-01-01'",
        "period_from = '2020-01-01'",
        "beneficiary_credit_code = '91350100M000100Y43'",
        "account_id = 1",
    ],
)
def test_a_certificate_altered_in_any_field_is_found(full, change):
    tamper(full, f"UPDATE certificate SET {change}")
    with reading(full) as session:
        broken = {found.id for found in audit(session).invariants if not found.ok}
    assert "I7.certificates_as_commanded" in broken


@pytest.mark.parametrize("column", ["inputs_json", "result_json", "methodology_status", "measure"])
def test_a_report_altered_in_any_field_is_found(full, column):
    tamper(full, f"UPDATE report SET {column} = 'x' WHERE kind = 'estimate'")
    with reading(full) as session:
        broken = {found.id for found in audit(session).invariants if not found.ok}
    assert "I11.reports_unchanged" in broken


def test_the_report_is_the_contract(full):
    with reading(full) as session:
        report = audit(session).to_dict()
    assert set(report) == {"ok", "invariants"}
    assert set(report["invariants"][0]) == {"id", "ok", "checked", "detail"}
    json.dumps(report)


@pytest.fixture
def run(full, monkeypatch):
    """`tanlab registry audit` on the world."""
    monkeypatch.setattr(
        existing_worlds,
        "_existing_world",
        lambda slug, *_: (full, None) if slug == "test" else None,
    )
    runner = CliRunner()
    return lambda *words: runner.invoke(command.app, ["audit", *words])


def test_the_command_prints_the_report_and_leaves_with_0(run):
    done = run("--world", "test", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["ok"] is True


def test_the_command_leaves_with_1_when_something_is_broken(full, run):
    tamper(full, BREAKS["I7.certificates_match_postings"])
    done = run("--world", "test", "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["ok"] is False
    assert "BROKEN I7" in run("--world", "test").stdout


def test_the_command_does_not_make_a_world_that_is_not_there(run):
    done = run("--world", "nowhere", "--json")
    assert done.exit_code == 2
    assert json.loads(done.stdout)["error"]["code"] == "usage"
