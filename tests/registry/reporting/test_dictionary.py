"""The data dictionary tells of every column that leaves, and private data never does."""

import market.services
import registry.services
from registry.reporting.dictionary import dictionary_entries, exported_tables, untold
from registry.worlds import WORLD_METADATA

assert market.services
assert registry.services

PRIVATE = {"user_email", "contact", "actor", "body", "secret", "client_id", "outcome", "memo"}
"""Columns in which e-mails, contacts, pseudonyms or private words stand."""


def test_every_table_and_every_exported_column_has_an_entry():
    assert untold() == []


def test_the_public_export_holds_no_private_data():
    for table in exported_tables():
        assert not PRIVATE & {column.name for column in table.columns}, table.name
    names = {table.name for table in exported_tables(full=True)}
    assert not names & {"mandate", "comment_contact", "command", "inclusion_secret"}


def test_no_public_table_leads_to_an_account():
    for table in exported_tables():
        assert not any("account" in column.name for column in table.columns), table.name


def test_entries_name_type_unit_and_meaning_in_both_languages():
    entries = dictionary_entries(exported_tables(full=True))
    for entry in entries:
        assert entry.meaning_en
        assert entry.meaning_zh
    by_name = {(entry.table, entry.column): entry for entry in entries}
    assert by_name["issuance", "quantity"].unit == "units"
    assert by_name["issuance", "recorded_at"].type == "instant"
    assert by_name["certificate", "period_from"].type == "date"
    assert by_name["trading_day", "close_fen"].unit == "fen"
    assert len({table.name for table in exported_tables()}) < len(WORLD_METADATA.tables)
