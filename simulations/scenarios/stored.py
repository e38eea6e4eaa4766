"""What runs and ensembles stored of themselves, read again; perhaps by another version."""

import json
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError

from simulations.errors import StoredOtherwise
from simulations.scenarios.documents import dotted

_SHOWN: Final = 5
Model = TypeVar("Model", bound=BaseModel)


def read_stored(model: type[Model], values: object) -> Model:
    """Return a model from the plain values that a result keeps of it.

    Raises:
        StoredOtherwise: They are not in the form of this version.
    """
    try:
        return model.model_validate_json(json.dumps(values))
    except ValidationError as error:
        places = [tuple(detail["loc"]) for detail in error.errors(include_url=False)]
        parts = [dotted(place) for place in places[:_SHOWN]]
        raise StoredOtherwise(parts=", ".join(parts) or "–") from None
