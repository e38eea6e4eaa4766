from decimal import Decimal

from web.simulations.run_view import Day, as_cli, as_python, months
from web.simulations.runs import RunRequest


def day(date: str, close_cny: str, listed_volume_t: int, block_volume_t: int, turnover: str) -> Day:
    """Return a day as `daily` gives it."""
    return {
        "date": date,
        "close_cny": close_cny,
        "turnover_cny": turnover,
        "listed_volume_t": listed_volume_t,
        "block_volume_t": block_volume_t,
        "volume_t": listed_volume_t + block_volume_t,
    }


def test_a_month_has_its_last_close_and_its_exact_average() -> None:
    first, second = months(
        [
            day("2025-01-02", "90.10", 1, 2, "270.30"),
            day("2025-01-03", "91.00", 1, 0, "91.02"),
            day("2025-02-05", "91.00", 0, 0, "0.00"),
        ]
    )
    assert (first.month, first.close_cny) == ("2025-01", Decimal("91.00"))
    assert first.mean_cny == Decimal("361.32") / 4
    assert (first.listed_volume_t, first.block_volume_t) == (2, 2)
    assert (second.month, second.mean_cny) == ("2025-02", None)


def test_a_run_is_repeated_by_words_safe_for_a_shell_and_for_python() -> None:
    nasty = "title.en='; rm -rf $HOME \"`x`"
    request = RunRequest(scenario="cn-national-2024", seed=7, overrides=(nasty,))
    assert as_cli(RunRequest(scenario="x", seed=1)) == "tanlab run x --seed 1 -o out"
    assert "'title.en='\"'\"'; rm -rf $HOME \"`x`'" in as_cli(request)
    assert repr(nasty) in as_python(request)
    compile(as_python(request), "copied", "exec")
