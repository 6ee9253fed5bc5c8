"""The text of an answer, divided into reasoning, content and calls while it streams."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policies.planning.hybrid.serving.tokenizer import TextStream, Tokenizer
from policies.planning.hybrid.serving.tool_calls import (
    BrokenCall,
    Piece,
    ToolCall,
    ToolCallParser,
)


@dataclass(frozen=True, slots=True)
class Reasoning:
    """Text of reasoning."""

    text: str


Part = Reasoning | Piece


class Answer:
    """Tokens in, parts out.

    Args:
        tokenizer: Of the tokens.
        thinking: Whether the answer starts with reasoning.
        stops: Texts that end the content; they are not part of it.
        schemas: Of the tools that may be called; None: calls are text.

    Attributes:
        thought: Tokens of reasoning so far, without the one that ends it.
        is_stopped: Whether a stop text was met.
        called: Whether a tool was called.
    """

    def __init__(
        self,
        tokenizer: Tokenizer,
        *,
        thinking: bool,
        stops: tuple[str, ...] = (),
        schemas: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        self._text, self._thinking, self._stops = TextStream(tokenizer), thinking, stops
        self._open, self._close = map(tokenizer.specials.get, ("<think>", "</think>"))
        self.thought = 0
        self._calls = None if schemas is None else ToolCallParser(schemas)
        self._held, self.is_stopped, self.called, self._fresh = "", False, False, thinking

    def feed(self, token: int) -> list[Part]:
        """What is sure after one more token; nothing once a stop text was met."""
        if self.is_stopped:
            return []
        if not self._thinking:
            return self._content(self._text.feed([token]))
        if token == self._close:
            self._thinking = False
            text = self._text.finish()
        else:
            # Where the prompt does not open the reasoning, the model does.
            is_opening = self.thought == 0 and token == self._open
            text = "" if is_opening else self._text.feed([token])
            self.thought += 1
        return [Reasoning(text)] if text else []

    def finish(self) -> list[Part]:
        """What is left."""
        text = self._text.finish()
        if self._thinking:
            return [Reasoning(text)] if text else []
        parts = [] if self.is_stopped else self._content(text)
        held, self._held = self._held, ""
        parts += self._divided(held)
        return self._told([*parts, *(self._calls.finish() if self._calls else [])])

    def _content(self, text: str) -> list[Part]:
        if self._fresh:
            # The line break that follows `</think>` belongs to neither.
            text = text.lstrip("\n")
            self._fresh = not text
        self._held += text
        ends = [at for stop in self._stops if (at := self._held.find(stop)) >= 0]
        if ends:
            self.is_stopped, self._held = True, self._held[: min(ends)]
            return []
        keep = max((_overlap(self._held, stop) for stop in self._stops), default=0)
        sure = self._held[: len(self._held) - keep]
        self._held = self._held[len(sure) :]
        return self._told(self._divided(sure))

    def _divided(self, text: str) -> list[Part]:
        if not text:
            return []
        return [text] if self._calls is None else list(self._calls.feed(text))

    def _told(self, parts: list[Part]) -> list[Part]:
        self.called |= any(isinstance(part, ToolCall) for part in parts)
        return parts


def text_of(part: str | BrokenCall) -> str:
    """The content that a part is; a call that is none stays in the text."""
    return part if isinstance(part, str) else part.text


def _overlap(text: str, stop: str) -> int:
    lengths = range(min(len(text), len(stop) - 1), 0, -1)
    return next((n for n in lengths if text.endswith(stop[:n])), 0)
