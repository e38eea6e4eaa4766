"""What carbon inclusion refuses: behaviours outside the scope, and records that cannot be right.

NotApplicable
├── NoRecords
├── NotFromCityPlatform, NoDataConsent, NotInForce
├── ActivityNotCovered, NotAsDescribed, RidingAlone
└── HeatedTooLittle, HeatingSeasonTooLate
InconsistentInputs
├── AmountAboveRecord, ValueUnreadable, RecordTwice
└── ColumnsRefused
    └── ColumnMissing, ColumnUnknown, ColumnTwice, ColumnsUneven, RowCountOutOfRange
"""

from methodologies.engine.errors import InconsistentInputs, NotApplicable, both

HEBEI = (
    "《河北省农村地区清洁取暖方法学》V01（条文编号未见） · "
    "Hebei rural clean heating V01 (numbering not seen)"
)
PERSONAL_INFORMATION_LAW = (
    "《中华人民共和国个人信息保护法》第十三条 · Personal Information Protection Law, Art. 13"
)
SCOPE = "碳普惠方法学适用范围 · scope of the methodology"
OWN_CHOICE = "TanLab"


class NotFromCityPlatform(NotApplicable):
    """A record of a platform that is not connected to the city's scheme."""

    code = "methodologies.not_from_city_platform"
    text = both(
        "该记录不是由接入{city}碳普惠的平台采集的。",
        "The record was not taken by a platform connected to {city}'s carbon inclusion.",
    )
    rule = both(
        "减排行为由接入本市碳普惠平台的数据平台记录（{article}）。",
        "What people do is recorded by a platform connected to the city's carbon inclusion "
        "({article}).",
    )
    source = SCOPE
    fix = both(
        "改用接入平台的记录，或选用行为所在城市的方法学。",
        "Use a connected platform's records, or the methodology of the city where it happened.",
    )


class NoDataConsent(NotApplicable):
    """A person who has not agreed to the use of the record."""

    code = "methodologies.no_data_consent"
    text = both(
        "用户未同意将该记录用于碳普惠。",
        "The person has not agreed to the use of the record for carbon inclusion.",
    )
    rule = both(
        "处理个人信息应当取得个人的同意。",
        "Personal information is processed with the consent of the person.",
    )
    source = PERSONAL_INFORMATION_LAW
    fix = both("取得用户授权后再计算。", "Obtain the person's consent first.")


class NotInForce(NotApplicable):
    """Something done before the methodology was published."""

    code = "methodologies.not_in_force"
    text = both(
        "{value} 早于方法学发布之日 {published}。",
        "{value} is before the methodology was published, on {published}.",
    )
    rule = both(
        "只计算方法学发布之日起的行为（{article}）。",
        "Only what was done from the day of publication on is counted ({article}).",
    )
    source = (
        "武汉市碳普惠第二批方法学（2024-09-02 发布） · "
        "Wuhan carbon inclusion, second batch, published 2024-09-02"
    )
    fix = both("核对日期，或删去更早的记录。", "Check the date, or leave earlier records out.")


class ActivityNotCovered(NotApplicable):
    """A kind of activity that the methodology has no factors for."""

    code = "methodologies.activity_not_covered"
    text = both("本方法学不计算“{activity}”。", "This methodology does not cover “{activity}”.")
    rule = both(
        "每个方法学只适用于其列明的行为（{article}）。",
        "A methodology covers the activities it lists, and no other ({article}).",
    )
    source = SCOPE
    fix = both("可计算：{known}。", "Covered: {known}.")


class NotAsDescribed(NotApplicable):
    """An activity of the right kind that is not done in the way the methodology describes."""

    code = "methodologies.not_as_described"
    text = both("已声明不符合：{described}", "Declared not to be so: {described}")
    rule = both(
        "行为须符合方法学对其方式的规定（{article}）。",
        "The activity is done in the way that the methodology describes ({article}).",
    )
    source = SCOPE
    fix = both("该行为不能计算。", "It cannot be counted.")


class RidingAlone(NotApplicable):
    """A carpool of one."""

    code = "methodologies.riding_alone"
    text = both("合乘人数为 {value}，不构成合乘。", "With {value} in the car it is no carpool.")
    rule = both(
        "合乘指两人及以上因路线相近而同乘一车（{article}）。",
        "Two or more persons with similar routes share one car ({article}).",
    )
    source = "T/CCAA 38-2021（条文编号未见） · T/CCAA 38-2021 (numbering not seen)"
    fix = both(
        "填写同乘人数（含驾驶员）；独自驾车不能计算。",
        "Count all persons in the car, the driver too; driving alone earns nothing.",
    )


