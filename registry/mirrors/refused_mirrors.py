"""What is refused about mirrors.

UnknownRecord
└── UnknownMirror
Conflict
├── ForeignUnitsActive, MirrorInOtherState
└── MirrorUnitsOut
NotPermitted
└── SamePersonConfirms
InvalidValue
├── ForeignRangeInvalid
└── OwnSchemeMirrored, UnitsNotMirrored
"""

from typing import ClassVar

from registry.worlds.errors import Conflict, NotPermitted, UnknownRecord, words
from registry.worlds.refused_values import InvalidValue

MIRROR_DOCUMENT = "TanLab"


class UnknownMirror(UnknownRecord):
    """No mirror has the number (facts: mirror)."""

    number: ClassVar[int] = 3101
    code = "registry.unknown_mirror"
    text = words("There is no mirror {mirror}.", "不存在映射 {mirror}。")
    source = MIRROR_DOCUMENT


class ForeignUnitsActive(Conflict):
    """Some of the units are active here already (facts: units, mirror, field)."""

    number: ClassVar[int] = 3102
    code = "registry.foreign_units_active"
    text = words(
        "Units of {units} are active here already, as {mirror}.",
        "{units} 中的部分单位已在本系统映射（{mirror}）。",
    )
    rule = words(
        "A unit of another registry is active here at most once.",
        "其他登记系统的同一单位在本系统至多映射一次。",
    )
    source = MIRROR_DOCUMENT
    fix = words(
        "Choose serials that are not mirrored, or release {mirror} first.",
        "请选择未映射的编码，或先解除 {mirror}。",
    )


class ForeignRangeInvalid(InvalidValue):
    """A range of foreign serials cannot be used (facts: first, last, maximum, field)."""

    number: ClassVar[int] = 3103
    code = "registry.foreign_range"
    text = words(
        "{first} to {last} is no range of up to {maximum} serials.",
        "{first} 至 {last} 不是有效的编码区间（至多 {maximum} 个）。",
    )
    rule = words("Serials count from 1, each stands for one unit.", "编码自 1 起，一码一单位。")
    source = MIRROR_DOCUMENT
    fix = words("Enter first and last serial in order.", "请按先后顺序填写首、末编码。")


class OwnSchemeMirrored(InvalidValue):
    """Units of a scheme of this house are issued, not mirrored (facts: unit_type, field)."""

    number: ClassVar[int] = 3104
    code = "registry.own_scheme_mirrored"
    text = words(
        "{unit_type} belongs to a scheme that this registry issues itself.",
        "{unit_type} 属于本系统自行签发的机制，不得作为映射类别。",
    )
    rule = words(
        "Mirror units are kept apart from units issued here.",
        "映射单位与本系统签发的单位分开登记。",
    )
    source = MIRROR_DOCUMENT
    fix = words(
        "Choose a code of its own, for example VCU-2024.", "请使用单独的代码，例如 VCU-2024。"
    )


class MirrorInOtherState(Conflict):
    """The mirror's state does not allow the step (facts: mirror, state, needed)."""

    number: ClassVar[int] = 3105
    code = "registry.mirror_state"
    text = words(
        "{mirror} is {state}; this needs {needed}.", "{mirror} 当前{state}，须为{needed}。"
    )
    rule = words(
        "Foreign units are immobilised, then mirrored, then released.",
        "境外单位依次经过冻结、映射、解除。",
    )
    source = MIRROR_DOCUMENT
    fix = words("Do the steps in order.", "请按顺序办理。")


class SamePersonConfirms(NotPermitted):
    """Two people confirm an immobilisation (facts: actor, mirror)."""

    number: ClassVar[int] = 3106
    code = "registry.same_person_confirms"
    text = words(
        "{actor} confirmed the immobilisation of {mirror}; another person confirms it again.",
        "{actor} 已确认 {mirror} 的冻结，须由另一人再次确认。",
    )
    rule = words(
        "An immobilisation is confirmed twice, by different people, before units are mirrored.",
        "映射前须由两名不同人员分别确认冻结。",
    )
    source = MIRROR_DOCUMENT
    fix = words("Ask another operator.", "请由另一名登记机构人员办理。")


class MirrorUnitsOut(Conflict):
    """Not all mirror units were given back (facts: mirror, out, quantity)."""

    number: ClassVar[int] = 3107
    code = "registry.mirror_units_out"
    text = words(
        "{out} of {quantity} units of {mirror} are not given back.",
        "{mirror} 的 {quantity} 个映射单位中尚有 {out} 个未交回。",
    )
    rule = words(
        "The originals are released once every mirror unit is given back; used units never are.",
        "全部映射单位交回后方可解除原单位；已使用的不再解除。",
    )
    source = MIRROR_DOCUMENT
    fix = words("Let the holders give the units back first.", "请先由持有人交回全部映射单位。")


class UnitsNotMirrored(InvalidValue):
    """The units mirror nothing (facts: unit_type, field)."""

    number: ClassVar[int] = 3108
    code = "registry.units_not_mirrored"
    text = words("{unit_type} mirrors no foreign units.", "{unit_type} 不是映射单位。")
    rule = words("Only mirror units are given back.", "仅映射单位可以交回。")
    source = MIRROR_DOCUMENT
    fix = words("Choose units that mirror foreign ones.", "请选择映射单位。")
