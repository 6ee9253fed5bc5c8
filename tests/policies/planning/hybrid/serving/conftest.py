"""An engine that says what a script tells it to, and a server of it on loopback."""

import threading
import time
from dataclasses import dataclass

import pytest


@dataclass
class Usage:
    prompt: int
    cached: int
    generated: int


@dataclass
class Event:
    token: int | None
    finish: str | None
    error: str | None
    usage: Usage


class FakeTicket:
    def __init__(self, engine, request):
        self.engine, self.request, self.is_cancelled = engine, request, False

    def events(self):
        held = self.request.constraints
        count, script = 0, list(self.engine.script)
        while count < self.request.max_new and not self.is_cancelled:
            time.sleep(self.engine.pause_s)
            wanted = script.pop(0) if script else min(self.request.stop_tokens)
            for constraint in held:
                mask = constraint.allowed()
                if mask is not None and not mask[wanted]:
                    wanted = int(mask.argmax())
            for constraint in held:
                constraint.accept(wanted)
            count += 1
            stopped = wanted in self.request.stop_tokens
            finish = "stop" if stopped else "length" if count == self.request.max_new else None
            error = self.engine.error
            finish = "error" if error else finish
            yield Event(wanted, finish, error, Usage(len(self.request.tokens), 0, count))
            if finish:
                return

    def cancel(self):
        self.is_cancelled = True


class FakeEngine:
    def __init__(self, script=(), pause_s=0.0, error=None):
        self.script, self.pause_s, self.error, self.tickets = script, pause_s, error, []

    def submit(self, request):
        self.tickets.append(FakeTicket(self, request))
        return self.tickets[-1]


@pytest.fixture(scope="session")
def tokenizer():
    from policies.planning.hybrid.serving.tokenizer import ByteTokenizer

    return ByteTokenizer(512)


@pytest.fixture
def serve(tokenizer):
    """Starts servers, real ones on loopback; gives (address, server, engine)."""
    pytest.importorskip("llguidance", reason="llguidance is missing (make setup-planner)")
    uvicorn = pytest.importorskip("uvicorn", reason="uvicorn is missing (make setup-planner)")
    from policies.planning.hybrid.serving.app import Server
    from policies.planning.hybrid.serving.limits import Limits
    from policies.planning.hybrid.serving.prepare import Preparer

    started = []

    def start(text="", *, key=None, limits=None, pause_s=0.0, error=None):
        engine = FakeEngine(tokenizer.encode(text), pause_s, error)
        kept = limits or Limits(body_bytes=20_000)
        server = Server(engine, Preparer(tokenizer, kept), model="m", key=key)
        options = uvicorn.Config(server.app(), port=0, log_level="critical", ws="none")
        web = uvicorn.Server(options)
        thread = threading.Thread(target=web.run)
        thread.start()
        started.append((web, thread))
        while not web.started:
            time.sleep(0.01)
        port = web.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}", server, engine

    yield start
    for web, thread in started:
        web.should_exit = True
        thread.join()
