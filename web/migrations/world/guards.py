"""The rules that the database itself keeps, whatever writes to it.

1. The postings of a transaction sum to zero for each unit type, and there is at least one. They are
   written before their transaction (the reference is checked at commit); writing the transaction
   adds them up, and nothing can be posted to it afterwards.
2. Ranges of serials of one unit type never overlap.
3. The journal is append-only.
"""

from alembic import op

JOURNAL = (
    "ledger_transaction",
    "posting",
    "block_move",
    "command",
    "certificate",
    "project_event",
    "issuance",
)
"""Tables whose rows are never changed or removed."""


def create_guards() -> None:
    """Create the guards of the registry's tables in the words of the database at hand."""
    if op.get_bind().dialect.name == "sqlite":
        _create_on_sqlite()
    else:
        _create_on_postgresql()
    for table in JOURNAL:
        append_only(table)


def append_only(table: str) -> None:
    """Let the database refuse every change and removal of a table's rows."""
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} BEGIN"
                f" SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _create_on_sqlite() -> None:
    op.execute(
        """
        CREATE TRIGGER ledger_transaction_balanced BEFORE INSERT ON ledger_transaction BEGIN
          SELECT RAISE(ABORT, 'a transaction needs postings') WHERE NOT EXISTS
            (SELECT 1 FROM posting WHERE transaction_id = NEW.id);
          SELECT RAISE(ABORT, 'postings do not sum to zero') WHERE EXISTS
            (SELECT 1 FROM posting WHERE transaction_id = NEW.id
             GROUP BY unit_type_id HAVING sum(quantity) <> 0);
        END
        """
    )
    for table in ("posting", "block_move"):
        op.execute(
            f"""
            CREATE TRIGGER {table}_before_transaction BEFORE INSERT ON {table} BEGIN
              SELECT RAISE(ABORT, 'the transaction is complete') WHERE EXISTS
                (SELECT 1 FROM ledger_transaction WHERE id = NEW.transaction_id);
            END
            """  # noqa: S608
        )
    # Blocks do not overlap so far, so only the one that starts last before NEW ends can reach it.
    for name, when in (
        ("insert", "INSERT"),
        ("update", "UPDATE OF unit_type_id, serial_first, serial_last"),
    ):
        op.execute(
            f"""
            CREATE TRIGGER unit_block_apart_{name} AFTER {when} ON unit_block BEGIN
              SELECT RAISE(ABORT, 'serial ranges overlap') WHERE
                (SELECT serial_last FROM unit_block WHERE unit_type_id = NEW.unit_type_id
                 AND serial_first < NEW.serial_first ORDER BY serial_first DESC LIMIT 1)
                >= NEW.serial_first
                OR (SELECT serial_first FROM unit_block WHERE unit_type_id = NEW.unit_type_id
                    AND serial_first > NEW.serial_first ORDER BY serial_first LIMIT 1)
                <= NEW.serial_last;
            END
            """  # noqa: S608
        )


def _create_on_postgresql() -> None:
    op.execute(
        """
        CREATE FUNCTION check_transaction() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE types integer; unbalanced integer;
        BEGIN
          SELECT count(*), count(*) FILTER (WHERE total <> 0) INTO types, unbalanced FROM
            (SELECT sum(quantity) AS total FROM posting WHERE transaction_id = NEW.id
             GROUP BY unit_type_id) AS sums;
          IF types = 0 THEN
            RAISE EXCEPTION 'a transaction needs postings' USING ERRCODE = 'check_violation';
          ELSIF unbalanced > 0 THEN
            RAISE EXCEPTION 'postings do not sum to zero' USING ERRCODE = 'check_violation';
          END IF;
          RETURN NEW;
        END $$
        """
    )
    op.execute(
        """
        CREATE FUNCTION refuse_late_posting() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF EXISTS (SELECT 1 FROM ledger_transaction WHERE id = NEW.transaction_id) THEN
            RAISE EXCEPTION 'the transaction is complete' USING ERRCODE = 'check_violation';
          END IF;
          RETURN NEW;
        END $$
        """
    )
    op.execute(
        """
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation';
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER ledger_transaction_balanced BEFORE INSERT ON ledger_transaction"
        " FOR EACH ROW EXECUTE FUNCTION check_transaction()"
    )
    for table in ("posting", "block_move"):
        op.execute(
            f"CREATE TRIGGER {table}_before_transaction BEFORE INSERT ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_late_posting()"
        )
    op.execute(
        "ALTER TABLE unit_block ADD CONSTRAINT ex_unit_block_apart EXCLUDE USING gist"
        " (int8range(unit_type_id, unit_type_id, '[]') WITH &&,"
        " int8range(serial_first, serial_last, '[]') WITH &&)"
    )
