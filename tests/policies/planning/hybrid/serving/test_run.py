"""Answers that end otherwise than by themselves."""

import time

import pytest

openai = pytest.importorskip("openai", reason="openai is missing (make setup-planner)")
httpx = pytest.importorskip("httpx", reason="httpx is missing (make setup-planner)")
pytest.importorskip("fastapi", reason="fastapi is missing (make setup-planner)")

ASK = {"model": "m", "messages": [{"role": "user", "content": "hi"}]}


def comes_about(condition, *, seconds=10.0):
    """Whether something becomes true in time."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


def client_of(address):
    return openai.OpenAI(base_url=f"{address}/v1", api_key="none", max_retries=0)


def post(address, **changes):
    return httpx.post(f"{address}/v1/chat/completions", json=ASK | changes)


def test_a_client_that_goes_away_frees_its_slot(serve):
    address, server, engine = serve("x" * 5000, pause_s=0.005)
    changes = {"stream": True, "enable_thinking": False}
    with httpx.stream("POST", f"{address}/v1/chat/completions", json=ASK | changes) as got:
        next(got.iter_lines())
    assert comes_about(lambda: engine.tickets[0].is_cancelled)
    assert comes_about(lambda: server.running == 0)


def test_a_request_that_fails_in_the_engine_is_an_error_also_in_a_stream(serve):
    address, server, _ = serve("x", error="logits are not finite")
    assert post(address).status_code == 500
    with client_of(address) as client, pytest.raises(openai.APIError, match="not finite"):
        list(client.chat.completions.create(**ASK, stream=True))
    assert comes_about(lambda: server.running == 0)  # it is told before its place is free


def test_a_stop_text_ends_the_answer_and_cancels_the_rest(serve):
    address, _, engine = serve("one END two")
    answer = post(address, stop=["END"], enable_thinking=False).json()
    assert answer["choices"][0]["message"]["content"] == "one "
    assert engine.tickets[0].is_cancelled
