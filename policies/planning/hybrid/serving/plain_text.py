"""Names of special tokens in what a client wrote are text, and never the tokens.

Else a tool's result, or an object's name in a scene, could end its turn and speak as the system.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from policies.planning.hybrid.serving.refusal import RefusalError
from policies.planning.hybrid.serving.tokenizer import Tokenizer

# Code points that stand for no character, for a program's own use (Unicode 16.0, 23.7).
_MARKS = [chr(code) for code in range(0xFDD0, 0xFDF0)]

Value = TypeVar("Value")


class PlainText:
    """Breaks the names with a mark that the texts of one request do not have.

    Args:
        tokenizer: Whose special tokens are meant.
        written: What clients wrote: texts in lists and mappings.

    Raises:
        RefusalError: If each of the 32 marks is in the texts.
    """

    def __init__(self, tokenizer: Tokenizer, written: Any) -> None:
        self._tokenizer = tokenizer
        whole = "\n".join(_texts(written))
        left = [mark for mark in _MARKS if mark not in whole]
        if not left:
            raise RefusalError("every code point of U+FDD0 to U+FDEF is used", where="messages")
        self._mark = left[0]
        # Runs of blanks, which some vocabularies have as tokens of their own, mean nothing, and of
        # one character there is nothing to break.
        names = [name for name in tokenizer.specials if len(name) > 1 and name.strip()]
        self._names = [name for name in names if name in whole]

    def broken(self, value: Value) -> Value:
        """The same, with a mark after the first character of each name."""
        made: Any = value
        if isinstance(value, str):
            made = self._text(value)
        elif isinstance(value, Mapping):
            made = {self.broken(key): self.broken(inner) for key, inner in value.items()}
        elif isinstance(value, list):
            made = [self.broken(inner) for inner in value]
        kept: Value = made
        return kept

    def _text(self, text: str) -> str:
        for name in self._names:
            while name in text:  # once more where a name overlaps itself
                text = text.replace(name, f"{name[0]}{self._mark}{name[1:]}")
        return text

    def encode(self, prompt: str) -> list[int]:
        """Tokens of a prompt made of what is broken: the marks are gone, and no name is whole."""
        parts = prompt.split(self._mark)
        return [token for part in parts for token in self._tokenizer.encode(part)]


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from (key, *_texts(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
