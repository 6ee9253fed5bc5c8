"""The server, asked by OpenAI's own client over loopback."""

import threading

import pytest

openai = pytest.importorskip("openai", reason="openai is missing (make setup-planner)")
httpx = pytest.importorskip("httpx", reason="httpx is missing (make setup-planner)")
pytest.importorskip("fastapi", reason="fastapi is missing (make setup-planner)")

from policies.planning.hybrid.serving.limits import Limits  # noqa: E402
from policies.planning.hybrid.serving.prepare import Preparer  # noqa: E402

ASK = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}
TOOL = {
    "type": "function",
    "function": {
        "name": "go",
        "parameters": {"type": "object", "properties": {"n": {"type": "integer"}}},
    },
}
CALL = "<tool_call>\n<function=go>\n<parameter=n>\n3\n</parameter>\n</function>\n</tool_call>"


def client_of(address, key="none"):
    return openai.OpenAI(base_url=f"{address}/v1", api_key=key, max_retries=0)


def post(address, **changes):
    return httpx.post(f"{address}/v1/chat/completions", json=ASK | changes, timeout=60)


def test_reasoning_is_told_apart_from_the_answer_and_tokens_are_counted(serve):
    address, server, _ = serve("hm\n</think>\nGood day")
    with client_of(address) as client:
        answer = client.chat.completions.create(**ASK)
    message = answer.choices[0].message
    assert (message.content, message.reasoning_content) == ("Good day", "hm\n")
    assert answer.choices[0].finish_reason == "stop"
    assert answer.usage.completion_tokens == len("hm\n\nGood day") + 2
    assert server.running == 0


def test_a_stream_brings_the_same_and_usage_in_the_end(serve):
    address, _, _ = serve("hm\n</think>\nGood day")
    with client_of(address) as client:
        chunks = list(
            client.chat.completions.create(
                **ASK, stream=True, stream_options={"include_usage": True}
            )
        )
    deltas = [chunk.choices[0].delta for chunk in chunks if chunk.choices]
    assert "".join(delta.content or "" for delta in deltas) == "Good day"
    thought = [getattr(delta, "reasoning_content", None) or "" for delta in deltas]
    assert "".join(thought) == "hm\n"
    assert chunks[-1].usage.completion_tokens > 0


@pytest.mark.parametrize("choice", ["auto", "required"])
def test_a_call_streams_as_a_call(serve, choice):
    address, _, _ = serve(CALL)
    with client_of(address) as client:
        chunks = list(
            client.chat.completions.create(
                **ASK,
                tools=[TOOL],
                tool_choice=choice,
                stream=True,
                extra_body={"enable_thinking": False},
            )
        )
    calls = [c for chunk in chunks for c in chunk.choices[0].delta.tool_calls or ()]
    assert [(c.function.name, c.function.arguments) for c in calls] == [("go", '{"n": 3}')]
    assert chunks[-1].choices[0].finish_reason == "tool_calls"


def test_what_is_wrong_is_said_in_one_line(serve):
    address, _, _ = serve("x")
    url = f"{address}/v1/chat/completions"
    unsatisfiable = {"type": "integer", "minimum": 5, "maximum": 1}
    form = {"type": "json_schema", "json_schema": {"name": "s", "schema": unsatisfiable}}
    answers = {
        "JSON": (httpx.post(url, content=b"{"), 400),
        "long": (httpx.post(url, content=b" " * 30_000), 413),
        "n": (post(address, n=2), 400),
        "logprobs": (post(address, logprobs=True), 400),
        "mystery": (post(address, mystery=1), 400),
        "no such model": (post(address, model="other"), 404),
        "response_format": (post(address, response_format=form), 400),
        "max_tokens": (post(address, max_tokens=10**6), 400),
        "no such route": (httpx.get(f"{address}/nowhere"), 404),
    }
    for words, (answer, status) in answers.items():
        assert answer.status_code == status, words
        message = answer.json()["error"]["message"]
        assert words in message
        assert "\n" not in message
        assert "Traceback" not in message


def test_a_full_queue_is_told_to_come_later(serve):
    from policies.planning.hybrid.serving.limits import Limits

    address, server, _ = serve("x", limits=Limits(requests=1))
    server.running = 1
    assert post(address).status_code == 429


def test_a_key_is_asked_for(serve):
    address, _, _ = serve("</think>x", key="secret")
    assert post(address).status_code == 401
    with client_of(address, "wrong") as client, pytest.raises(openai.AuthenticationError):
        client.models.list()
    with client_of(address, "secret") as client:
        assert [model.id for model in client.models.list()] == ["m"]
    assert httpx.get(f"{address}/health").json()["status"] == "ok"


def test_what_takes_too_long_to_prepare_is_refused_and_others_go_on(serve, monkeypatch):
    held, plain = threading.Event(), Preparer.prepare

    def slow(self, asked, since):
        if asked.seed == 1:
            held.wait(30)
        return plain(self, asked, since)

    monkeypatch.setattr(Preparer, "prepare", slow)
    address, server, _ = serve("x", limits=Limits(prepare_s=3.0))
    refused = post(address, seed=1)
    assert refused.status_code == 400
    assert "takes too long to prepare" in refused.json()["error"]["message"]
    assert post(address, seed=2).status_code == 200
    held.set()
    assert server.running == 0


def test_a_method_that_a_route_has_not_is_told_with_those_it_has(serve):
    address, _, _ = serve("x")
    told = httpx.get(f"{address}/v1/chat/completions")
    assert told.status_code == 405
    assert told.headers["allow"] == "POST"
    assert "not by this method" in told.json()["error"]["message"]
