"""What an engine refuses before anything runs."""

from __future__ import annotations

from itertools import pairwise

from physai_sim.core.errors import PolicyError
from policies.planning.hybrid.engine.request import Request
from policies.planning.hybrid.state.slots import OutOfSlotsError


def check(request: Request, *, vocabulary: int, room: int) -> None:
    """Refuse a request that can never be answered, and would only disturb others.

    Args:
        request: What is asked.
        vocabulary: Tokens that the model knows.
        room: Tokens that one sequence may hold.

    Raises:
        OutOfSlotsError: If the prompt is longer than the pool has room for.
        PolicyError: If it has no prompt, tokens that are unknown, or places outside of it.
    """
    tokens, ends = request.tokens, request.turn_ends
    if not tokens or request.max_new < 1:
        raise PolicyError("nothing to answer", expected="a prompt and room for a token")
    for place, token in enumerate(tokens):
        if not 0 <= token < vocabulary:
            expected = f"at least 0, less than {vocabulary}"
            raise PolicyError(
                "no such token", where=f"token {place}", got=token, expected=expected
            )
    if len(tokens) >= room:
        expected = f"at most {room - 1} tokens, and room for one more"
        raise OutOfSlotsError("prompt too long", got=len(tokens), expected=expected)
    if any(first >= second for first, second in pairwise((0, *ends, len(tokens)))):
        expected = f"ascending, greater than 0, less than {len(tokens)}"
        raise PolicyError("not the ends of turns", got=ends, expected=expected)
