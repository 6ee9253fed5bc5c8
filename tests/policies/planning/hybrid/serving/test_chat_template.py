"""Prompts, to the byte."""

import pytest

from policies.planning.hybrid.serving.chat_template import render
from policies.planning.hybrid.serving.refusal import RefusalError

USER = {"role": "user", "content": "hi"}


def call(value):
    function = {"name": "go", "arguments": value}
    return {"id": "c", "type": "function", "function": function}


def test_thinking_on_and_off():
    start = "<|im_start|>user\nhi<|im_end|>\n<|im_start|>assistant\n"
    assert render([USER], [], thinking=True) == f"{start}<think>\n"
    assert render([USER], [], thinking=False) == f"{start}<think></think>"


def test_reasoning_of_earlier_turns_is_dropped_and_that_of_this_turn_kept():
    old = {"role": "assistant", "content": "yes", "reasoning_content": "OLD"}
    new = {"role": "assistant", "reasoning_content": "NEW", "tool_calls": [call('{"n": 3}')]}
    result = {"role": "tool", "content": "done"}
    prompt = render([USER, old, USER, new, result, result], [], thinking=True)
    response = "<tool_response>\ndone\n</tool_response>\n"
    assert prompt == (
        "<|im_start|>user\nhi<|im_end|>\n"
        "<|im_start|>assistant\n<think></think>yes<|im_end|>\n"
        "<|im_start|>user\nhi<|im_end|>\n"
        "<|im_start|>assistant\n<think>\nNEW\n</think>\n<tool_call>\n<function=go>\n"
        "<parameter=n>\n3\n</parameter>\n</function>\n</tool_call>\n<|im_end|>\n"
        f"<|im_start|>user\n{response}{response}<|im_end|>\n"
        "<|im_start|>assistant\n<think>\n"
    )


def test_tools_are_declared_in_the_system_turn():
    schema = {"properties": {"n": {"type": "integer"}}, "required": ["n"]}
    function = {"name": "go", "description": " Goes. ", "parameters": schema}
    system = {"role": "system", "content": "Be kind."}
    prompt = render([system, USER], [{"function": function}], thinking=True)
    assert prompt.startswith(
        "<|im_start|>system\nBe kind.\n\n# Tools\n\n<tools>\n<function>\n<name>go</name>\n"
        "<description>Goes.</description>\n<parameters>\n<parameter>\n<name>n</name>\n"
        '<schema>{"type": "integer"}</schema>\n</parameter>\n<required>["n"]</required>\n'
        "</parameters>\n</function>\n</tools>"
    )


def test_what_references_point_to_is_written_once():
    names = {f"p{n}": {"$ref": "#/$defs/point"} for n in range(50)}
    point = {"type": "array", "description": "where it is " * 20}
    schema = {"properties": names, "$defs": {"point": point}}
    prompt = render([USER], [{"function": {"name": "go", "parameters": schema}}], thinking=True)
    assert prompt.count("where it is where it is") == 10
    assert prompt.count("#/$defs/point") == 50
    assert "<defs>" in prompt


def test_arguments_that_are_no_object_are_refused():
    with pytest.raises(RefusalError, match="arguments"):
        render([USER, {"role": "assistant", "tool_calls": [call("[1")]}], [], thinking=True)
