"""What templates of the registry need beside their own data: names of states, kinds and uses."""

from uuid import uuid4

from flask import Flask
from flask_babel import LazyString, lazy_gettext

from methodologies import STATUS_TEXTS
from registry.ledger import ISSUANCE_NAMES, KIND_NAMES
from registry.projects import STATE_NAMES, STEP_NAMES
from registry.worlds import ROLE_NAMES
from web.registry.unit_inputs import PURPOSE_TEXTS

TRANSACTION_KINDS: dict[str, LazyString] = {
    "issuance": lazy_gettext("Issuance"),
    "transfer": lazy_gettext("Transfer"),
    "surrender": lazy_gettext("Surrender"),
    "retire": lazy_gettext("Retirement"),
    "reverse_surrender": lazy_gettext("Undone surrender"),
    "allocation_recall": lazy_gettext("Recall of allowances"),
    "carry_over": lazy_gettext("Carry-over"),
    "trade": lazy_gettext("Trade"),
    "deposit_cash": lazy_gettext("Cash deposit"),
    "withdraw_cash": lazy_gettext("Cash withdrawal"),
    "fund_reserve": lazy_gettext("Funding of the settlement reserve"),
    "default_cover": lazy_gettext("Advance of the settlement reserve"),
    "due_payment": lazy_gettext("Payment due"),
    "variation_margin": lazy_gettext("Variation margin"),
    "delivery": lazy_gettext("Delivery of contracts"),
    "pay_claim": lazy_gettext("Payment of a claim"),
    "gec_frozen": lazy_gettext("Freezing of certificates"),
    "gec_cancelled": lazy_gettext("Cancellation of excluded certificates"),
    "gec_unfrozen": lazy_gettext("Return of frozen certificates"),
    "gec_expired": lazy_gettext("Expiry of certificates"),
}
UNIT_STATES: dict[str, LazyString] = {
    "held": lazy_gettext("held"),
    "surrendered": lazy_gettext("surrendered"),
    "retired": lazy_gettext("retired"),
    "cancelled": lazy_gettext("cancelled"),
    "expired": lazy_gettext("expired"),
    "carried_over": lazy_gettext("carried over"),
    "immobilised": lazy_gettext("immobilised"),
    "unissued": lazy_gettext("never issued"),
}
PARTY_KINDS: dict[str, LazyString | str] = {
    "emitter": lazy_gettext("Emitting company"),
    "developer": lazy_gettext("Project developer"),
    "verifier": lazy_gettext("Verification body"),
    "institution": lazy_gettext("Institution"),
    "operator": lazy_gettext("Registry operator"),
    "individual": lazy_gettext("Individual"),
    "": "",
}
SYSTEM_ACCOUNTS: dict[str, LazyString] = {
    "issuance": lazy_gettext("Registry: issuance"),
    "surrender": lazy_gettext("Registry: surrendered units"),
    "retirement": lazy_gettext("Registry: retired units"),
    "cancellation": lazy_gettext("Registry: cancelled units"),
    "cash_source": lazy_gettext("Registry: cash"),
    "expiry": lazy_gettext("Registry: expired units"),
    "carry_over": lazy_gettext("Registry: units carried over"),
    "immobilisation": lazy_gettext("Registry: immobilised units"),
    "exchange": lazy_gettext("Exchange: fees"),
    "risk_reserve": lazy_gettext("Exchange: settlement reserve"),
    "counterparty": lazy_gettext("Exchange: central counterparty"),
}


def init_app(app: Flask) -> None:
    """Give templates the words of the registry, and `new_client_id()` for forms."""
    app.jinja_env.globals.update(
        issuance_names=ISSUANCE_NAMES,
        kind_names=KIND_NAMES,
        party_kinds=PARTY_KINDS,
        purpose_texts=PURPOSE_TEXTS,
        role_names=ROLE_NAMES,
        state_names=STATE_NAMES,
        status_texts=STATUS_TEXTS,
        step_names=STEP_NAMES,
        system_accounts=SYSTEM_ACCOUNTS,
        transaction_kinds=TRANSACTION_KINDS,
        unit_states=UNIT_STATES,
        new_client_id=lambda: uuid4().hex,
    )
