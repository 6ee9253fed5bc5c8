r"""The prompt of a conversation, to the byte.

Turns are `<|im_start|>ROLE\n...<|im_end|>\n`. Reasoning is kept in the turn that is still going
on, that is after the last message of a user; of earlier turns it is dropped.

Source: the format of NVIDIA-Nemotron-3-Nano-30B-A3B; its wording here is our own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from policies.planning.hybrid.serving.arguments import Arguments, any_way
from policies.planning.hybrid.serving.nesting import read_json
from policies.planning.hybrid.serving.references import DEFINITIONS
from policies.planning.hybrid.serving.refusal import RefusalError

Message = Mapping[str, Any]
_HOW_TO_CALL = (
    "\n\nTo call a tool, answer with this and nothing after it; values may span lines:\n\n"
    "<tool_call>\n<function=NAME>\n<parameter=PARAMETER>\nVALUE\n</parameter>\n"
    "</function>\n</tool_call>"
)


def render(messages: Sequence[Message], tools: Sequence[Message], *, thinking: bool) -> str:
    """The prompt, up to where the model goes on.

    Args:
        messages: Of the conversation, as OpenAI's API has them.
        tools: That may be called.
        thinking: Whether the answer starts with reasoning.
    """
    last_user = max((i for i, m in enumerate(messages) if m["role"] == "user"), default=-1)
    leading = bool(messages) and messages[0]["role"] == "system"
    system = _text(messages[0]) if leading else ""
    parts = [part for part in (system, _declared(tools)) if part]
    prompt = _turn("system", "\n\n".join(parts)) if parts else ""
    for index, message in enumerate(messages):
        if index == 0 and leading:
            continue
        if message["role"] == "tool":
            prompt += _result(messages, index)
        elif message["role"] == "assistant":
            prompt += _turn("assistant", _answer(message, keep=index > last_user))
        else:
            prompt += _turn(message["role"], _text(message))
    return f"{prompt}<|im_start|>assistant\n" + ("<think>\n" if thinking else "<think></think>")


def _turn(role: str, text: str) -> str:
    return f"<|im_start|>{role}\n{text}<|im_end|>\n"


def _text(message: Message) -> str:
    content = message.get("content")
    if isinstance(content, list):
        return "".join(str(part["text"]) for part in content)
    return content or ""


def _answer(message: Message, *, keep: bool) -> str:
    reasoning = message.get("reasoning_content") or ""
    thought = f"<think>\n{reasoning}\n</think>\n" if keep and reasoning else "<think></think>"
    return thought + _text(message) + "".join(map(_call, message.get("tool_calls") or ()))


def _call(call: Message) -> str:
    function = call["function"]
    values = _arguments(function["arguments"])
    written = "".join(f"<parameter={k}>\n{_value(v)}\n</parameter>\n" for k, v in values.items())
    return f"<tool_call>\n<function={function['name']}>\n{written}</function>\n</tool_call>\n"


def _arguments(text: Any) -> Mapping[str, Any]:
    where = "tool_calls.arguments"
    # A call without arguments may write none at all.
    values = read_json(text or "{}", where=where) if isinstance(text, str) else text
    if not isinstance(values, Mapping):
        raise RefusalError("no object", where=where, got=text)
    return values


def _value(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _result(messages: Sequence[Message], index: int) -> str:
    """Results that follow each other stand in one turn of the user."""
    first = index == 0 or messages[index - 1]["role"] != "tool"
    last = index + 1 == len(messages) or messages[index + 1]["role"] != "tool"
    body = f"<tool_response>\n{_text(messages[index])}\n</tool_response>\n"
    return ("<|im_start|>user\n" if first else "") + body + ("<|im_end|>\n" if last else "")


def _declared(tools: Sequence[Message]) -> str:
    if not tools:
        return ""
    return f"# Tools\n\n<tools>\n{''.join(map(_tool, tools))}</tools>{_HOW_TO_CALL}"


def _tool(tool: Message) -> str:
    function = tool["function"]
    schema = function.get("parameters") or {}
    text = f"<function>\n<name>{function['name']}</name>\n"
    if function.get("description"):
        text += f"<description>{function['description'].strip()}</description>\n"
    text += "<parameters>\n"
    told = any_way(schema)
    for name, of in told.schemas.items():
        text += f"<parameter>\n<name>{name}</name>\n<schema>{_value(of)}</schema>\n</parameter>\n"
    if told.required:
        text += f"<required>{_value(_in_order(told))}</required>\n"
    # What references point to stands once, however many there are.
    for name in DEFINITIONS:
        if schema.get(name):
            text += f"<{name.strip('$')}>{_value(schema[name])}</{name.strip('$')}>\n"
    return f"{text}</parameters>\n</function>\n"


def _in_order(told: Arguments) -> list[str]:
    return [name for name in told.schemas if name in told.required]


def unpacked(message: Message) -> dict[str, Any]:
    """A message whose arguments are an object, as templates of models want them.

    Raises:
        RefusalError: If they are none.
    """
    calls = message.get("tool_calls")
    if not calls:
        return dict(message)
    return dict(message) | {
        "tool_calls": [
            {
                **c,
                "function": {**c["function"], "arguments": _arguments(c["function"]["arguments"])},
            }
            for c in calls
        ]
    }
