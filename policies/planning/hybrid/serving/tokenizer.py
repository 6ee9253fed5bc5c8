"""Text to tokens and back: a checkpoint's tokenizer, or bytes for a model without one."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from physai_sim.core.errors import CheckpointError, ConfigError

SPECIALS = ("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<think>", "</think>")
_NAMES = re.compile(f"({'|'.join(map(re.escape, SPECIALS))})")


class Tokenizer(Protocol):
    """Text to tokens and back; special tokens are read where their names stand in the text."""

    size: int

    def encode(self, text: str) -> list[int]:
        """The tokens of a text."""

    def bytes_of(self, token: int) -> bytes:
        """What a token writes; a special one writes its name."""

    @property
    def specials(self) -> dict[str, int]:
        """Tokens that are no text, by name."""


class ByteTokenizer:
    """A token for each byte, and then the special ones.

    Args:
        size: V, the model's vocabulary; at least 256 and the special ones.

    Raises:
        ConfigError: If the vocabulary is too small.
    """

    def __init__(self, size: int) -> None:
        if size < 256 + len(SPECIALS):
            expected = f"at least {256 + len(SPECIALS)}"
            raise ConfigError("too few for bytes", where="vocab_size", got=size, expected=expected)
        self.size = size
        self.specials = {name: 256 + index for index, name in enumerate(SPECIALS)}
        self._names = {token: name for name, token in self.specials.items()}

    def encode(self, text: str) -> list[int]:
        """The tokens of a text."""
        tokens: list[int] = []
        for part in _NAMES.split(text):
            tokens += [self.specials[part]] if part in self.specials else part.encode()
        return tokens

    def bytes_of(self, token: int) -> bytes:
        """What a token writes; tokens beyond the special ones write nothing."""
        return bytes([token]) if token < 256 else self._names.get(token, "").encode()


class FileTokenizer:
    """A checkpoint's `tokenizer.json`, of the byte-level kind.

    Args:
        path: The file.
        size: V, the model's vocabulary.

    Raises:
        CheckpointError: If it cannot be read, or has more tokens than the model.
    """

    def __init__(self, path: Path, size: int) -> None:
        from tokenizers import Tokenizer as Loaded

        try:
            self._loaded: Any = Loaded.from_file(str(path))
        except Exception as error:  # the library raises Exception itself
            what = f"not a tokenizer ({error})"
            raise CheckpointError(what, where=str(path)) from error
        # What its maker once cut or filled is not ours: a prompt is whole, or refused.
        self._loaded.no_truncation()
        self._loaded.no_padding()
        self.size = size
        if self._loaded.get_vocab_size(with_added_tokens=True) > size:
            got = self._loaded.get_vocab_size(with_added_tokens=True)
            expected = f"at most the model's {size}"
            raise CheckpointError("tokens", where=str(path), got=got, expected=expected)
        added = self._loaded.get_added_tokens_decoder()
        self._added = {token: str(entry.content) for token, entry in added.items()}
        self.specials = {name: token for token, name in self._added.items()}
        self._letters = {letter: byte for byte, letter in _letters().items()}

    def encode(self, text: str) -> list[int]:
        """The tokens of a text."""
        return list(self._loaded.encode(text, add_special_tokens=False).ids)

    def bytes_of(self, token: int) -> bytes:
        """What a token writes; tokens that the file lacks write nothing."""
        if token in self._added:
            return self._added[token].encode()
        letters = self._loaded.id_to_token(token) or ""
        if all(letter in self._letters for letter in letters):
            return bytes(self._letters[letter] for letter in letters)
        return str(letters).encode()


class TextStream:
    """Text of tokens as they come; a character waits for all of its bytes.

    Args:
        tokenizer: Of the tokens.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def feed(self, tokens: Sequence[int]) -> str:
        """What is whole after more tokens."""
        return self._decoder.decode(b"".join(map(self._tokenizer.bytes_of, tokens)))

    def finish(self) -> str:
        """What is left; bytes that are no character are shown as such."""
        return self._decoder.decode(b"", final=True)


def _letters() -> dict[int, str]:
    """The printable letter that byte-level vocabularies write for each byte.

    Source: Radford et al., Language Models are Unsupervised Multitask Learners (2019).
    """
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in plain]
    return {byte: chr(byte) for byte in plain} | {
        byte: chr(256 + index) for index, byte in enumerate(others)
    }
