"""Carries out what files bring in: parties with accounts, and research data sets."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlmodel import select

from registry.parties.parties import add_party, open_account
from registry.reporting.commands import EnterParty, ImportCompliance
from registry.reporting.models import ResearchCompliance, ResearchDataset
from registry.reporting.refused_imports import ExcludedYearHasEmissions, NothingToImport
from registry.reporting.surrender_status import OperatorYear, SurrenderStatus, statuses
from registry.worlds.actors import Actor, Role
from registry.worlds.database import WorldSession
from registry.worlds.errors import RecordExists, words
from registry.worlds.texts import check_text

PARTY_KINDS = ("emitter", "developer", "verifier", "institution", "individual")
DATASET = words("Data set", "数据集")
NAME_CHARACTERS_MAX = 100
SOURCE_CHARACTERS_MAX = 500

Year = Mapping[str, object]


def enter_party(session: WorldSession, command: EnterParty, actor: Actor) -> dict[str, object]:
    """Enter a party and open its account.

    Raises:
        RoleMissing: the actor is no operator.
        TextInvalid, CreditCodeInvalid: a value cannot be used.
        RecordExists: the Chinese name is taken.
    """
    actor.check_role(Role.OPERATOR)
    party = add_party(
        session,
        command.name_zh,
        command.name_en,
        command.party_kind,
        credit_code=command.credit_code or None,
        fictitious=command.fictitious,
    )
    assert party.id is not None
    account = open_account(session, party.id, command.account_name)
    return {"party_id": party.id, "account": account.number}


def import_compliance(
    session: WorldSession, command: ImportCompliance, actor: Actor
) -> dict[str, object]:
    """Keep a compliance file, each year with the status that follows from the whole file.

    Raises:
        RoleMissing: the actor is no operator.
        NothingToImport: it has no row.
        TextInvalid: name or source cannot be used.
        RecordExists: the name is taken, or the file was kept under another.
        ExcludedYearHasEmissions: a year is excluded and has emissions.
    """
    actor.check_role(Role.OPERATOR)
    if not command.years:
        raise NothingToImport(field="file")
    name = check_text(command.name, "name", NAME_CHARACTERS_MAX)
    source = check_text(command.source, "source", SOURCE_CHARACTERS_MAX)
    known = session.exec(
        select(ResearchDataset).where(
            (ResearchDataset.name == name) | (ResearchDataset.file_digest == command.file_digest)
        )
    ).first()
    if known is not None:
        raise RecordExists(what=DATASET, value=known.name, field="name")
    dataset = ResearchDataset(
        name=name,
        source=source,
        file_digest=command.file_digest,
        rows=len(command.years),
        recorded_at=session.clock.now(),
    )
    session.add(dataset)
    session.flush()
    assert dataset.id is not None
    found = _statuses(command.years)
    session.add_all(_record(dataset.id, year, found) for year in command.years)
    session.flush()
    session.note("research_dataset", dataset.model_dump(exclude={"recorded_at"}))
    return {"dataset": name, "rows": len(command.years)}


def _statuses(years: Sequence[Year]) -> dict[tuple[str, int], SurrenderStatus]:
    by_operator: dict[str, list[OperatorYear]] = defaultdict(list)
    for year in years:
        if year["excluded"] and year["verified"] is not None:
            raise ExcludedYearHasEmissions(
                value=year["operator"], year=year["year"], field="verified"
            )
        by_operator[str(year["operator"])].append(
            OperatorYear(
                _whole(year, "year") or 0,
                _whole(year, "verified"),
                _whole(year, "surrendered"),
                bool(year["excluded"]),
            )
        )
    return {
        (operator, number): status
        for operator, known in by_operator.items()
        for number, status in statuses(known).items()
    }


def _record(
    dataset_id: int, year: Year, found: Mapping[tuple[str, int], SurrenderStatus]
) -> ResearchCompliance:
    operator, number = str(year["operator"]), _whole(year, "year") or 0
    return ResearchCompliance(
        dataset_id=dataset_id,
        operator=operator,
        operator_name=str(year["operator_name"]),
        year=number,
        allocated=_whole(year, "allocated"),
        verified=_whole(year, "verified"),
        surrendered=_whole(year, "surrendered"),
        excluded=bool(year["excluded"]),
        status=found[operator, number].value,
    )


def _whole(year: Year, name: str) -> int | None:
    value = year[name]
    assert value is None or isinstance(value, int)
    return value
