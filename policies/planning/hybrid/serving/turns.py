"""Where turns of a conversation end, so that the engine can go on from there.

A state of a recurrent model cannot be cut back, and the reasoning of an answer is dropped once
the user speaks again: what two turns of a conversation have in common ends before the answer.
Turns begin with a special token, which no text around it can change; so they are found in the
tokens, whichever template wrote them.
"""

from __future__ import annotations

from collections.abc import Sequence

from policies.planning.hybrid.serving.tokenizer import Tokenizer

_ANSWER = b"assistant\n"


def turn_ends(tokens: Sequence[int], tokenizer: Tokenizer) -> tuple[int, ...]:
    """Places before which all is said that an answer answers, ascending.

    Args:
        tokens: Of a prompt, with the answer that is asked for begun.
        tokenizer: That made them.
    """
    start = tokenizer.specials["<|im_start|>"]
    return tuple(
        place
        for place, token in enumerate(tokens)
        if place
        and token == start
        and _begins_answer(tokens[place + 1 : place + 1 + len(_ANSWER)], tokenizer)
    )


def _begins_answer(tokens: Sequence[int], tokenizer: Tokenizer) -> bool:
    # A line break may be one token with those that follow it.
    return b"".join(map(tokenizer.bytes_of, tokens)).startswith(_ANSWER)
