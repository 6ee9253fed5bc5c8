"""The real engine behind the real server, asked by OpenAI's own client."""

import json
import threading
import time
from contextlib import contextmanager

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")
for package in ("uvicorn", "fastapi", "llguidance"):
    pytest.importorskip(package, reason=f"{package} is missing (make setup-planner)")
openai = pytest.importorskip("openai", reason="openai is missing (make setup-planner)")
httpx = pytest.importorskip("httpx", reason="httpx is missing (make setup-planner)")

from physai_sim.core.errors import ConfigError  # noqa: E402
from policies.planning.hybrid.serving.chat_template import render  # noqa: E402
from policies.planning.hybrid.serving.limits import Limits  # noqa: E402
from policies.planning.hybrid.serving.listening import Listener, bound  # noqa: E402
from policies.planning.hybrid.serving.start import ServeOptions, made  # noqa: E402

SLOTS, QUEUE = 2, 1
LIMITS = Limits(
    body_bytes=50_000,
    prompt_tokens=900,
    new_tokens=900,
    context_tokens=1024,
    requests=SLOTS + QUEUE,
)
HELLO = [{"role": "user", "content": "Hello"}]
SCHEMA = {
    "type": "object",
    "properties": {"x": {"type": "integer", "minimum": 0, "maximum": 99}},
    "required": ["x"],
    "additionalProperties": False,
}
TOOL = {"type": "function", "function": {"name": "go", "parameters": SCHEMA}}
PLAIN = {"enable_thinking": False}


