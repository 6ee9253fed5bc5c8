"""What is nested too deeply is refused before anything walks it."""

import pytest

from policies.planning.hybrid.serving.nesting import DEPTH, read_json
from policies.planning.hybrid.serving.refusal import RefusalError


@pytest.mark.parametrize(("opened", "closed"), [("[", "]"), ('{"a":', "}")])
def test_nesting_has_a_limit(opened, closed):
    def nested(depth):
        return opened * depth + "1" + closed * depth

    assert read_json(nested(DEPTH), where="here")
    for depth in (DEPTH + 1, 900, 100_000):
        with pytest.raises(RefusalError, match="here: "):
            read_json(nested(depth), where="here")


@pytest.mark.parametrize(
    "text",
    [
        b"{",
        b"",
        b"NaN",
        b"[Infinity]",
        b'"\\ud800"',
        '{"a": "\\udfff"}',
        b'"\xed\xa0\x80"',
        '"text"'.encode("utf-16"),
    ],
)
def test_what_is_no_json_or_no_text_is_refused(text):
    with pytest.raises(RefusalError, match="here: not JSON"):
        read_json(text, where="here")


def test_two_halves_that_are_escaped_are_a_character():
    assert read_json(b'"\\ud83e\\udd16"', where="here") == "\U0001f916"
