import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from web.market.trading_room import OrderRequest
from web.registry.unit_inputs import (
    RetireRequest,
    SurrenderRequest,
    TransferForm,
    TransferRequest,
    WholeNumber,
    serial_lines,
)
from web.simulations.runs import RunRequest

CLIENT = {"client_id": "a", "unit_type": "CEA-2024"}
REQUESTS: list[tuple[type[BaseModel], dict[str, object], str]] = [
    (TransferRequest, {**CLIENT, "quantity": 1, "to_account": "200"}, "quantity"),
    (SurrenderRequest, {**CLIENT, "quantity": 1, "compliance_year": 2024}, "quantity"),
    (SurrenderRequest, {**CLIENT, "quantity": 1, "compliance_year": 2024}, "compliance_year"),
    (RetireRequest, {**CLIENT, "quantity": 1, "beneficiary": "b", "purpose": "event"}, "quantity"),
]


def complaints(model: type[BaseModel], given: dict[str, object]) -> dict[str, str]:
    """Return the type of complaint of each field at fault."""
    with pytest.raises(ValidationError) as caught:
        model.model_validate(given)
    return {str(item["loc"][0]): item["type"] for item in caught.value.errors()}


@pytest.mark.parametrize("value", [True, "1", 1.0, None, [], {}])
@pytest.mark.parametrize(("model", "valid", "field"), REQUESTS)
def test_in_json_a_quantity_is_an_integer(
    model: type[BaseModel], valid: dict[str, object], field: str, value: object
) -> None:
    model.model_validate(valid)
    assert complaints(model, {**valid, field: value}) == {field: "int_type"}


def test_a_form_gives_its_quantity_as_text() -> None:
    given = {"unit_type": "CEA-2024", "quantity": "100", "to_account": "200"}
    assert TransferForm.model_validate(given).quantity == 100


def test_true_is_no_whole_number_anywhere() -> None:
    order = {"client_id": "a", "account": "200", "side": "buy", "price_cny": "90"}
    assert complaints(OrderRequest, {**order, "quantity_t": True}) == {"quantity_t": "int_type"}
    assert complaints(RunRequest, {"scenario": "a", "seed": True}) == {"seed": "int_type"}
    assert TypeAdapter(WholeNumber).validate_python("7") == 7


def test_serials_are_one_or_one_range_a_line() -> None:
    assert serial_lines(" a\r\nb ;；c\n\n") == ("a", "b", "c")
