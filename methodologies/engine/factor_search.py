"""Looking factors up by words, table, region, year or confidence."""

from methodologies.engine.factors import Confidence, Factor, FactorLibrary, FactorTable


def search_factors(
    factors: FactorLibrary,
    words: str = "",
    *,
    table: str = "",
    region: str = "",
    year: int | None = None,
    confidence: Confidence | None = None,
) -> tuple[Factor, ...]:
    """Find factors.

    Args:
        factors: the tables to look in.
        words: each of them occurs in a name, id, unit, year, value or source, in zh or en.
        table: id of a table.
        region: id of a region, fuel or substance.
        year: of the factor; those for any year have 0.
        confidence: of the factor.

    Returns:
        The factors that fit, table by table in the order of the files.
    """
    wanted = words.casefold().split()
    return tuple(
        factor
        for known in factors.values()
        if table in ("", known.id)
        for factor in known.factors
        if region in ("", factor.region)
        and year in (None, factor.year)
        and confidence in (None, factor.confidence)
        and _holds(wanted, _text(known, factor))
    )


def _holds(wanted: list[str], text: str) -> bool:
    return all(word in text for word in wanted)


def _text(table: FactorTable, factor: Factor) -> str:
    parts = (
        table.id,
        *table.title.values(),
        factor.key,
        *factor.name.values(),
        factor.region,
        *factor.region_name.values(),
        factor.unit,
        factor.source,
        str(factor.value),
        str(factor.year or ""),
    )
    return " ".join(parts).casefold()
