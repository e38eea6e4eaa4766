"""The transaction types of carbon inclusion."""

from registry.carbon_inclusion import models
from registry.worlds.transaction_types import TransactionType

assert models  # its tables belong to a world's metadata

TRANSACTION_TYPES: tuple[TransactionType, ...] = ()
