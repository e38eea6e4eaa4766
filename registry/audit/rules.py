"""What the audit checks, in words: the invariants, and the rule of each check."""

from collections.abc import Mapping

from registry.worlds.errors import words

INVARIANTS: Mapping[str, Mapping[str, str]] = {
    "I1": words("Every transaction balances", "每笔交易借贷平衡"),
    "I2": words("Serials never overlap", "编码互不重叠"),
    "I3": words("An issuance is exactly its blocks", "签发与区块完全对应"),
    "I4": words("Nothing is lost, nothing doubled", "不丢失、不重复"),
    "I5": words("Reserved is within held", "冻结不超过持有"),
    "I6": words("Quotas and verified amounts are kept", "总量控制额度与核查量不被突破"),
    "I7": words("What is final stays final", "终态不可逆"),
    "I8": words("Two different people, with a mandate", "双人办理、授权有效"),
    "I9": words("Foreign units are active once", "外部单位只激活一次"),
    "I10": words("A source backs one claim", "一个来源只支撑一项权益"),
    "I11": words("A command is carried out once", "指令只执行一次"),
    "I12": words("The log is the truth, and append-only", "日志为准且只增不改"),
    "I13": words("A status of a day knows only that day", "按日状态只取决于当日所知"),
    "I14": words("Nothing happens early", "不得提前执行"),
}

