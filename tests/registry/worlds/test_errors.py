import pickle
import re
import string

import pytest

from registry.worlds import RegistryError, RoleMissing, words


def concrete(kind=RegistryError):
    for child in kind.__subclasses__():
        yield child
        yield from concrete(child)


KINDS = sorted(
    {kind for kind in concrete() if kind.__module__.startswith("registry")},
    key=lambda kind: kind.__name__,
)


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_refusal_speaks_both_languages_about_the_same_facts(kind):
    for texts in (kind.text, kind.rule, kind.fix):
        assert set(texts) == {"en", "zh"}
    assert placeholders(kind.text["en"]) == placeholders(kind.text["zh"])
    assert kind.text["en"]
    assert kind.__doc__


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_fix_uses_only_facts_of_the_sentence_or_documented_ones(kind):
    documented = set(re.findall(r"\w+", kind.__doc__))
    known = placeholders(kind.text["en"]) | documented | {"account", "left", "available"}
    assert placeholders(kind.fix["en"]) | placeholders(kind.fix["zh"]) <= known


def test_codes_are_stable_and_unique():
    codes = [kind.code for kind in KINDS]
    assert len(set(codes)) == len(codes)
    assert all(code.startswith(("registry.", "input.")) for code in codes)


def test_a_fact_in_two_languages_is_put_into_the_english_sentence():
    error = RoleMissing(actor="a@b.c", role=words("verifier", "核查机构"))
    assert str(error) == "a@b.c may not do this: it takes the role verifier."


def test_a_refusal_travels_between_processes():
    error = RoleMissing(actor="a@b.c", role=words("verifier", "核查机构"))
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again)) == (RoleMissing, str(error))
