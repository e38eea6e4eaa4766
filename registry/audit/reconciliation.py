"""The auditor's second opinion: what the log says, compared with every table that repeats it."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from registry.audit.invariants import Invariant, found
from registry.audit.lines import Line
from registry.audit.replay import Place, Replay, hash_of, replay
from registry.worlds.commands import canonical_json, digest
from registry.worlds.database import WorldSession
from registry.worlds.driver import fetch, stream
from registry.worlds.events import pseudonym, without_addresses

Breach = tuple[object, ...]
_EVENTS = "SELECT id, content FROM event ORDER BY id"
_HOLDINGS = "SELECT account_id, unit_type_id, quantity, reserved FROM holding"
_BLOCKS = "SELECT unit_type_id, serial_first, serial_last, account_id FROM unit_block ORDER BY id"
_RESERVATIONS = "SELECT id, account_id, unit_type_id, remaining, state FROM reservation"
_POSTINGS = (
    "SELECT p.transaction_id, t.kind, p.account_id, p.unit_type_id, p.quantity FROM posting p"
    " JOIN ledger_transaction t ON t.id = p.transaction_id ORDER BY p.transaction_id"
)
_MOVES = (
    "SELECT transaction_id, unit_type_id, serial_first, serial_last, from_account_id,"
    " to_account_id FROM block_move ORDER BY transaction_id"
)
_COMMANDS = "SELECT client_id, kind, body_hash, body, outcome FROM command"
_KEY = "SELECT pseudonym_key FROM log_secret"
_ACCOUNT_COLUMNS = ("number", "kind", "party_id")
_ACCOUNTS = "SELECT id, number, kind, party_id FROM account WHERE kind = 'holding'"
_UNIT_TYPE_COLUMNS = ("code", "kind", "scheme", "vintage", "measure")
_UNIT_TYPES = "SELECT id, code, kind, scheme, vintage, measure FROM unit_type WHERE kind <> 'cash'"

_PSEUDONYM = re.compile("person:[0-9a-f]{16}")
_HEXADECIMAL = re.compile("[0-9a-f]{64}")
_ADDRESS = r"([^\"\s]+?@[^\"\s]+?)"


class SecondOpinion:
    """The log, replayed once, and the comparisons with the tables.

    Args:
        session: any session; nothing is written.
    """

    def __init__(self, session: WorldSession) -> None:
        self._session = session
        self.replayed: Replay = replay(stream(session, _EVENTS))
        self._lines = {unit_type: Line(moves) for unit_type, moves in self.replayed.moves.items()}
        self.accounts_apart: set[int] = set()
        """Accounts whose holdings or blocks are not what the log says."""

    def invariants(self) -> Iterator[Invariant]:
        """Yield one finding for each comparison."""
        yield found(
            "I12.log_is_coherent",
            self.replayed.events,
            [*self.replayed.breaches, *self._moves_apart()],
        )
        yield self._holdings()
        yield self._blocks()
        yield self._reservations()
        yield self._journal()
        yield self._commands()
        yield self._records(
            "I12.log_has_accounts",
            fetch(self._session, _ACCOUNTS),
            _ACCOUNT_COLUMNS,
            self.replayed.accounts,
        )
        yield self._records(
            "I12.log_has_unit_types",
            fetch(self._session, _UNIT_TYPES),
            _UNIT_TYPE_COLUMNS,
            self.replayed.unit_types,
        )

    def _moves_apart(self) -> Iterator[Breach]:
        for unit_type, line in self._lines.items():
            yield from ((unit_type, *breach) for breach in line.breaches)

    def _holdings(self) -> Invariant:
        rows = fetch(self._session, _HOLDINGS)
        wanted = {
            place: (self.replayed.held[place], self.replayed.reserved[place])
            for place in {*self.replayed.held, *self.replayed.reserved}
        }
        breaches: list[Breach] = []
        for account, unit_type, quantity, reserved in rows:
            logged = wanted.pop((account, unit_type), (0, 0))
            if logged != (quantity, reserved):
                self.accounts_apart.add(account)
                breaches.append((account, unit_type, (quantity, reserved), logged))
        for (account, unit_type), logged in wanted.items():
            if logged != (0, 0):
                self.accounts_apart.add(account)
                breaches.append((account, unit_type, None, logged))
        return found(
            "I12.log_replays_holdings",
            len(rows),
            breaches,
        )

    def _blocks(self) -> Invariant:
        checked = 0
        sums: dict[Place, int] = defaultdict(int)
        breaches: list[Breach] = []
        for unit_type, first, last, account in stream(self._session, _BLOCKS):
            checked += 1
            sums[account, unit_type] += last - first + 1
            line = self._lines.get(unit_type)
            if line is None or not line.lies(first, last, account):
                self.accounts_apart.add(account)
                breaches.append((unit_type, first, last, account))
        for unit_type, line in self._lines.items():
            for account, quantity in line.owned().items():
                if sums[account, unit_type] != quantity:
                    self.accounts_apart.add(account)
                    breaches.append((unit_type, account, sums[account, unit_type], quantity))
        return found(
            "I12.log_replays_blocks",
            checked,
            breaches,
        )

    def _reservations(self) -> Invariant:
        rows = fetch(self._session, _RESERVATIONS)
        logged = dict(self.replayed.reservations)
        breaches: list[Breach] = []
        for id_, account, unit_type, remaining, state in rows:
            place, rest = logged.pop(id_, ((0, 0), -1))
            finished = rest <= 0 and remaining == 0 and state != "open"
            if not finished and (place, rest) != ((account, unit_type), remaining):
                breaches.append((id_, remaining, rest))
        breaches += [(id_, None, rest) for id_, (_, rest) in logged.items() if rest]
        return found(
            "I5.reservations_in_log",
            len(rows),
            breaches,
        )

    def _journal(self) -> Invariant:
        logged = dict(self.replayed.transactions)
        breaches: list[Breach] = []
        checked = 0
        moves = _grouped(stream(self._session, _MOVES))
        moved = next(moves, None)
        for id_, rows in _grouped(stream(self._session, _POSTINGS)):
            checked += 1
            while moved is not None and moved[0] < id_:  # moves of a transaction without postings
                breaches.append((moved[0],))
                moved = next(moves, None)
            runs: list[tuple[int, ...]] = []
            if moved is not None and moved[0] == id_:
                runs = [tuple(run) for run in moved[1]]
                moved = next(moves, None)
            sums: dict[Place, int] = defaultdict(int)
            for _, account, unit_type, quantity in rows:
                sums[account, unit_type] += quantity
            if logged.pop(id_, None) != hash_of(str(rows[0][0]), sums, runs):
                breaches.append((id_,))
        breaches += [(id_, "only in the log") for id_ in logged]
        return found("I12.log_has_journal", checked, breaches)

    def _commands(self) -> Invariant:
        logged = dict(self.replayed.commands)
        key = str(fetch(self._session, _KEY)[0][0])
        breaches: list[Breach] = []
        checked = 0
        for client_id, kind, hashed, *texts in stream(self._session, _COMMANDS):
            checked += 1
            said = logged.pop(client_id, None)
            if (
                said is None
                or said[0] != kind
                or digest(texts[0]) != hashed
                or not all(
                    _says(part, text, key) for part, text in zip(said[1:], texts, strict=True)
                )
            ):
                breaches.append((client_id,))
        breaches += [(client_id, "only in the log") for client_id in logged]
        return found(
            "I11.commands_in_log",
            checked,
            breaches,
        )

    @staticmethod
    def _records(
        id_: str,
        rows: Sequence[Sequence[Any]],
        names: Sequence[str],
        logged: Mapping[int, Mapping[str, Any]],
    ) -> Invariant:
        breaches = [
            (number, *values)
            for number, *values in rows
            if number not in logged or values != [logged[number][name] for name in names]
        ]
        return found(id_, len(rows), breaches)


def _says(logged: int | str, stored: str, key: str) -> bool:
    """Tell whether a stored text is what the log says, with a pseudonym for each address."""
    if isinstance(logged, int):
        return logged == hash(stored)
    named = without_addresses(json.loads(stored), key)
    if isinstance(named, dict) and logged == canonical_json(named):
        return True
    # Before addresses in every script were recognised, a pseudonym stood for a part of a run.
    names = _PSEUDONYM.findall(logged)
    pattern = _ADDRESS.join(re.escape(piece) for piece in _PSEUDONYM.split(logged))
    match = re.fullmatch(pattern, stored)
    if match is None or not _HEXADECIMAL.fullmatch(key):
        return False
    return [pseudonym(each, key) for each in match.groups()] == names


def _grouped(rows: Iterator[Sequence[Any]]) -> Iterator[tuple[str, list[Sequence[Any]]]]:
    """Yield the rows of each first column together; they come in its order."""
    for id_, group in groupby(rows, key=itemgetter(0)):
        yield id_, [row[1:] for row in group]
