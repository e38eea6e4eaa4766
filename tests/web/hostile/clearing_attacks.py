"""Cash, objections to statements, the settlement reserve and claims on defaulters."""

from tests.web.hostile.attacks import Attack, Case
from tests.web.hostile.besieged import SCRIPT, Facts

API = "POST /api/v1/clearing"
PAGE = "/market/clearing"


def attacks(facts: Facts) -> tuple[Attack, ...]:
    return (
        withdrawal(facts),
        dispute_of_program(facts),
        dispute_of_person(facts),
        deposit(facts),
        reserve(),
        payment(facts),
        write_off(facts),
        answer(facts),
    )


def withdrawal(facts: Facts) -> Attack:
    """Ann withdraws cash."""
    return Attack(
        who="ann",
        api="POST /api/v1/accounts/<number>/withdrawals",
        page="/accounts/<number>/withdrawals/new",
        args={"number": facts.accounts["ann"]},
        body={"amount_cny": "10.00", "memo": SCRIPT},
        optional=("memo",),
        typed=("amount_cny", "memo"),
        again={"amount_cny": "10.01"},
        cases=(
            Case("more than is there", {"amount_cny": "9999999999.00"}, 422, 14003),
            Case("of another", {}, 403, 1002, args={"number": facts.accounts["ben"]}),
        ),
    )


def dispute_of_program(facts: Facts) -> Attack:
    """Ann objects to a statement whose day the body names."""
    return Attack(
        who="ann",
        api="POST /api/v1/accounts/<number>/disputes",
        args={"number": facts.accounts["ann"]},
        body={"business_date": "2026-11-25", "reason": SCRIPT},
        again={"reason": "another"},
        cases=(
            Case("too late", {"business_date": "2026-11-20"}, 409, 14007),
            Case("too early", {"business_date": "2026-11-26"}, 404, 14006),
            Case(
                "twice",
                {},
                409,
                14008,
                "ben",
                args={"number": facts.accounts["ben"]},
            ),
            Case("of another", {}, 403, 1002, args={"number": facts.accounts["ben"]}),
        ),
    )


def dispute_of_person(facts: Facts) -> Attack:
    """Cem objects to today's statement."""
    return Attack(
        who="dan",
        page="/accounts/<number>/statements/daily/disputes",
        args={"number": facts.accounts["dan"]},
        body={"reason": SCRIPT},
        typed=("reason",),
        again={"reason": "another"},
        cases=(
            Case("twice", {}, 409, 14008, "ben", args={"number": facts.accounts["ben"]}),
            Case("of another", {}, 403, 1002, args={"number": facts.accounts["ann"]}),
        ),
    )


def deposit(facts: Facts) -> Attack:
    """The operator credits Ben."""
    return Attack(
        who="operator",
        api=f"{API}/deposits",
        page=f"{PAGE}/deposits",
        body={"account": facts.accounts["ben"], "amount_cny": "10.00", "memo": SCRIPT},
        optional=("memo",),
        typed=("account", "amount_cny", "memo"),
        again={"amount_cny": "10.01"},
        cases=(Case("an account nobody has", {"account": "200-0000099-99"}, 404, 2001),),
    )


def reserve() -> Attack:
    """The operator puts cash into the settlement reserve."""
    return Attack(
        who="operator",
        api=f"{API}/reserve",
        page=f"{PAGE}/reserve",
        body={"amount_cny": "10.00", "reserve_source": "capital", "reason": SCRIPT},
        typed=("amount_cny", "reason"),
        again={"amount_cny": "10.01"},
        cases=(Case("fees never taken", {"reserve_source": "fees"}, 422, 2020),),
    )


def payment(facts: Facts) -> Attack:
    """Eve pays a part of the 200.00 that she owes."""
    return Attack(
        who="eve",
        api=f"{API}/claims/<number>/payments",
        page=f"{PAGE}/claims/<number>/payments",
        args={"number": facts.numbers["claim.pay"]},
        body={"amount_cny": "1.00", "note": SCRIPT},
        optional=("note",),
        typed=("amount_cny", "note"),
        again={"amount_cny": "1.01"},
        cases=(
            Case("a fen too much", {"amount_cny": "200.01"}, 422, 14005),
            Case(
                "the claim on another",
                {},
                403,
                1002,
                args={"number": facts.numbers["claim.write_off"]},
            ),
        ),
    )


def write_off(facts: Facts) -> Attack:
    """The operator gives Fay's debt up."""
    return Attack(
        who="operator",
        api=f"{API}/claims/<number>/write-off",
        page=f"{PAGE}/claims/<number>/write-off",
        args={"number": facts.numbers["claim.write_off"]},
        body={"reason": SCRIPT},
        typed=("reason",),
        again={"reason": "another"},
    )


def answer(facts: Facts) -> Attack:
    """The operator answers Ben's objection."""
    return Attack(
        who="operator",
        api=f"{API}/disputes/<number>/answer",
        page=f"{PAGE}/disputes/<number>/answer",
        args={"number": facts.numbers["dispute"]},
        body={"upheld": "no", "note": SCRIPT},
        typed=("note",),
        again={"note": "another"},
    )
