"""Why a repo, a pledge or a loan of units is refused.

RegistryError
├── UnknownRecord
│   └── UnknownContract
├── NotPermitted
│   └── NotYourContract, StepOfOtherParty
├── Conflict
│   └── ContractInOtherState, OfferExpired, ContractNotDue
├── ContractNotOffered, OwnCounterparty
├── TermOutOfRange, RateOutOfRange, ContractAmountOutOfRange
├── RepurchaseUnclear
├── LoanAboveHaircut
└── ContractCashShort
"""

from market.rules.errors import TANLAB_MARKET
from registry.worlds.errors import Conflict, NotPermitted, RegistryError, UnknownRecord, words

TAXONOMY = "JR/T 0244-2022 碳金融产品"
FINANCING = f"{TAXONOMY}; terms assumed by TanLab"


class UnknownContract(UnknownRecord):
    """No contract has the number (facts: contract)."""

    code = "market.unknown_contract"
    number = 15001
    text = words("There is no contract {contract}.", "不存在合约 {contract}。")
    fix = words(
        "Look the number up in your own contracts.",
        "请在“我的合约”中核对编号。",
    )


class NotYourContract(NotPermitted):
    """The contract binds other parties (facts: contract)."""

    code = "market.not_your_contract"
    number = 15002
    text = words("Contract {contract} is not yours.", "合约 {contract} 不属于您代表的主体。")
    rule = words(
        "A bilateral contract is seen and changed by its two parties; operator and regulator see"
        " it.",
        "双边合约仅由合约双方查看和办理；交易机构和主管部门可以查看。",
    )
    source = TANLAB_MARKET
    fix = words("Choose one of your own contracts.", "请选择本主体的合约。")


class StepOfOtherParty(NotPermitted):
    """The other party of the contract takes this step (facts: contract, step, party)."""

    code = "market.step_of_other_party"
    number = 15003
    text = words(
        "“{step}” of contract {contract} is for {party} to do.",
        "合约 {contract} 的“{step}”应由{party}办理。",
    )
    rule = words(
        "One party offers, the other accepts or declines; who owes something delivers it.",
        "一方要约，另一方接受或拒绝；负有义务的一方履行。",
    )
    source = TANLAB_MARKET
    fix = words("Wait for the other party.", "请等待对方办理。")


class ContractInOtherState(Conflict):
    """The contract's state does not allow the step (facts: contract, step, state)."""

    code = "market.contract_state"
    number = 15004
    text = words(
        "Contract {contract} is {state}; “{step}” is not possible now.",
        "合约 {contract} 当前为“{state}”，不能办理“{step}”。",
    )
    rule = words(
        "An offer is answered once; a running contract is settled or closed out once.",
        "要约只能答复一次；存续合约只能了结或平仓一次。",
    )
    source = TANLAB_MARKET
    fix = words("Reload the contract; its page shows the next step.", "请刷新合约页面查看下一步。")


class OfferExpired(Conflict):
    """The offer can no longer be accepted (facts: contract, until)."""

    code = "market.offer_expired"
    number = 15005
    text = words(
        "The offer {contract} was open until {until}.",
        "要约 {contract} 的有效期至 {until}。",
    )
    rule = words(
        "An offer binds until its last day; without an answer it lapses.",
        "要约在有效期内具有约束力，逾期未答复即失效。",
    )
    source = FINANCING
    fix = words("Ask for a new offer.", "请对方重新发出要约。")


class ContractNotDue(Conflict):
    """The step is not due yet, or done for its day (facts: contract, step, due)."""

    code = "market.contract_not_due"
    number = 15006
    text = words(
        "“{step}” of contract {contract} is due on {due}.",
        "合约 {contract} 的“{step}”应在 {due} 办理。",
    )
    rule = words(
        "Marks, maturity and calls have their days; a repo is bought back on the agreed day.",
        "盯市、到期和追加担保各有其日期；回购在约定日办理。",
    )
    source = FINANCING
    fix = words("Come back on that day.", "请在该日办理。")


class ContractNotOffered(RegistryError):
    """The market does not offer this kind of contract (facts: kind, instrument, offered)."""

    code = "market.contract_not_offered"
    number = 15007
    text = words(
        "{kind} of {instrument} is not offered: its market offers {offered}.",
        "{instrument} 所在市场未提供{kind}：该市场提供{offered}。",
    )
    rule = words(
        "Each market offers only the contracts that its rules name.",
        "各市场仅提供其规则列明的合约。",
    )
    source = TAXONOMY
    fix = words("Choose another market or another contract.", "请选择其他市场或其他合约。")


