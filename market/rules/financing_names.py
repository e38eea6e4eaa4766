"""What kinds, sides, states and steps of financing contracts are called, by their values."""

from collections.abc import Mapping

from registry.worlds.errors import words

KIND_NAMES: Mapping[str, Mapping[str, str]] = {
    "repo": words("repo", "回购"),
    "pledge": words("pledge", "质押"),
    "lending": words("lending of units", "借碳"),
}
SIDE_NAMES: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("repo", "giver"): words("seller", "正回购方"),
    ("repo", "taker"): words("buyer", "逆回购方"),
    ("pledge", "giver"): words("debtor", "出质人"),
    ("pledge", "taker"): words("creditor", "质权人"),
    ("lending", "giver"): words("lender", "出借方"),
    ("lending", "taker"): words("borrower", "借入方"),
}
STATE_NAMES: Mapping[str, Mapping[str, str]] = {
    "offered": words("offered", "待答复"),
    "declined": words("declined", "已拒绝"),
    "withdrawn": words("withdrawn", "已撤回"),
    "expired": words("lapsed", "已失效"),
    "running": words("running", "存续"),
    "called": words("called for more security", "待追加担保"),
    "settled": words("settled", "已了结"),
    "defaulted": words("closed out after a default", "违约平仓"),
}
STEP_NAMES: Mapping[str, Mapping[str, str]] = {
    "offer": words("offer", "要约"),
    "accept": words("accept", "接受"),
    "decline": words("decline", "拒绝"),
    "withdraw": words("withdraw", "撤回"),
    "expire": words("lapse", "失效"),
    "mark": words("mark", "盯市"),
    "call": words("call", "追加通知"),
    "lift": words("end of the call", "解除追加"),
    "top_up": words("top up", "追加担保"),
    "settle": words("settle", "了结"),
    "default": words("close out", "违约平仓"),
}
