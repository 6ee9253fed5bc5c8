"""Clients that leave, that are too many, or that ask wrongly."""

import pytest

openai = pytest.importorskip("openai", reason="openai is missing (make setup-planner)")
httpx = pytest.importorskip("httpx", reason="httpx is missing (make setup-planner)")

HELD = 3  # two that run and one that waits
MANY = 800


@pytest.fixture
def long(letters):
    """An answer that is not soon at its end."""
    return {"response_format": letters(MANY), "extra": {"enable_thinking": False}}


def test_a_client_that_leaves_a_stream_frees_its_slot(ask, long, comes_to_rest):
    before = comes_to_rest()
    stream = ask(stream=True, **long)
    for _ in range(3):
        next(iter(stream))
    stream.close()
    assert comes_to_rest() < before + MANY


def test_a_client_that_leaves_a_whole_answer_frees_its_slot_too(ask, long, comes_to_rest):
    before = comes_to_rest()
    with pytest.raises(openai.APITimeoutError):
        ask(timeout=0.3, **long)
    assert comes_to_rest() < before + MANY


def test_a_client_that_leaves_while_it_waits_leaves_the_queue(
    ask, long, served, wait_for, comes_to_rest
):
    stats = served[1].engine.stats
    streams = [ask(stream=True, **long) for _ in range(HELD - 1)]
    wait_for(lambda: stats()["running"] == HELD - 1)
    with pytest.raises(openai.APITimeoutError):
        ask(timeout=0.3, **long)
    wait_for(lambda: stats()["waiting"] == 0)
    assert stats()["running"] == HELD - 1
    for stream in streams:
        stream.close()
    comes_to_rest()


def test_answers_go_on_while_others_wait(ask, long, served, comes_to_rest):
    streams = [ask(stream=True, **long) for _ in range(HELD)]
    flows = [iter(stream) for stream in streams[: HELD - 1]]
    for _ in range(20):
        assert all(next(flow).choices for flow in flows)
    assert served[1].engine.stats()["waiting"] == 1
    for stream in streams:
        stream.close()
    comes_to_rest()


def test_one_too_many_is_told_when_to_come_again(ask, long, comes_to_rest):
    streams = [ask(stream=True, **long) for _ in range(HELD)]
    with pytest.raises(openai.RateLimitError) as caught:
        ask()
    for stream in streams:
        stream.close()
    assert caught.value.response.headers["retry-after"] == "1"
    assert caught.value.body["code"] == "rate_limit_exceeded"
    comes_to_rest()
    assert ask(max_tokens=2).usage.completion_tokens == 2


def test_who_asks_wrongly_is_told_so_by_the_right_error(served, client, ask, comes_to_rest):
    url, headers = f"{served[0]}/chat/completions", {"Authorization": "Bearer secret"}
    with pytest.raises(openai.AuthenticationError):
        client.with_options(api_key="wrong").models.list()
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("other")
    assert client.models.retrieve("tiny").id == "tiny"
    with pytest.raises(openai.BadRequestError, match="messages: too many tokens"):
        ask(messages=[{"role": "user", "content": "x" * 2000}])
    form = {"type": "json_schema", "json_schema": {"name": "s", "schema": {"enum": []}}}
    with pytest.raises(openai.BadRequestError, match="Unsatisfiable"):
        ask(response_format=form)
    long = httpx.post(url, headers=headers, content=b"x" * 60_000)
    assert (long.status_code, long.json()["error"]["param"]) == (413, "body")
    assert httpx.post(url, headers=headers, content=b"{").status_code == 400
    raw = httpx.post(url, headers=headers, content=b'{"model": "\\ud800"}')
    assert (raw.status_code, "not JSON" in raw.text) == (400, True)
    comes_to_rest()


def test_health_tells_what_the_engine_does(served, comes_to_rest):
    drawn = comes_to_rest()
    told = httpx.get(served[0].removesuffix("/v1") + "/health").json()
    assert (told["status"], told["requests"]) == ("ok", 0)
    assert told["engine"]["generated"] == drawn
