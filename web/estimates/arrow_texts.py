"""Texts of a column as Arrow holds them: a few bytes beside each, no object for each.

Memory comes from the system's own allocator, which gives back what is freed.
"""

from collections.abc import Sequence
from typing import Any, overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from methodologies import Coded, TextColumn

LISTED_MAX = 100_000
"""Up to here distinct texts are listed, as a tuple is quicker to read."""


class DistinctTexts(Sequence[str]):
    """Distinct texts, each made when it is asked for."""

    def __init__(self, texts: Any) -> None:
        self._texts = texts

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._texts)

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[str]: ...
    def __getitem__(self, number: int | slice) -> str | Sequence[str]:
        """Return one text, or some."""
        if isinstance(number, slice):
            return DistinctTexts(self._texts[number])
        text: str = self._texts[int(number)].as_py()
        return text


class ArrowTexts(TextColumn):
    """A column of texts, plain or numbered by their distinct ones.

    Args:
        texts: chunks of strings, or of strings with a dictionary.
    """

    def __init__(self, texts: pa.ChunkedArray) -> None:
        self._texts = texts

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self._texts)

    def __getitem__(self, row: int) -> str:
        """Return the text of a row, counted from 0."""
        text: str = self._texts[int(row)].as_py()
        return text

    def part(self, start: int, end: int) -> Sequence[str]:
        """Return the texts of some rows."""
        texts: list[str] = self._texts.slice(start, end - start).to_pylist()
        return texts

    def coded(self) -> Coded:
        """Number the distinct texts."""
        texts, system = self._texts, pa.system_memory_pool()
        if pa.types.is_dictionary(texts.type):
            texts = texts.unify_dictionaries(memory_pool=system)
        else:  # as one, because each chunk would get a dictionary of all before it
            whole = texts.combine_chunks(memory_pool=system)
            texts = pa.chunked_array([pc.dictionary_encode(whole, memory_pool=system)])
        codes = [np.asarray(chunk.indices, dtype=np.int32) for chunk in texts.chunks]
        distinct = texts.chunk(0).dictionary
        few = len(distinct) <= LISTED_MAX
        values = tuple(distinct.to_pylist()) if few else DistinctTexts(distinct)
        return Coded(np.concatenate(codes), values)
