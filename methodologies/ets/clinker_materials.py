"""Kinds of clinker, and the non-carbonate raw materials of `data/ets_cement.yaml`."""

from typing import Literal

from methodologies.engine.errors import both

Clinker = Literal["portland", "white", "sulphoaluminate", "aluminate"]

CLINKERS = {
    "portland": both("硅酸盐水泥熟料", "Portland clinker"),
    "white": both("白色硅酸盐水泥熟料", "White Portland clinker"),
    "sulphoaluminate": both("硫（铁）铝酸盐水泥熟料", "Sulpho- or ferro-aluminate clinker"),
    "aluminate": both("铝酸盐水泥熟料", "Aluminate clinker"),
}

Material = Literal[
    "desulphurised_powder",
    "slaked_lime",
    "carbide_slag",
    "magnesium_slag",
    "paper_white_mud",
    "calcium_fluoride_sludge",
    "phosphorus_slag",
    "vanadium_titanium_slag",
    "nitrogen_slag",
    "incinerator_fly_ash",
    "ferroalloy_slag",
    "desulphurisation_gypsum",
    "phosphogypsum",
    "titanogypsum",
    "fluorogypsum",
    "borogypsum",
    "mould_gypsum",
    "citric_acid_residue",
    "steel_slag",
    "nickel_slag",
    "manganese_slag",
    "zinc_slag",
    "tin_slag",
    "municipal_sludge",
    "aluminium_slag",
    "sulphuric_acid_slag",
    "copper_slag",
    "lead_zinc_slag",
    "coal_fly_ash",
    "red_mud",
]

MATERIALS = {
    "desulphurised_powder": both("脱硫粉剂（氢氧化钙）", "Desulphurisation powder, Ca(OH)2"),
    "slaked_lime": both("熟石灰", "Slaked lime"),
    "carbide_slag": both("电石渣", "Carbide slag"),
    "magnesium_slag": both("镁渣", "Magnesium slag"),
    "paper_white_mud": both("造纸白泥", "Paper white mud"),
    "calcium_fluoride_sludge": both("氟化钙污泥", "Calcium fluoride sludge"),
    "phosphorus_slag": both("磷渣", "Phosphorus slag"),
    "vanadium_titanium_slag": both("钒钛渣", "Vanadium-titanium slag"),
    "nitrogen_slag": both("氮渣", "Nitrogen slag"),
    "incinerator_fly_ash": both("飞灰", "Incinerator fly ash"),
    "ferroalloy_slag": both("铁合金炉渣", "Ferro-alloy slag"),
    "desulphurisation_gypsum": both("脱硫石膏", "Desulphurisation gypsum"),
    "phosphogypsum": both("磷石膏", "Phosphogypsum"),
    "titanogypsum": both("钛石膏", "Titanogypsum"),
    "fluorogypsum": both("氟石膏", "Fluorogypsum"),
    "borogypsum": both("硼石膏", "Borogypsum"),
    "mould_gypsum": both("模型石膏", "Mould gypsum"),
    "citric_acid_residue": both("柠檬酸渣", "Citric acid residue"),
    "steel_slag": both("钢渣", "Steel slag"),
    "nickel_slag": both("镍渣", "Nickel slag"),
    "manganese_slag": both("锰渣", "Manganese slag"),
    "zinc_slag": both("锌渣", "Zinc slag"),
    "tin_slag": both("锡渣", "Tin slag"),
    "municipal_sludge": both("市政污泥", "Municipal sludge"),
    "aluminium_slag": both("铝渣", "Aluminium slag"),
    "sulphuric_acid_slag": both("硫酸渣", "Sulphuric acid slag"),
    "copper_slag": both("铜渣", "Copper slag"),
    "lead_zinc_slag": both("铅锌渣", "Lead-zinc slag"),
    "coal_fly_ash": both("粉煤灰", "Coal fly ash"),
    "red_mud": both("赤泥", "Red mud"),
}
