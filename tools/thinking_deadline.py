"""Measures how well reasoning keeps a deadline: `python tools/thinking_deadline.py [COUNT]`.

A tiny model with random weights is asked, through the real engine, for reasoning that would go on
and for an answer of as many tokens as the deadline keeps time for. Printed are the ends of the
reasoning and of the answer, in milliseconds after the deadline; below 0 they came before it.
COUNT is of requests, 20 if not told.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import torch

from policies.planning.hybrid.engine.ticket import Ticket
from policies.planning.hybrid.serving.app import Server
from policies.planning.hybrid.serving.protocol import ChatRequest
from policies.planning.hybrid.serving.start import ServeOptions, made
from policies.planning.hybrid.serving.thinking import RESERVE

COUNT, DEADLINE_MS, NEW = 20, 2000, 4000
TOGETHER = (1, 4)  # requests at once

Ends = list[tuple[float, float]]


def main() -> None:
    """Print a line for each number of requests at once."""
    torch.set_num_threads(1)
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    server = made(ServeOptions(preset="tiny", slots=max(TOGETHER)))
    try:
        for together in TOGETHER:
            ends = measure(server, count=count, deadline_ms=DEADLINE_MS, together=together)
            for line in told(ends, together):
                sys.stdout.write(f"{line}\n")
    finally:
        server.close()


def measure(server: Server, *, count: int, deadline_ms: int, together: int) -> Ends:
    """Ends of reasoning and of the answer, milliseconds after the deadline, of each request.

    Args:
        server: Asked without HTTP.
        count: Requests.
        deadline_ms: Of each.
        together: How many are asked at once.
    """
    found: Ends = []
    with ThreadPoolExecutor(together) as readers:
        while len(found) < count:
            since = time.monotonic()
            asked = [_asked(len(found) + index, deadline_ms) for index in range(together)]
            requests = [server.preparer.prepare(one, since)[0] for one in asked]
            tickets = [server.engine.submit(request) for request in requests]
            close = server.preparer.tokenizer.specials["</think>"]
            due = since + deadline_ms / 1000
            found += readers.map(lambda ticket: _ends(ticket, close, due), tickets)  # noqa: B023
    return found


def told(ends: Ends, together: int) -> list[str]:
    """Medians and worst of both ends, a line each."""
    reasoning, answer = zip(*ends, strict=True)
    head = f"{len(ends)} requests, {together} at once"
    return [f"{head}, {_told('</think>', reasoning)}", f"{head}, {_told('the end', answer)}"]


def _told(name: str, late_ms: Sequence[float]) -> str:
    median, worst = statistics.median(late_ms), max(late_ms)
    late = sum(end > 0 for end in late_ms)
    return (
        f"{name} after the deadline: median {median:.0f} ms, worst {worst:.0f} ms, {late} too late"
    )


def _asked(seed: int, deadline_ms: int) -> ChatRequest:
    """Reasoning that nothing but time ends, as the likeliest tokens are no `</think>`."""
    given = {
        "model": "tiny",
        "messages": [{"role": "user", "content": f"Question {seed}"}],
        "max_tokens": NEW,
        "temperature": 0.0,
        "deadline_ms": deadline_ms,
        # The end of the answer is a token too.
        "response_format": {"type": "regex", "regex": f"a{{{RESERVE - 1}}}"},
    }
    return ChatRequest.model_validate(given)


def _ends(ticket: Ticket, close: int, due: float) -> tuple[float, float]:
    reasoning = None
    for event in ticket.events():
        if reasoning is None and event.token == close:
            reasoning = time.monotonic() - due
    if reasoning is None:
        raise RuntimeError("no reasoning ended")
    return 1000 * reasoning, 1000 * (time.monotonic() - due)


if __name__ == "__main__":
    main()
