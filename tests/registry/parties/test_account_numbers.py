import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.parties.account_numbers import format_account_number, is_account_number

numbers = st.builds(format_account_number, st.just(200), st.integers(1, 9_999_999))


@given(numbers)
def test_a_number_passes_its_own_check(number):
    assert is_account_number(number)


@given(numbers, st.data())
def test_one_wrong_digit_is_noticed(number, data):
    places = [place for place, sign in enumerate(number) if sign.isdigit()]
    place = data.draw(st.sampled_from(places))
    wrong = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    assert not is_account_number(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize("number", ["", "200", "200-1-1", "200-0000001-00", "ABC-0000001-01"])
def test_a_number_of_wrong_form_fails(number):
    assert not is_account_number(number)
