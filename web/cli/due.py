"""`tanlab registry due`: carry out what a world's clock wants done by now."""

from registry.worlds import Outcome
from web.cli.existing_worlds import InstanceOption, WorldOption, required_world
from web.cli.output import JsonOption, LangOption, emit
from web.upkeep import carry_out_due_in


def due(
    world: WorldOption = "public",
    instance: InstanceOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Carry out what is due: expiries, waiting transfers, proposals that nobody decided."""
    found = required_world(world, instance, as_json, lang)
    done = carry_out_due_in(found)
    emit({"carried_out": [dict(each.data) for each in done]}, as_json, due_text(done))


def due_text(done: list[Outcome]) -> str:
    """Return a line for each command that was carried out."""
    lines = [
        f"{each.data['client_id']:32} {each.data.get('refused') or each.data.get('state', 'done')}"
        for each in done
    ]
    return "\n".join(lines) or "nothing is due"
