"""Answers as JSON."""

from types import SimpleNamespace

from policies.planning.hybrid.serving.answer import Reasoning
from policies.planning.hybrid.serving.chunks import Writer, usage_of
from policies.planning.hybrid.serving.tool_calls import ToolCall

USAGE = SimpleNamespace(prompt=5, cached=2, generated=3)


def test_deltas_add_up_to_the_message():
    writer = Writer("m")
    for part in (Reasoning("a"), "b", "c", ToolCall("go", "{}")):
        writer.delta(part)
    message = writer.whole("stop", USAGE)["choices"][0]["message"]
    assert (message["reasoning_content"], message["content"]) == ("a", "bc")
    assert message["tool_calls"][0]["function"] == {"name": "go", "arguments": "{}"}


def test_usage_tells_what_the_cache_held():
    usage = usage_of(USAGE)
    assert usage["total_tokens"] == 8
    assert usage["prompt_tokens_details"] == {"cached_tokens": 2}
