"""Answers in OpenAI's JSON, whole and in chunks."""

from __future__ import annotations

import json
import secrets
import time
from typing import Any

from policies.planning.hybrid.engine.request import Usage
from policies.planning.hybrid.serving.answer import Part, Reasoning, text_of
from policies.planning.hybrid.serving.tool_calls import BrokenCall, ToolCall


class Writer:
    """Writes one answer.

    Args:
        model: Its name.
    """

    def __init__(self, model: str) -> None:
        self._head = {"id": f"chatcmpl-{secrets.token_hex(12)}", "created": int(time.time())}
        self._model, self._calls = model, 0
        self._message: dict[str, Any] = {"role": "assistant", "content": None}

    def delta(self, part: Part) -> dict[str, Any]:
        """A part as a delta, which also goes into the whole message."""
        if isinstance(part, ToolCall):
            call = {"id": f"call_{secrets.token_hex(12)}", "type": "function"}
            of = {"name": part.name, "arguments": part.arguments}
            self._message.setdefault("tool_calls", []).append({**call, "function": of})
            self._calls += 1
            return {"tool_calls": [{"index": self._calls - 1, **call, "function": of}]}
        key = "reasoning_content" if isinstance(part, Reasoning) else "content"
        text = part.text if isinstance(part, Reasoning) else text_of(part)
        self._message[key] = (self._message.get(key) or "") + text
        if not isinstance(part, BrokenCall):
            return {key: text}
        # No key of OpenAI's: who lets a model call tools must know why a call is none.
        self._message.setdefault("broken_calls", []).append(part.why)
        return {key: text, "broken_calls": [part.why]}

    def chunk(self, delta: dict[str, Any] | None, **more: Any) -> bytes:
        """One server-sent event; `delta` None: without a choice."""
        choice = {"index": 0, "delta": delta, "finish_reason": more.pop("finish", None)}
        choices = [] if delta is None else [choice]
        body = {**self._base("chat.completion.chunk"), "choices": choices, **more}
        return event(body)

    def whole(self, finish: str, usage: dict[str, Any]) -> dict[str, Any]:
        """The answer at once."""
        choice = {"index": 0, "message": self._message, "finish_reason": finish}
        base = self._base("chat.completion")
        return {**base, "choices": [choice], "usage": usage}

    def _base(self, kind: str) -> dict[str, Any]:
        return {**self._head, "object": kind, "model": self._model}


def event(body: dict[str, Any]) -> bytes:
    """A server-sent event."""
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n".encode()


def usage_of(usage: Usage, thought: int) -> dict[str, Any]:
    """Tokens used, in OpenAI's words.

    Args:
        usage: As the engine counts.
        thought: Tokens of reasoning among those generated.
    """
    return {
        "prompt_tokens": usage.prompt,
        "completion_tokens": usage.generated,
        "total_tokens": usage.prompt + usage.generated,
        "prompt_tokens_details": {"cached_tokens": usage.cached},
        "completion_tokens_details": {"reasoning_tokens": thought},
    }
