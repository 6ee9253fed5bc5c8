"""Answers of the real engine, whole and streamed."""

import json
import threading

import pytest

SCHEMA = {
    "type": "object",
    "properties": {"x": {"type": "integer", "minimum": 0, "maximum": 99}},
    "required": ["x"],
    "additionalProperties": False,
}
TOOL = {"type": "function", "function": {"name": "go", "parameters": SCHEMA}}
PLAIN = {"enable_thinking": False}


def text_of(chunks, key="content"):
    deltas = [chunk.choices[0].delta for chunk in chunks if chunk.choices]
    return "".join(getattr(delta, key, None) or "" for delta in deltas)


def test_a_whole_answer_tells_text_end_and_tokens(letters, ask):
    answer = ask(max_tokens=30, extra=PLAIN, response_format=letters(50))
    assert answer.choices[0].finish_reason == "length"
    assert answer.choices[0].message.content == "a" * 30
    assert answer.usage.completion_tokens == 30
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + 30
    assert answer.usage.completion_tokens_details.reasoning_tokens == 0


def test_a_stream_says_the_same_as_the_whole(ask):
    whole = ask(max_tokens=40, extra={"thinking_budget": 8})
    chunks = list(
        ask(
            max_tokens=40,
            extra={"thinking_budget": 8},
            stream=True,
            stream_options={"include_usage": True},
        )
    )
    message = whole.choices[0].message
    assert text_of(chunks) == (message.content or "")
    assert text_of(chunks, "reasoning_content") == message.reasoning_content
    assert chunks[-2].choices[0].finish_reason == whole.choices[0].finish_reason
    assert chunks[-1].usage.completion_tokens == whole.usage.completion_tokens


@pytest.mark.parametrize("budget", [0, 1, 12])
def test_reasoning_ends_within_its_budget(letters, ask, budget):
    answer = ask(max_tokens=60, extra={"thinking_budget": budget}, response_format=letters(7))
    thought = answer.usage.completion_tokens_details.reasoning_tokens
    assert thought <= budget
    assert answer.choices[0].message.content == "a" * 7
    # One token ends the reasoning, and one the answer.
    assert answer.usage.completion_tokens == thought + 9


def test_a_deadline_ends_reasoning_that_would_go_on(letters, ask):
    answer = ask(max_tokens=800, extra={"deadline_ms": 600}, response_format=letters(7))
    assert answer.usage.completion_tokens_details.reasoning_tokens < 790
    assert answer.choices[0].message.content == "a" * 7


@pytest.mark.parametrize("is_streamed", [False, True])
def test_a_forced_call_has_arguments_by_its_schema(ask, is_streamed):
    forced = {"type": "function", "function": {"name": "go"}}
    more = {"tools": [TOOL], "tool_choice": forced, "extra": PLAIN}
    found = ask(max_tokens=300, stream=is_streamed, **more)
    if is_streamed:
        chunks = list(found)
        calls = [c for chunk in chunks for c in chunk.choices[0].delta.tool_calls or ()]
        reason = chunks[-1].choices[0].finish_reason
    else:
        calls = found.choices[0].message.tool_calls
        reason = found.choices[0].finish_reason
    (call,) = calls
    assert reason == "tool_calls"
    assert call.function.name == "go"
    assert 0 <= json.loads(call.function.arguments)["x"] <= 99


@pytest.mark.parametrize("extra", [PLAIN, {"thinking_budget": 5}])
def test_a_schema_is_kept_also_after_reasoning(ask, extra):
    form = {"type": "json_schema", "json_schema": {"name": "s", "schema": SCHEMA}}
    answer = ask(max_tokens=300, response_format=form, extra=extra, temperature=0.7)
    assert answer.choices[0].finish_reason == "stop"
    assert list(json.loads(answer.choices[0].message.content)) == ["x"]


def test_streams_side_by_side_say_what_each_says_alone(ask):
    def said(seed):
        return list(ask(max_tokens=60, stream=True, seed=seed, extra=PLAIN))

    alone = [text_of(said(seed)) for seed in (5, 6)]
    beside = {}
    threads = [
        threading.Thread(target=lambda seed=seed: beside.update({seed: text_of(said(seed))}))
        for seed in (5, 6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [beside[5], beside[6]] == alone