RULES: Mapping[str, Mapping[str, str]] = {
    "I1.postings_sum_to_zero": words(
        "Postings of a transaction sum to zero for each unit type.",
        "每笔交易中，各单位类别的分录之和为零。",
    ),
    "I1.transactions_have_postings": words(
        "Each transaction has postings, each posting a transaction.",
        "每笔交易都有分录，每条分录都属于一笔交易。",
    ),
    "I2.serials_apart": words("Serial ranges never overlap.", "编码区间互不重叠。"),
    "I3.issuances_complete": words(
        "The blocks of an issuance are exactly its range.", "每次签发的各区块恰好拼成其编码区间。"
    ),
    "I4.blocks_match_holdings": words(
        "The blocks of serials in an account add up to its holding.",
        "账户内编码区块之和等于其持有量。",
    ),
    "I4.cash_conserved": words(
        "Cash in accounts is what came from the cash source.", "账户资金总额等于入金总额。"
    ),
    "I4.holdings_match_postings": words(
        "A holding is the sum of its postings.", "持有量等于其分录之和。"
    ),
    "I4.issued_is_accounted_for": words(
        "Units issued are held, used, cancelled, expired, carried over or immobilised.",
        "已签发单位均处于持有、已使用、取消、到期、结转或锁定之一。",
    ),
    "I5.reservations_in_log": words(
        "What remains of every reservation is what the log says.", "每笔冻结的余量与日志一致。"
    ),
    "I5.reservations_match_holdings": words(
        "What a holding has reserved is the rest of its open reservations.",
        "持有量中的冻结量等于未结冻结记录的余量之和。",
    ),
    "I5.reserved_within_holding": words(
        "No holding is negative, none has more reserved than held.",
        "持有量不为负，冻结量不超过持有量。",
    ),
    "I6.issued_within_verified": words(
        "Units issued from a report are its quantity rounded down.",
        "报告的签发量为其核查量向下取整。",
    ),
    "I7.certificates_as_commanded": words(
        "A certificate says what its command asked.", "证书内容与其指令一致。"
    ),
    "I7.certificates_match_postings": words(
        "A certificate's units went to the account its use says.",
        "证书所载单位确已进入其用途对应的账户。",
    ),
    "I7.final_is_final": words("Nothing leaves the final accounts.", "单位不得离开终态账户。"),
    "I7.reversals_mirror": words(
        "A reversal undoes one whole surrender, once.", "一次撤销只完整撤销一笔清缴，且仅一次。"
    ),
    "I10.estimate_backs_one_report": words(
        "An estimate backs at most one report that was not rejected, of its own project.",
        "一份估算至多对应本项目一份未被否决的报告。",
    ),
    "I10.periods_apart": words(
        "Monitoring periods of a project do not overlap.", "同一项目的监测期互不重叠。"
    ),
    "I10.report_backs_one_issuance": words(
        "A report is issued at most once, and an issued report has its issuance.",
        "一份报告至多签发一次，已签发的报告必有签发记录。",
    ),
    "I11.answers_exist": words(
        "The transaction, certificate, report or project a command answered exists.",
        "指令答复中提到的记录都存在。",
    ),
    "I11.commands_in_log": words(
        "Every command is in the log once, as it was asked and answered.",
        "每条指令在日志中恰有一次，内容与答复一致。",
    ),
    "I11.commands_unchanged": words(
        "Each command's body has the hash it was stored with; client ids are unique.",
        "每条指令的内容与其哈希一致，客户端编号唯一。",
    ),
    "I11.reports_unchanged": words(
        "A report has the digest of its quantity, inputs and result, and that of its estimate.",
        "报告与其数量、输入、结果的摘要及所依据估算的摘要一致。",
    ),
    "I12.checkpoints_stand": words(
        "The log begins with what every published checkpoint signed.",
        "日志的开头与每个已发布检查点所签内容一致。",
    ),
    "I12.dates_of_the_market": words(
        "A record's date is that of its instant in the market's time zone.",
        "记录日期等于其时刻在市场时区的日期。",
    ),
    "I12.guards_present": words(
        "The database's own guards are in place.", "数据库自身的防护均在。"
    ),
    "I12.leaves_are_events": words(
        "Each leaf of the log's tree is the hash of its event, and none is missing.",
        "日志树的每个叶子都是其事件的哈希，无一缺失。",
    ),
    "I12.log_has_accounts": words(
        "The log has every account as the table has it.", "日志中的账户与数据表一致。"
    ),
    "I12.log_has_journal": words(
        "Every transaction is in the log once, with the same postings and moves.",
        "每笔交易在日志中恰有一次，分录与移动一致。",
    ),
    "I12.log_has_unit_types": words(
        "The log has every unit type as the table has it.", "日志中的单位类别与数据表一致。"
    ),
    "I12.log_is_coherent": words(
        "No event of the log contradicts an earlier one.", "日志中没有事件与更早的事件矛盾。"
    ),
    "I12.log_replays_blocks": words(
        "Following the log's moves, every serial lies where its block says.",
        "按日志的移动逐一重放，每个编码都在其区块所示之处。",
    ),
    "I12.log_replays_holdings": words(
        "Adding up the log gives every holding and what is reserved of it.",
        "由日志累加可得每一笔持有量及其冻结量。",
    ),
    "I6.quotas_kept": words(
        "No quota is exceeded, and each counts exactly what was issued under it.",
        "任何总量控制额度均未被突破，且其已用量恰为据此签发之和。",
    ),
    "I6.credits_within_limit": words(
        "Credits surrendered in the national market are at most 5 % of the obligation.",
        "全国市场用于清缴的减排量不超过应清缴量的 5%。",
    ),
    "I8.two_people": words(
        "What takes a second person was approved by another than its proposer.",
        "须双人办理的事项均由提交人以外的人批准。",
    ),
    "I8.mandates_held": words(
        "Whoever proposed or approved for a party had a mandate for it at that instant.",
        "代表某一主体提交或批准的人，在批准之时均持有该主体的有效授权。",
    ),
    "I9.foreign_units_once": words(
        "Foreign units are mirrored once, in the same number, confirmed by two people.",
        "外部单位只镜像一次、数量一致，并经两人确认。",
    ),
    "I10.claims_apart": words(
        "No meter and period, and no area, backs two mechanisms.",
        "同一计量点与期间、同一区域不得支撑两种机制。",
    ),
    "I13.entered_on_their_day": words(
        "A compliance record counts from the day on which it was entered, never from earlier.",
        "履约记录自录入当日起计，不得早于录入日生效。",
    ),
    "I14.nothing_early": words(
        "No proposal was carried out before its time.", "任何申请均未提前执行。"
    ),
    "I14.carried_out_in_hours": words(
        "What waited was carried out on a working day, in the hours of the profile in force.",
        "等待执行的事项均在工作日、在当时控制方案规定的时段内执行。",
    ),
    "I12.rows_as_logged": words(
        "Every record of the registry is as the log last saw it, and none is missing or added.",
        "登记系统的每条记录均与日志最后一次所记一致，无缺失、无增添。",
    ),
    "I12.bulk_as_logged": words(
        "Tables that are filled in bulk add up to what the log counted.",
        "批量写入的数据表与日志累计一致。",
    ),
}
