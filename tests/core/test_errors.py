import pytest

from physai_sim.core import errors
from physai_sim.core.errors import PhysAIError

KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, PhysAIError) and kind is not PhysAIError
]


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_belongs_to_the_one_tree(kind):
    with pytest.raises(PhysAIError, match=r"^here: bad$"):
        raise kind("bad", where="here")


def test_a_message_says_where_what_got_expected_and_known_in_this_order():
    error = PhysAIError("unknown robot", where="w.yaml:3", got="pnda", known=("panda", "sedan"))
    assert str(error) == (
        "w.yaml:3: unknown robot, got 'pnda'; did you mean 'panda'? (known: panda, sedan)"
    )
    assert str(PhysAIError("bad", got=3, expected="4")) == "bad, got 3; expected 4"


def test_known_names_are_sorted_and_nothing_is_suggested_when_nothing_is_close():
    text = str(PhysAIError("unknown", got="zzz", known=("b", "a")))
    assert "(known: a, b)" in text
    assert "did you mean" not in text


def test_a_falsy_offender_is_shown_too():
    assert str(PhysAIError("bad", got=0)) == "bad, got 0"
    assert str(PhysAIError("bad", got="")) == "bad, got ''"


def test_a_long_offender_is_shortened():
    assert len(str(PhysAIError("bad", got="x" * 10_000))) < 150


@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "a\u2028b"])
def test_a_message_is_always_one_line(text):
    for error in (
        PhysAIError(text),
        PhysAIError("bad", where=text),
        PhysAIError("bad", got=text),
        PhysAIError("bad", expected=text),
    ):
        assert len(str(error).splitlines()) == 1


def test_the_facts_stay_readable_for_programs():
    error = PhysAIError("bad", where="here", got=3, expected="4", known=["b", "a"])
    assert (error.what, error.where, error.got, error.expected) == ("bad", "here", 3, "4")
    assert error.known == ("a", "b")