@contextmanager
def running(**more):
    """A tiny model with random weights; gives (address, server)."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    given = {"preset": "tiny", "port": 0, "key": "secret", "slots": SLOTS, "limits": LIMITS}
    options, told = ServeOptions(**given | more), []
    with bound(options.host, options.port) as socket:
        server = made(options)
        web = Listener(server, told=told.append)
        thread = threading.Thread(target=web.serve_at, args=(socket,))
        thread.start()
        wait_for(lambda: told)
        yield told[0], server
        web.should_exit = True
        thread.join()
    torch.set_num_threads(threads)


@pytest.fixture(scope="module")
def served():
    with running() as found:
        yield found


@pytest.fixture
def client(served):
    with openai.OpenAI(base_url=served[0], api_key="secret", max_retries=0) as made_client:
        yield made_client


@pytest.fixture
def ask(client):
    def create(*, messages=HELLO, extra=None, **more):
        given = {"model": "tiny", "messages": messages, "seed": 1, "extra_body": extra or {}}
        return client.chat.completions.create(**given | more)

    return create


def letters(count):
    """A format that a random model cannot end early."""
    return {"type": "regex", "regex": f"a{{{count}}}"}


def wait_for(is_so, seconds=20.0):
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.01)


def is_idle(server):
    stats = server.engine.stats()
    return (server.running, stats["running"], stats["free_slots"]) == (0, 0, SLOTS)


def text_of(chunks, key="content"):
    deltas = [chunk.choices[0].delta for chunk in chunks if chunk.choices]
    return "".join(getattr(delta, key, None) or "" for delta in deltas)


def test_a_whole_answer_tells_text_end_and_tokens(ask):
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
def test_reasoning_ends_within_its_budget(ask, budget):
    answer = ask(max_tokens=60, extra={"thinking_budget": budget}, response_format=letters(7))
    thought = answer.usage.completion_tokens_details.reasoning_tokens
    assert thought <= budget
    assert answer.choices[0].message.content == "a" * 7
    # One token ends the reasoning, and one the answer.
    assert answer.usage.completion_tokens == thought + 9


def test_a_deadline_ends_reasoning_that_would_go_on(ask):
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


def test_a_client_that_leaves_a_stream_frees_its_slot(ask, served):
    before = served[1].engine.stats()["generated"]
    stream = ask(stream=True, extra=PLAIN, response_format=letters(800))
    for _ in range(3):
        next(iter(stream))
    stream.close()
    wait_for(lambda: is_idle(served[1]))
    assert served[1].engine.stats()["generated"] < before + 800


def test_a_client_that_leaves_a_whole_answer_frees_its_slot_too(served, client):
    before = served[1].engine.stats()["generated"]
    impatient = client.with_options(timeout=0.3)
    with pytest.raises(openai.APITimeoutError):
        impatient.chat.completions.create(
            model="tiny", messages=HELLO, response_format=letters(800), extra_body=PLAIN
        )
    wait_for(lambda: is_idle(served[1]))
    assert served[1].engine.stats()["generated"] < before + 800


def test_one_too_many_is_told_when_to_come_again(ask, served):
    more = {"stream": True, "extra": PLAIN, "response_format": letters(800)}
    streams = [ask(**more) for _ in range(SLOTS + QUEUE)]
    with pytest.raises(openai.RateLimitError) as caught:
        ask()
    for stream in streams:
        stream.close()
    assert caught.value.response.headers["retry-after"] == "1"
    assert caught.value.body["code"] == "rate_limit_exceeded"
    wait_for(lambda: is_idle(served[1]))
    assert ask(max_tokens=2).usage.completion_tokens == 2


def test_who_asks_wrongly_is_told_so_by_the_right_error(served, client, ask):
    url, headers = f"{served[0]}/chat/completions", {"Authorization": "Bearer secret"}
    with pytest.raises(openai.AuthenticationError):
        client.with_options(api_key="wrong").models.list()
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("other")
    assert client.models.retrieve("tiny").id == "tiny"
    with pytest.raises(openai.BadRequestError, match="messages: too many tokens"):
        ask(messages=[{"role": "user", "content": "x" * 2000}])
    long = httpx.post(url, headers=headers, content=b"x" * 60_000)
    assert (long.status_code, long.json()["error"]["param"]) == (413, "body")
    assert httpx.post(url, headers=headers, content=b"{").status_code == 400
    raw = httpx.post(url, headers=headers, content=b'{"model": "\\ud800"}')
    assert (raw.status_code, "not JSON" in raw.text) == (400, True)
    assert is_idle(served[1])


def test_health_tells_what_the_engine_does(served):
    told = httpx.get(served[0].removesuffix("/v1") + "/health").json()
    assert told["status"] == "ok"
    assert told["engine"]["free_slots"] == SLOTS


def test_what_is_served_must_be_said_once():
    for chosen in ({}, {"preset": "tiny", "checkpoint": "x"}):
        with pytest.raises(ConfigError, match="what is to be served"):
            ServeOptions(**chosen)
    with pytest.raises(ConfigError, match="open to other machines"):
        ServeOptions(preset="tiny", host="0.0.0.0")


@pytest.mark.parametrize("batched", [False, True])
def test_a_second_turn_goes_on_from_the_first_and_says_what_a_cold_server_says(batched):
    def turn(create, messages):
        return create(
            model="tiny",
            messages=messages,
            seed=3,
            max_tokens=40,
            extra_body={"thinking_budget": 10},
        )

    def create_of(address):
        return openai.OpenAI(base_url=address, api_key="secret").chat.completions.create

    system = {"role": "system", "content": "Say little. " * 30}
    with running(batched=batched) as (warm, server), running(sessions=0) as (cold, _):
        first = turn(create_of(warm), [system, *HELLO])
        said = first.choices[0].message
        assert said.reasoning_content
        assert first.usage.prompt_tokens_details.cached_tokens == 0
        answer = {"role": "assistant", "content": said.content or ""}
        answer["reasoning_content"] = said.reasoning_content
        second = [system, *HELLO, answer, {"role": "user", "content": "And then?"}]
        again, anew = (turn(create_of(address), second) for address in (warm, cold))
        before = server.preparer.tokenizer.encode(render([system, *HELLO], [], thinking=True))
        # What begins the answer comes after the end of the turn.
        opening = "<|im_start|>assistant\n<think>\n"
        opening = len(server.preparer.tokenizer.encode(opening))
    assert again.usage.prompt_tokens_details.cached_tokens == len(before) - opening
    assert anew.usage.prompt_tokens_details.cached_tokens == 0
    messages = [found.choices[0].message for found in (again, anew)]
    assert messages[0].content == messages[1].content
    assert messages[0].reasoning_content == messages[1].reasoning_content
