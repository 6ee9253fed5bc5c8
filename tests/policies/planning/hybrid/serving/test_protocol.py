"""Bodies of requests."""

import json

import pytest

pytest.importorskip("pydantic", reason="pydantic is missing")

from policies.planning.hybrid.serving.protocol import parse
from policies.planning.hybrid.serving.refusal import RefusalError

ASK = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}


def body(**changes):
    return json.dumps(ASK | changes).encode()


def test_characters_written_as_two_escapes_are_text():
    raw = body().replace(b'"hi"', rb'"\ud83d\ude00"')
    assert parse(raw).messages[0].content == "\N{GRINNING FACE}"


def test_keys_that_change_nothing_are_ignored():
    assert parse(body(user="me", stop="x")).stops == ("x",)


@pytest.mark.parametrize(
    "changes",
    [
        {"n": 2},
        {"temperature": float("nan")},
        {"messages": []},
        {"top_p": 0},
        {"mystery": 1},
        {"logprobs": True},
        {"max_tokens": 0},
        {"stop": ["a"] * 5},
        {"seed": -1},
    ],
)
def test_a_wrong_key_is_named(changes):
    with pytest.raises(RefusalError) as caught:
        parse(body(**changes))
    assert next(iter(changes)) in str(caught.value)


@pytest.mark.parametrize("raw", [b"", b"[1]", b"\xff", b"[" * 100_000, b'{"model": "\\ud800"}'])
def test_what_is_no_object_is_refused(raw):
    with pytest.raises(RefusalError, match="body"):
        parse(raw)
