"""What financing contracts ask of their parties now: answer an offer, top up, bring the end."""

from collections.abc import Iterator, Mapping

from market.financing.queries import FinancingView, financing_contracts
from market.financing.states import FinancingKind, FinancingState
from market.rules.financing_names import KIND_NAMES
from registry.worlds import Actor, Task, WorldSession, words

_END_VERBS = {
    FinancingKind.REPO: words("Buy back", "购回"),
    FinancingKind.PLEDGE: words("Repay", "还款"),
    FinancingKind.LENDING: words("Return units", "归还"),
}
_TOP_UP = words("Top up", "追加担保")
ENDPOINT = "financing.show"


def tasks(session: WorldSession, actor: Actor) -> Iterator[Task]:
    """Yield what an actor's contracts ask of it."""
    if not actor.party_ids:
        return
    for contract in financing_contracts(session, actor, standing=True):
        if contract.may_answer():
            yield _task(contract, words("Answer the offer", "答复要约"))
        elif contract.owes():
            called = contract.state is FinancingState.CALLED
            yield _task(contract, _TOP_UP if called else _END_VERBS[contract.kind])


def _task(contract: FinancingView, verb: Mapping[str, str]) -> Task:
    kind = KIND_NAMES[contract.kind]
    quantity = f"{contract.quantity_t:,} t {contract.instrument}"
    return Task(
        verb=verb,
        what=words(f"{kind['en']}, {quantity}", f"{kind['zh']}，{quantity}"),
        number=contract.number,
        endpoint=ENDPOINT,
        arguments={"number": contract.number},
        due=contract.next_due,
        since=contract.offered_at,
    )
