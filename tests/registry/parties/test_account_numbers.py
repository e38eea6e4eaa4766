from hypothesis import given
from hypothesis import strategies as st

from registry.parties.account_numbers import format_account_number
from tests.registry.parties.check_digits import checks

numbers = st.builds(format_account_number, st.just(200), st.integers(1, 9_999_999))


@given(numbers)
def test_a_number_passes_its_own_check(number):
    assert checks(number)


@given(numbers, st.data())
def test_one_wrong_digit_is_noticed(number, data):
    places = [place for place, sign in enumerate(number) if sign.isdigit()]
    place = data.draw(st.sampled_from(places))
    wrong = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    assert not checks(number[:place] + wrong + number[place + 1 :])
