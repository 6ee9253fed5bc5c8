import pytest

from policies.control._keys import REPEAT_S, TAP_S, HeldKeys, KeyReader


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        (b"w", ["w"]),
        (b"WaSd", ["w", "a", "s", "d"]),
        (b" \t\r\n", ["space", "tab", "enter", "enter"]),
        (b"\x7f\x08", ["backspace", "backspace"]),
        (b"\x1b[A\x1b[B\x1b[C\x1b[D", ["w", "s", "d", "a"]),
        (b"\x1bOA\x1bOD", ["w", "a"]),
        (b"\x1b[1;2A", ["w"]),
        (b"\x1b[5~\x1b[6~", ["r", "f"]),
        (b"\x1b[15~\x1b[200~x", ["x"]),
        (b"\x01\xff\xc3\xa4\x00", []),
        (b"\x1b\x1b[A", ["escape", "w"]),
        (b"\x1bq", ["escape", "q"]),
        (b"", []),
    ],
)
def test_bytes_are_keys(data, keys):
    assert KeyReader().feed(data) == keys


@pytest.mark.parametrize("parts", [(b"\x1b", b"[A"), (b"\x1b[", b"A"), (b"a\x1b[1;", b"2A")])
def test_a_sequence_that_comes_in_parts_is_one_key(parts):
    reader = KeyReader()
    first, second = (reader.feed(part) for part in parts)
    assert first == (["a"] if parts[0].startswith(b"a") else [])
    assert second == ["w"]


def test_escape_is_a_key_if_nothing_follows():
    reader = KeyReader()
    assert reader.feed(b"\x1b") == []
    assert reader.feed(b"") == ["escape"]
    assert reader.feed(b"") == []


def test_a_press_acts_until_repeats_would_come_and_fades():
    held = HeldKeys()
    held.press("w", 10.0)
    strengths = [held.strength("w", 10.0 + share * TAP_S) for share in (0, 0.1, 0.5, 0.9, 1.0)]
    assert strengths[:2] == [1.0, 1.0]
    assert strengths == sorted(strengths, reverse=True)
    assert 0.0 < strengths[3] < 0.3
    assert strengths[4] == 0.0


def test_a_key_that_is_held_acts_on_and_ends_soon_after_the_last_repeat():
    held = HeldKeys()
    held.press("w", 0.0)
    for index in range(20):
        now = 0.5 + index * 0.033
        held.press("w", now)
        assert held.strength("w", now + 0.03) == 1.0
    assert held.strength("w", now + REPEAT_S + 1e-6) == 0.0


def test_of_two_keys_against_each_other_the_last_one_acts():
    held = HeldKeys()
    assert held.axis("d", "a", 0.0) == 0.0
    held.press("d", 0.0)
    assert held.axis("d", "a", 0.0) == 1.0
    held.press("a", 0.05)
    assert held.axis("d", "a", 0.05) == -1.0
    assert held.axis("w", "s", 0.05) == 0.0


def test_all_can_be_let_go():
    held = HeldKeys()
    held.press("d", 0.0)
    held.release_all()
    assert held.strength("d", 0.0) == 0.0
