"""Answers held to a grammar: JSON of a schema, a regular expression or Lark; calls beside.

Legend: V vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from llguidance import LLMatcher, LLParserLimits, LLTokenizer, TokenizerWrapper
from numpy.typing import NDArray

from policies.planning.hybrid.serving import schemas
from policies.planning.hybrid.serving.refusal import RefusalError
from policies.planning.hybrid.serving.tokenizer import Tokenizer

# Of a Lark grammar, which may hold schemas too: what is longer could end the process (`schemas`).
_LINES, _LETTERS = 1000, 32_768
# Ways in which a place of an answer may be read: each is gone through for each token, and all
# answers wait meanwhile.
_ROW = 1000
# Expressions of one text that hold at once: what must be gone through multiplies with each.
TOGETHER = 8
# Of choices of which just one may be met, one is written: who tells choices apart by a default or
# by a number, as models of data do, would be refused else.
GUIDANCE = {"x-guidance": {"coerce_one_of": True}}


class _Source:
    """A tokenizer as llguidance asks for it; a byte that no text has marks special tokens."""

    def __init__(self, tokenizer: Tokenizer, stop: int) -> None:
        marked = {token: b"\xff" + name.encode() for name, token in tokenizer.specials.items()}
        self.eos_token_id, self.bos_token_id = stop, None
        self.tokens = [marked.get(i, tokenizer.bytes_of(i)) for i in range(tokenizer.size)]
        self.special_token_ids = sorted(marked)
        self._encode = tokenizer.encode

    def __call__(self, text: bytes | str) -> list[int]:
        return self._encode(text if isinstance(text, str) else text.decode())


class GrammarMaker:
    """Makes constraints of one tokenizer.

    Args:
        tokenizer: Of the model.
        stop: The token that ends an answer.
    """

    def __init__(self, tokenizer: Tokenizer, stop: int) -> None:
        self._size, self._stop = tokenizer.size, stop
        self._tokenizer = LLTokenizer(TokenizerWrapper(_Source(tokenizer, stop)))

    def make(self, grammar: str, *, where: str, after: int | None = None) -> GrammarConstraint:
        """A constraint.

        Args:
            grammar: As `of_format` and `call_grammar.of_calls` give it.
            where: The request's key that asked for it.
            after: The token before which all is allowed; None: from the start.

        Raises:
            RefusalError: If it cannot be compiled or satisfied.
        """
        limits = LLParserLimits(max_items_in_row=_ROW)
        matcher = LLMatcher(self._tokenizer, grammar, log_level=0, limits=limits)
        mask = None if matcher.is_error() else matcher.compute_bitmask()
        if matcher.is_error():
            raise RefusalError(f"no such grammar ({matcher.get_error()})", where=where)
        if mask is None or not any(mask):
            raise RefusalError("nothing satisfies it", where=where)
        return GrammarConstraint(matcher, self._size, after, stop=self._stop)


class GrammarConstraint:
    """Allows what the grammar allows.

    Args:
        matcher: At the grammar's start.
        size: V.
        after: The token before which all is allowed.
        stop: The token that ends an answer; all that may follow a grammar that is met.
    """

    def __init__(self, matcher: LLMatcher, size: int, after: int | None, *, stop: int) -> None:
        self._matcher, self._size, self._after = matcher, size, after
        self._end = np.zeros(size, np.bool_)
        self._end[stop] = True

    def allowed(self) -> NDArray[np.bool_] | None:
        """(V,) what may come next; None: all.

        Raises:
            ValueError: If the grammar is too ambiguous to go on.
        """
        if self._after is not None:
            return None
        packed = self._matcher.compute_bitmask()
        if self._matcher.is_error():
            raise ValueError(f"the grammar goes no further: {self._fault()}")
        if self._matcher.is_stopped():
            return self._end
        bits = np.unpackbits(np.frombuffer(packed, np.uint8), bitorder="little")
        return bits[: self._size].astype(np.bool_)

    def accept(self, token: int) -> None:
        """A token was chosen.

        Raises:
            ValueError: If the grammar does not allow it.
        """
        if self._after is not None:
            self._after = None if token == self._after else self._after
        elif not self._matcher.is_stopped() and not self._matcher.consume_token(token):
            raise ValueError(f"the grammar does not take token {token}: {self._fault()}")

    def _fault(self) -> str:
        return next(iter(self._matcher.get_error().splitlines()), "")


def of_format(response_format: Mapping[str, Any]) -> str | None:
    """The grammar of a `response_format`; None: any text.

    Raises:
        RefusalError: If its type is unknown or its text is missing.
    """
    kind = response_format.get("type")
    try:
        if kind == "text":
            return None
        if kind == "json_object":
            return LLMatcher.grammar_from_json_schema({"type": "object"})
        if kind == "json_schema":
            return _of_schema(response_format["json_schema"]["schema"])
        if kind == "regex":
            return LLMatcher.grammar_from_regex(_written(response_format["regex"]))
        if kind == "lark":
            return _of_lark(_written(response_format["lark"]))
    except (KeyError, TypeError, ValueError) as error:
        raise RefusalError(f"incomplete ({error!r})", where="response_format") from error
    expected = "text, json_object, json_schema, regex or lark"
    raise RefusalError("unknown", where="response_format.type", got=kind, expected=expected)


def _written(text: Any) -> str:
    if not isinstance(text, str):
        raise TypeError(f"a text is expected, got {text!r}")
    return text


def _of_schema(schema: Any) -> str:
    schemas.check(schema, where="response_format")
    whole = {**schema, **GUIDANCE} if isinstance(schema, Mapping) else schema
    return LLMatcher.grammar_from_json_schema(whole)


def _of_lark(text: str) -> str:
    lines = len(text.splitlines())
    if lines > _LINES or len(text) > _LETTERS:
        expected = f"at most {_LINES} lines and {_LETTERS} letters"
        got = f"{lines} and {len(text)}"
        raise RefusalError("too long", where="response_format.lark", got=got, expected=expected)
    for sign in "&~":
        if (many := text.count(sign)) > TOGETHER:
            expected, where = f"at most {TOGETHER}", "response_format.lark"
            raise RefusalError(f"too many {sign}", where=where, got=many, expected=expected)
    return LLMatcher.grammar_from_lark(text)
