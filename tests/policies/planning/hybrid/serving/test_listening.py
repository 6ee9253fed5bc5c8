"""Where a server listens, and how it ends."""

import threading
import time

import pytest

pytest.importorskip("llguidance", reason="llguidance is missing (make setup-planner)")
pytest.importorskip("uvicorn", reason="uvicorn is missing (make setup-planner)")
httpx = pytest.importorskip("httpx", reason="httpx is missing (make setup-planner)")

from physai_sim.core.errors import ConfigError  # noqa: E402
from policies.planning.hybrid.serving.app import Server  # noqa: E402
from policies.planning.hybrid.serving.limits import Limits  # noqa: E402
from policies.planning.hybrid.serving.listening import Listener, bound  # noqa: E402
from policies.planning.hybrid.serving.prepare import Preparer  # noqa: E402

ASK = {"model": "m", "messages": [{"role": "user", "content": "hi"}], "enable_thinking": False}


@pytest.fixture
def listens(tokenizer, fake_engine):
    """A server that says one letter each 10 ms; gives (URL, how it is told to end, engine)."""
    engine = fake_engine(tokenizer.encode("x" * 3000), 0.01)
    server, told = Server(engine, Preparer(tokenizer, Limits()), model="m"), []
    with bound("127.0.0.1", 0) as socket:
        web = Listener(server, told=told.append)
        thread = threading.Thread(target=web.serve_at, args=(socket,))
        thread.start()
        while not told:
            time.sleep(0.01)

        def end():
            web.should_exit = True

        yield told[0], end, engine
        end()
        thread.join()


def test_an_answer_under_way_is_told_of_the_end(listens):
    url, end, engine = listens
    body = ASK | {"stream": True}
    with httpx.stream("POST", f"{url}/chat/completions", json=body) as answer:
        lines = (line for line in answer.iter_lines() if line)
        next(lines)
        end()
        last = list(lines)[-1]
    assert "the server is closing" in last
    assert '"code": "service_unavailable"' in last
    assert engine.tickets[0].is_cancelled


def test_a_whole_answer_under_way_is_told_of_the_end(listens):
    url, end, _ = listens
    threading.Timer(0.3, end).start()
    answer = httpx.post(f"{url}/chat/completions", json=ASK)
    assert answer.status_code == 503
    assert "the server is closing" in answer.json()["error"]["message"]


def test_who_waits_for_a_prompt_is_told_of_the_end_at_once(listens, monkeypatch):
    url, end, _ = listens
    held = threading.Event()
    monkeypatch.setattr(Preparer, "prepare", lambda *given: held.wait(30))
    threading.Timer(0.3, end).start()
    began = time.monotonic()
    answer = httpx.post(f"{url}/chat/completions", json=ASK, timeout=30)
    held.set()
    assert time.monotonic() - began < 20
    assert answer.status_code == 503
    assert "the server is closing" in answer.json()["error"]["message"]


def test_who_asks_while_it_closes_is_refused(serve):
    address, server, _ = serve("x")
    server.close()
    answer = httpx.post(f"{address}/v1/chat/completions", json=ASK)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert "the server is closing" in answer.text
    health = httpx.get(f"{address}/health")
    assert (health.status_code, health.json()["status"]) == (503, "closing")


def test_an_address_that_cannot_be_had_is_named():
    with bound("127.0.0.1", 0) as first:
        first.listen()
        with pytest.raises(ConfigError, match="cannot listen there"):
            bound("127.0.0.1", first.getsockname()[1]).__enter__()
    with pytest.raises(ConfigError, match="no such address"):
        bound("nowhere.invalid", 1).__enter__()


def test_an_ipv6_address_is_told_in_brackets(tokenizer, fake_engine):
    server, told = Server(fake_engine(), Preparer(tokenizer, Limits()), model="m"), []
    web = Listener(server, told=told.append)
    web.should_exit = True
    try:
        with bound("::1", 0) as socket:
            web.serve_at(socket)
    except ConfigError:
        pytest.skip("this machine has no IPv6")
    assert told[0].startswith("http://[::1]:")
