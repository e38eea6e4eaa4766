"""Words and names that pages of control need."""

from collections.abc import Mapping

from registry.services import TRANSACTION_TYPES

KIND_TITLES: Mapping[str, Mapping[str, str]] = {
    type_.command.kind: type_.name for type_ in TRANSACTION_TYPES
}
"""Name of each kind of command."""
