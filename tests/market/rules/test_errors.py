import pickle
import re

import pytest

from market.rules import PriceOutsideBand
from registry.worlds import RegistryError


def all_refusals(kind: type[RegistryError] = RegistryError) -> list[type[RegistryError]]:
    heirs = [leaf for child in kind.__subclasses__() for leaf in all_refusals(child)]
    return [kind, *heirs] if kind.__module__.startswith("market.") else heirs


def test_refusals_have_codes_of_their_own() -> None:
    codes = [refusal.code for refusal in all_refusals()]
    assert len(set(codes)) == len(codes)
    assert all(code.startswith("market.") for code in codes)


@pytest.mark.parametrize("refusal", all_refusals(), ids=lambda refusal: refusal.__name__)
def test_refusals_speak_both_languages_from_documented_facts(refusal: type[RegistryError]) -> None:
    texts = [
        words[language] for words in (refusal.text, refusal.rule, refusal.fix) for language in words
    ]
    assert len(texts) == 6
    for fact in {fact for text in texts for fact in re.findall(r"{(\w+)}", text)}:
        assert re.search(rf"\b{fact}\b", refusal.__doc__ or "")
    assert refusal.text["zh"] != RegistryError.text["zh"]
    assert all(refusal.fix.values())


def test_refusals_travel_between_processes() -> None:
    facts = {
        "price_cny": "107.60",
        "low_cny": "88.03",
        "high_cny": "107.59",
        "previous_close_cny": "97.81",
        "band_pct": 10,
    }
    arrived = pickle.loads(pickle.dumps(PriceOutsideBand(**facts)))
    assert (type(arrived), arrived.facts) == (PriceOutsideBand, facts)
