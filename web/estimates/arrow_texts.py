"""Texts of a column as Arrow holds them: a few bytes beside each, no object for each."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, overload

import numpy as np
import pyarrow as pa

from methodologies import Coded, TextColumn

LISTED_MAX = 100_000
"""Up to here distinct texts are listed, as a tuple is quicker to read."""


@contextmanager
def giving_memory_back() -> Iterator[None]:
    """Let Arrow take memory from the system's allocator, and give back what is freed at the end."""
    before, system = pa.default_memory_pool(), pa.system_memory_pool()
    pa.set_memory_pool(system)
    try:
        yield
    finally:
        pa.default_memory_pool().release_unused()
        pa.set_memory_pool(before)


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
        texts = self._texts
        with giving_memory_back():
            if pa.types.is_dictionary(texts.type):
                texts = texts.unify_dictionaries()
            else:  # as one, because each chunk would get a dictionary of all before it
                texts = pa.chunked_array([texts.combine_chunks().dictionary_encode()])
        codes = [np.asarray(chunk.indices, dtype=np.int32) for chunk in texts.chunks]
        distinct = texts.chunk(0).dictionary
        few = len(distinct) <= LISTED_MAX
        values = tuple(distinct.to_pylist()) if few else DistinctTexts(distinct)
        return Coded(np.concatenate(codes), values)
