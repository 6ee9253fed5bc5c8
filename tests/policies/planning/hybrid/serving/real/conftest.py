"""The real engine behind the real server, in a thread, asked by OpenAI's own client."""

import threading
import time
from contextlib import contextmanager

import pytest

SLOTS, QUEUE = 2, 1
HELLO = [{"role": "user", "content": "Hello"}]


@pytest.fixture(scope="session")
def wait_for():
    def wait(is_so, seconds=20.0):
        until = time.monotonic() + seconds
        while not is_so():
            assert time.monotonic() < until
            time.sleep(0.01)

    return wait


@pytest.fixture(scope="session")
def start(wait_for):
    """Starts a tiny model with random weights until a block ends; gives (address, server)."""
    torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")
    for package in ("uvicorn", "fastapi", "llguidance"):
        pytest.importorskip(package, reason=f"{package} is missing (make setup-planner)")
    from policies.planning.hybrid.serving.limits import Limits
    from policies.planning.hybrid.serving.listening import Listener, bound
    from policies.planning.hybrid.serving.start import ServeOptions, made

    sizes = {"prompt_tokens": 900, "new_tokens": 900, "context_tokens": 1024}
    limits = Limits(body_bytes=50_000, requests=SLOTS + QUEUE, **sizes)

    @contextmanager
    def running(**more):
        threads = torch.get_num_threads()
        torch.set_num_threads(1)
        given = {"preset": "tiny", "port": 0, "key": "secret", "slots": SLOTS, "limits": limits}
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

    return running


@pytest.fixture(scope="session")
def served(start):
    """One server for all tests."""
    with start() as found:
        yield found


@pytest.fixture
def client(served):
    openai = pytest.importorskip("openai", reason="openai is missing (make setup-planner)")
    with openai.OpenAI(base_url=served[0], api_key="secret", max_retries=0) as made_client:
        yield made_client


@pytest.fixture
def ask(client):
    def create(*, messages=HELLO, extra=None, **more):
        given = {"model": "tiny", "messages": messages, "seed": 1, "extra_body": extra or {}}
        return client.chat.completions.create(**given | more)

    return create


@pytest.fixture
def comes_to_rest(served, wait_for):
    """Waits until nothing runs; gives how many tokens were drawn so far."""

    def wait():
        server = served[1]
        wait_for(lambda: server.running == 0 and server.engine.stats()["free_slots"] == SLOTS)
        return server.engine.stats()["generated"]

    return wait


@pytest.fixture(scope="session")
def letters():
    """A format that a random model cannot end early: so many letters."""
    return lambda count: {"type": "regex", "regex": f"a{{{count}}}"}