class HeatedTooLittle(NotApplicable):
    """A household that used too little clean energy to have heated with it."""

    code = "methodologies.heated_too_little"
    text = both(
        "用气 {gas_m3} m3、用电 {electricity_kwh} kWh，未达到计入用户的标准。",
        "A household with {gas_m3} m3 of gas and {electricity_kwh} kWh does not count.",
    )
    rule = both(
        "采暖季用气超过 {gas_above} m3 或用电超过 {electricity_above} kWh 的用户方可计入。",
        "A household counts above {gas_above} m3 of gas or {electricity_above} kWh in the season.",
    )
    source = HEBEI
    fix = both(
        "核对单位：用气以 m3 计（不是 10^4 m3），用电以 kWh 计（不是 MWh）。",
        "Check the units: gas in m3 (not 10^4 m3), electricity in kWh (not MWh).",
    )


class HeatingSeasonTooLate(NotApplicable):
    """A heating season after the crediting period."""

    code = "methodologies.heating_season_too_late"
    text = both(
        "{value} 年采暖季在计入期（{first_year}–{last_year}）之外。",
        "The season of {value} is outside the crediting period {first_year}–{last_year}.",
    )
    rule = both("计入期最长 10 年。", "The crediting period has at most 10 years.")
    source = HEBEI
    fix = both("核对改造年份与采暖季。", "Check the year of conversion and the season.")


class AmountAboveRecord(InconsistentInputs):
    """More than one record can hold: most likely another unit."""

    code = "methodologies.amount_above_record"
    text = both(
        "{value} {unit} 超过单条记录的上限 {most} {unit}。",
        "{value} {unit} is above what one record may hold, {most} {unit}.",
    )
    rule = both(
        "每条记录是一次行为；超过上限的多为单位错误（如把米当作千米）。",
        "A record is one activity; above the limit the unit is most likely wrong, "
        "such as metres for kilometres.",
    )
    source = OWN_CHOICE
    fix = both(
        "核对单位：{unit}；里程若以米计，请除以 1000。",
        "Check the unit: {unit}; divide a distance in metres by 1000.",
    )


class ValueUnreadable(InconsistentInputs):
    """A value of a column that cannot be used."""

    code = "methodologies.value_unreadable"
    text = both("“{value}”不能作为 {field}：{reason}。", "“{value}” cannot be {field}: {reason}.")
    rule = both("每列的取值须符合其字段的规定。", "A column holds what its field admits.")
    source = OWN_CHOICE
    fix = both("更正该行。", "Correct the row.")


class NoRecords(NotApplicable):
    """A batch by a methodology that does not calculate single records."""

    code = "methodologies.no_records"
    text = both(
        "{value} 不按单条记录核算，不能批量计算。",
        "{value} does not calculate single records, so there is no batch.",
    )
    rule = both(
        "批量核算只用于碳普惠的行为记录。",
        "Batches are for records of carbon inclusion.",
    )
    source = OWN_CHOICE
    fix = both("请使用该方法学的表单。", "Use the form of the methodology.")


class ColumnsRefused(InconsistentInputs):
    """Columns that cannot be evaluated at all."""


class ColumnMissing(ColumnsRefused):
    """A field without default has no column."""

    code = "methodologies.column_missing"
    text = both("缺少列“{value}”。", "Column “{value}” is missing.")
    fix = both(
        "补充该列；所有行相同时也可只给一个值。",
        "Add it; one value will do if it is the same in all rows.",
    )


class ColumnUnknown(ColumnsRefused):
    """A column that is no field of the methodology."""

    code = "methodologies.column_unknown"
    text = both("没有名为“{value}”的字段。", "There is no field “{value}”.")
    fix = both("可用：{known}。", "Known: {known}.")


class ColumnTwice(ColumnsRefused):
    """Two columns for one field."""

    code = "methodologies.column_twice"
    text = both(
        "列“{value}”与“{other}”表示同一字段。", "Columns “{value}” and “{other}” are one field."
    )
    fix = both("只保留其中一列。", "Keep one of them.")


class ColumnsUneven(ColumnsRefused):
    """Columns of unequal length."""

    code = "methodologies.columns_uneven"
    text = both(
        "列“{value}”有 {rows} 行，其他列有 {others} 行。",
        "Column “{value}” has {rows} rows, others have {others}.",
    )
    fix = both("各列行数须相同。", "All columns need the same number of rows.")


class RowCountOutOfRange(ColumnsRefused):
    """No row, or too many."""

    code = "methodologies.row_count"
    text = both(
        "共 {value} 行；每次可计算 1 至 {maximum} 行。",
        "There are {value} rows; 1 to {maximum} can be evaluated at once.",
    )
    fix = both("请拆分后分批计算。", "Split them.")


class RecordTwice(InconsistentInputs):
    """A record id that stands in two rows."""

    code = "methodologies.record_twice"
    text = both("记录编号“{value}”重复出现。", "Record id “{value}” comes twice.")
    rule = both("一个记录编号对应一次行为。", "A record id names one activity.")
    source = OWN_CHOICE
    fix = both("删去重复的行。", "Remove one of the rows.")
