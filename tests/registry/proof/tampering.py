"""Changes rows behind the system's back, as somebody with the database's password could."""

import sqlite3

from registry.worlds import World, unit_of_work


def tamper(world: World, table: str, statement: str, *, keys: bool = True) -> None:
    """Carry out a statement on a table with its triggers off; `keys` False: references too."""
    if world.database.is_sqlite and not keys:
        with sqlite3.connect(str(world.database.url.database)) as connection:
            connection.execute(f"DROP TRIGGER {table}_no_delete")
            connection.execute(statement)
        connection.close()
        return
    with unit_of_work(world) as session:
        driver = session.driver_connection()
        if not world.database.is_sqlite:
            which = "USER" if keys else "ALL"
            driver.execute(f"ALTER TABLE {table} DISABLE TRIGGER {which}")
            driver.execute(statement)
            driver.execute(f"ALTER TABLE {table} ENABLE TRIGGER {which}")
            return
        triggers = driver.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)
        ).fetchall()
        for name, _ in triggers:
            driver.execute(f"DROP TRIGGER {name}")
        driver.execute(statement)
        for _, sql in triggers:
            driver.execute(sql)
