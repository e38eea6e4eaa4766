"""Uses that a scheme does not provide for its credits."""

from typing import ClassVar

from registry.worlds.errors import words
from registry.worlds.refused_values import InvalidValue

CONVERSION = "1 t CO2e = 1,000 kg CO2e"


class UseNotInScheme(InvalidValue):
    """The scheme does not allow this use (facts: unit_type, use, source, field)."""

    number: ClassVar[int] = 6050
    code = "registry.use_not_in_scheme"
    text = words(
        "{unit_type} may not be used for {use}: its scheme does not provide for it.",
        "{unit_type} 不得用于{use}：所在碳普惠机制未规定该用途。",
    )
    rule = words(
        "Carbon inclusion credits are used only as their scheme provides.",
        "碳普惠减排量仅可用于其机制规定的用途。",
    )
    source = "{source}"
    fix = words(
        "Choose a use that the scheme's page lists as allowed.",
        "请从机制页面列明的可用用途中选择。",
    )


class PartTonnes(InvalidValue):
    """Kilogram credits are surrendered by whole steps (facts: quantity, step, unit_type, field)."""

    number: ClassVar[int] = 6051
    code = "registry.part_tonnes"
    text = words(
        "{quantity} kg of {unit_type} is no multiple of {step} kg.",
        "{unit_type} {quantity} kg 不是 {step} kg 的整数倍。",
    )
    rule = words(
        "An obligation is counted in tonnes, so kilogram credits meet it in steps of {step} kg.",
        "履约以吨计，碳普惠减排量须按 {step} kg 的整数倍使用。",
    )
    source = CONVERSION
    fix = words("Enter a multiple of {step} kg.", "请填写 {step} kg 的整数倍。")
