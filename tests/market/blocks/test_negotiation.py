from market.blocks.negotiation import Round, Said, proposals_of, standing, visible

MAKER, ONE, TWO = 10, 20, 30
OFFERED = Round(1, Said.OFFERED, MAKER, 9_781, 150_000)


def stands(*rounds: Round) -> dict[int, int]:
    return {account: its.number for account, its in standing((OFFERED, *rounds)).items()}


def test_an_offer_stands_until_its_side_speaks_again():
    assert stands() == {MAKER: 1}
    assert stands(Round(2, Said.COUNTERED, MAKER, 9_700, 150_000)) == {MAKER: 2}
    assert stands(Round(2, Said.WITHDRAWN, MAKER)) == {}


def test_a_counter_leaves_the_other_side_s_proposal_standing():
    assert stands(Round(2, Said.COUNTERED, ONE, 9_700, 150_000)) == {MAKER: 1, ONE: 2}


def test_a_proposal_that_is_declined_does_not_stand():
    counter = Round(2, Said.COUNTERED, ONE, 9_700, 150_000)
    assert stands(counter, Round(3, Said.DECLINED, MAKER, answers=2)) == {MAKER: 1}
    assert stands(counter, Round(3, Said.DECLINED, ONE, answers=1)) == {ONE: 2}


def test_nothing_stands_once_the_offer_has_ended():
    assert stands(Round(2, Said.ACCEPTED, ONE, 9_781, 150_000, answers=1)) == {}
    assert stands(Round(2, Said.EXPIRED, None)) == {}


def test_proposals_are_counted_by_account():
    rounds = (OFFERED, Round(2, Said.COUNTERED, ONE, 1, 1), Round(3, Said.WITHDRAWN, ONE))
    assert [proposals_of(rounds, who) for who in (MAKER, ONE, TWO)] == [1, 1, 0]


def test_others_see_nothing_of_one_another():
    rounds = [
        OFFERED,
        Round(2, Said.COUNTERED, ONE, 9_700, 150_000),
        Round(3, Said.COUNTERED, TWO, 9_720, 150_000),
        Round(4, Said.DECLINED, MAKER, answers=2),
        Round(5, Said.COUNTERED, MAKER, 9_750, 150_000),
        Round(6, Said.ACCEPTED, TWO, 9_750, 150_000, answers=5),
    ]

    def numbers(*accounts: int) -> list[int]:
        return [each.number for each in visible(rounds, MAKER, set(accounts))]

    assert numbers(MAKER) == [1, 2, 3, 4, 5, 6]
    assert numbers(ONE) == [1, 2, 4, 5]
    assert numbers(TWO) == [1, 3, 5, 6]
    assert numbers() == [1, 5]
    assert numbers(ONE, TWO) == [1, 2, 3, 4, 5, 6]


def test_all_see_that_the_day_ended():
    rounds = [OFFERED, Round(2, Said.EXPIRED, None)]
    assert [each.number for each in visible(rounds, MAKER, set())] == [1, 2]
