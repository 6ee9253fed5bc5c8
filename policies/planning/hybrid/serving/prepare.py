"""From a chat request to what the engine runs."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from physai_sim.core.errors import CheckpointError
from policies.planning.hybrid.engine.request import Constraint, Request, Sampling
from policies.planning.hybrid.serving import schemas, thinking
from policies.planning.hybrid.serving.answer import Answer
from policies.planning.hybrid.serving.call_grammar import of_calls
from policies.planning.hybrid.serving.chat_template import render, unpacked
from policies.planning.hybrid.serving.grammar import GrammarMaker, of_format
from policies.planning.hybrid.serving.limits import Limits
from policies.planning.hybrid.serving.plain_text import PlainText
from policies.planning.hybrid.serving.protocol import ChatRequest
from policies.planning.hybrid.serving.refusal import RefusalError
from policies.planning.hybrid.serving.tokenizer import Tokenizer
from policies.planning.hybrid.serving.turns import turn_ends

# Without them turns and reasoning have no ends.
NEEDED = ("<|im_start|>", "<|im_end|>", "<think>", "</think>")


@dataclass
class Preparer:
    """Makes engine requests for one model.

    Args:
        tokenizer: Of the model.
        limits: Of prompts and answers.
        template: Makes the prompt.

    Raises:
        CheckpointError: If the tokenizer lacks special tokens; all of them are named.
    """

    tokenizer: Tokenizer
    limits: Limits
    template: Callable[..., str] = render

    def __post_init__(self) -> None:
        missing = [name for name in NEEDED if name not in self.tokenizer.specials]
        if missing:
            what = f"lacks {', '.join(missing)}"
            raise CheckpointError(what, where="tokenizer", expected="special tokens of turns")

    @cached_property
    def stops(self) -> frozenset[int]:
        """Tokens that end an answer."""
        names = ("<|im_end|>", "<|endoftext|>", "</s>")
        specials = self.tokenizer.specials
        return frozenset(specials[name] for name in names if name in specials)

    @cached_property
    def grammars(self) -> GrammarMaker:
        """Made once: it reads the whole vocabulary."""
        return GrammarMaker(self.tokenizer, self.tokenizer.specials["<|im_end|>"])

    def warm(self) -> None:
        """Read the whole vocabulary now rather than on the first request."""
        _ = self.grammars, self._newlines

    def prepare(self, asked: ChatRequest, since: float | None = None) -> tuple[Request, Answer]:
        """What the engine runs, and what reads its tokens.

        Args:
            asked: By the client.
            since: When it came, by the monotonic clock; None: now.

        Raises:
            RefusalError: If it asks for more than the limits, or for what cannot be done.
        """
        tools = _offered(asked)
        messages = [_plain(m.model_dump(exclude_none=True)) for m in asked.messages]
        tokens = self._tokens(messages, tools, thinking=asked.enable_thinking)
        new = self._room(asked, len(tokens))
        held = self._constraints(asked, tools, new=new, since=since)
        ends = turn_ends(tokens, self.tokenizer)
        request = Request(tuple(tokens), new, _sampling(asked), self.stops, held, ends)
        named = {t["function"]["name"]: t["function"].get("parameters") or {} for t in tools}
        answer = Answer(
            self.tokenizer,
            thinking=asked.enable_thinking,
            stops=asked.stops,
            schemas=named or None,
        )
        return request, answer

    def _tokens(
        self, messages: list[dict[str, Any]], tools: list[dict[str, Any]], *, thinking: bool
    ) -> list[int]:
        plain = PlainText(self.tokenizer, [messages, tools])
        prompt = self.template(plain.broken(messages), plain.broken(tools), thinking=thinking)
        return plain.encode(prompt)

    def _room(self, asked: ChatRequest, prompt: int) -> int:
        """Tokens that the answer may have."""
        limits, given = self.limits, asked.max_completion_tokens or asked.max_tokens
        most = min(limits.prompt_tokens, limits.context_tokens - 1)
        if prompt > most:
            raise _too_many("messages", prompt, most).coded("context_length_exceeded")
        left = limits.context_tokens - prompt
        if given is None:
            return min(limits.new_tokens, left)
        if given > limits.new_tokens:
            raise _too_many("max_tokens", given, limits.new_tokens)
        if given > left:
            raise _too_many("max_tokens", given, left).coded("context_length_exceeded")
        return given

    def _constraints(
        self, asked: ChatRequest, tools: list[dict[str, Any]], *, new: int, since: float | None
    ) -> tuple[Constraint, ...]:
        close = self.tokenizer.specials["</think>"]
        held: list[Constraint] = []
        if asked.enable_thinking:
            limit = thinking.bounds(asked.thinking_budget, new, asked.deadline_ms)
            held.append(
                thinking.ThinkingConstraint(
                    limit, close=close, stops=self.stops, newlines=self._newlines, since=since
                )
            )
        grammar, where = _grammar(asked, tools)
        if grammar is not None:
            after = close if asked.enable_thinking else None
            held.append(self.grammars.make(grammar, where=where, after=after))
        return tuple(held)

    @cached_property
    def _newlines(self) -> Any:
        size = self.tokenizer.size
        ends = (self.tokenizer.bytes_of(token).endswith(b"\n") for token in range(size))
        return np.fromiter(ends, np.bool_, count=size)


def _sampling(asked: ChatRequest) -> Sampling:
    seed = secrets.randbits(32) if asked.seed is None else asked.seed
    return Sampling(asked.temperature, asked.top_p, asked.top_k, asked.min_p, seed)


def _too_many(where: str, got: int, most: int) -> RefusalError:
    return RefusalError("too many tokens", where=where, got=got, expected=f"at most {most}")


def _plain(message: dict[str, Any]) -> dict[str, Any]:
    """As templates know it; arguments are read, since an escape in them may write a name."""
    role = "system" if message["role"] == "developer" else message["role"]
    return {"content": None} | unpacked(message) | {"role": role}


def _offered(asked: ChatRequest) -> list[dict[str, Any]]:
    if asked.tool_choice == "none":
        return []
    tools = [tool.model_dump(exclude_none=True) for tool in asked.tools]
    names = [tool["function"]["name"] for tool in tools]
    for name in names:
        if names.count(name) > 1:
            raise RefusalError("two tools of one name", where="tools", got=name)
    for tool in tools:
        schemas.check(tool["function"].get("parameters") or {}, where="tools")
    if isinstance(asked.tool_choice, str):
        return tools
    name = asked.tool_choice.function.name
    if name not in names:
        raise RefusalError("no such tool", where="tool_choice", got=name)
    return tools


def _grammar(asked: ChatRequest, tools: list[dict[str, Any]]) -> tuple[str | None, str]:
    choice = asked.tool_choice
    if choice in ("auto", "none"):
        form = asked.form
        return (None if form is None else of_format(form)), "response_format"
    if asked.form is not None:
        raise RefusalError("a forced call has its own", where="response_format")
    if not isinstance(choice, str):
        tools = [tool for tool in tools if tool["function"]["name"] == choice.function.name]
    if not tools:
        raise RefusalError("no tools to call", where="tool_choice", got=choice)
    return of_calls(tools), "tool_choice"