class OwnCounterparty(RegistryError):
    """Both accounts belong to one party (facts: account)."""

    code = "market.own_counterparty"
    number = 15008
    text = words(
        "Account {account} belongs to the party that makes the offer.",
        "账户 {account} 属于要约方自身。",
    )
    rule = words("A contract has two different parties.", "合约须有两个不同的主体。")
    source = TANLAB_MARKET
    fix = words("Enter the account of another party.", "请填写其他主体的账户。")


class TermOutOfRange(RegistryError):
    """The term is too short or too long (facts: value, minimum, maximum)."""

    code = "market.term_range"
    number = 15009
    text = words(
        "A term of {value} days is outside {minimum} to {maximum} days.",
        "期限 {value} 日超出 {minimum}～{maximum} 日。",
    )
    rule = words(
        "The rules of the market set the longest term.",
        "最长期限由市场规则规定。",
    )
    source = FINANCING
    fix = words(
        "Choose a term from {minimum} to {maximum} days.",
        "请选择 {minimum}～{maximum} 日的期限。",
    )


class RateOutOfRange(RegistryError):
    """The yearly rate is below zero or above the bound (facts: value, maximum)."""

    code = "market.rate_range"
    number = 15010
    text = words(
        "A rate of {value} % a year is outside 0 to {maximum} %.",
        "年利率 {value}% 超出 0～{maximum}%。",
    )
    rule = words(
        "Rates are a share of the amount for a year, from 0 to {maximum} %.",
        "利率为金额的年度比例，0～{maximum}%。",
    )
    source = TANLAB_MARKET
    fix = words("Enter a rate in this range.", "请填写该范围内的利率。")


class ContractAmountOutOfRange(RegistryError):
    """An amount of the contract is not positive or too large (facts: amount_cny, maximum_cny)."""

    code = "market.contract_amount"
    number = 15011
    text = words(
        "{amount_cny} CNY is outside 0.01 to {maximum_cny} CNY.",
        "金额 {amount_cny} 元超出 0.01～{maximum_cny} 元。",
    )
    rule = words(
        "Every amount of a contract is above zero and within what the ledger counts.",
        "合约的各项金额须大于零且不超过账簿可计范围。",
    )
    source = TANLAB_MARKET
    fix = words("Change price, quantity or loan.", "请调整价格、数量或借款金额。")


class RepurchaseUnclear(RegistryError):
    """A repo names both a rate and a repurchase price, or neither."""

    code = "market.repurchase_unclear"
    number = 15012
    text = words(
        "A repo names either a rate or a repurchase price.",
        "回购须在利率与购回价格中约定其一。",
    )
    rule = words(
        "What is paid at the end follows from the rate, or is agreed as a price.",
        "到期购回金额按利率计算，或直接约定购回价格。",
    )
    source = TAXONOMY
    fix = words("Fill in one of the two and leave the other empty.", "请只填写其中一项。")


class LoanAboveHaircut(RegistryError):
    """The cash is more than the units secure.

    Facts: amount_cny, maximum_cny, previous_close_cny, haircut_pct.
    """

    code = "market.loan_above_haircut"
    number = 15013
    text = words(
        "{amount_cny} CNY is more than these units secure: {maximum_cny} CNY"
        " (previous close {previous_close_cny} CNY/t less {haircut_pct} %).",
        "{amount_cny} 元超过这些单位可担保的 {maximum_cny} 元"
        "（前收盘价 {previous_close_cny} 元/t，折扣 {haircut_pct}%）。",
    )
    rule = words(
        "Cash against units is at most their value at the previous close less the haircut.",
        "以单位融入的资金不超过其按前收盘价计算的价值扣除折扣后的金额。",
    )
    source = FINANCING
    fix = words(
        "Lower the amount, or give more units.",
        "请降低金额或增加单位数量。",
    )


class ContractCashShort(RegistryError):
    """An account lacks the cash that a step takes (facts: account, needed_cny, available_cny)."""

    code = "market.contract_cash_short"
    number = 15014
    text = words(
        "Account {account} has {available_cny} CNY available, this step needs {needed_cny}.",
        "账户 {account} 可用资金为 {available_cny} 元，该步骤需要 {needed_cny} 元。",
    )
    rule = words(
        "Units and cash of a contract change hands together, or not at all.",
        "合约的单位与资金同时交收，缺一不可。",
    )
    source = TANLAB_MARKET
    fix = words("Deposit cash, or release what orders set aside.", "请存入资金，或撤单解冻。")
