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
        while count < self.request.max_new:
            time.sleep(self.engine.pause_s)
            if self.is_cancelled:
                yield Event(None, "cancelled", None, Usage(len(self.request.tokens), 0, count))
                return
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

    def stats(self):
        return {"running": len(self.tickets)}

    def close(self):
        for ticket in self.tickets:
            ticket.cancel()


@pytest.fixture(scope="session")
def tokenizer():
    from policies.planning.hybrid.serving.tokenizer import ByteTokenizer

    return ByteTokenizer(512)


@pytest.fixture
def fake_engine():
    return FakeEngine


@pytest.fixture(scope="session")
def words():
    """Writes a byte-level `tokenizer.json` with a few merges and the special tokens of turns."""

    def write(path, specials=("<|im_start|>", "<|im_end|>", "<think>", "</think>")):
        tokenizers = pytest.importorskip("tokenizers", reason="tokenizers is missing")
        letters = sorted(tokenizers.pre_tokenizers.ByteLevel.alphabet())
        merges = [("a", "s"), ("as", "s"), ("i", "s"), ("h", "i"), ("Ċ", "Ċ"), ("Ġ", "a")]
        found = [*letters, *("".join(pair) for pair in merges)]
        vocabulary = {letter: index for index, letter in enumerate(found)}
        made = tokenizers.Tokenizer(tokenizers.models.BPE(vocabulary, merges))
        made.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
        made.add_special_tokens(list(specials))
        made.save(str(path))

    return write


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
