from pathlib import Path

import pytest

from physai_sim.core.errors import PhysAIError
from physai_sim.launching.scope import Scope
from physai_sim.launching.substitutions import substitute, truth
from physai_sim.launching.templates import parse_template


@pytest.fixture
def given():
    """`given("$(var a)")`: the text where a is A1 and the variable of the environment E is e."""
    scope = Scope(Path("/files"), {"a": "A1", "empty": ""}, {"E": "e"})
    return lambda text: substitute(parse_template(text, where="f:4"), scope)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x $(var a)$(var empty)y", "x A1y"),
        ("$(var b c)", "c"),
        ("$(var a $(var lost))", "A1"),
        ("$(env E)", "e"),
        ("$(env F 'a b')", "a b"),
        ("$(env F '')", ""),
        ("$(env F $(var a))", "A1"),
        ("$(dirname)/x", "/files/x"),
        ("$(not false) $(not 1)", "true false"),
        ("$(and true 1) $(and true false) $(or 0 1) $(or 0 false)", "true false true false"),
        ("$(equals 1 1.0) $(equals True 1) $(equals a A) $(equals 0.1 0.10000000001)",
         "true true false true"),
        ("$(not-equals a b)", "true"),
        ("$(if true $(var a) $(var lost))", "A1"),
        ("$(if false x)", ""),
        ("""$(eval "'$(var a)' + '!'")""", "A1!"),
        ("$(eval 1.0*3)", "3.0"),
    ],
)  # fmt: skip
def test_substitutions_give_what_they_give_in_ros(given, text, value):
    assert given(text) == value


def test_packages_give_their_folders_and_programs(given, prefix):
    assert given("$(find-pkg-share demo)/launch") == f"{prefix}/share/demo/launch"
    assert given("$(find-pkg-prefix demo)") == str(prefix)
    assert given("$(exec-in-pkg talk demo)") == str(prefix / "lib/demo/talk")


def test_anonymous_names_are_unique_but_the_same_within_a_launch():
    one, other = Scope(Path()), Scope(Path())
    names = [
        substitute(parse_template("$(anon talk)", where=""), scope)
        for scope in (one, one, one.copy(), other)
    ]
    assert names[0] == names[1] == names[2] != names[3]
    assert names[0].startswith("talk_")
    assert names[0].isidentifier()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("$(var b)", "variable is not set, got 'b'"),
        ("$(var ampty)", "did you mean 'empty'"),
        ("$(env F)", "environment variable is not set, got 'F'"),
        ("$(command 'rm -rf /')", "not run (it would run any program"),
        ("$(optenv A)", "ROS 2 writes $(env NAME default)"),
        ("$(find demo)", "ROS 2 writes $(find-pkg-share PACKAGE)"),
        ("$(vra a)", "unknown substitution, got 'vra'; did you mean 'var'"),
        ("$(var)", "$(var): wrong number of arguments, got 0; expected 1 to 2"),
        ("$(dirname x)", "wrong number of arguments, got 1; expected 0"),
        ("$(not maybe)", "not a condition, got 'maybe'; expected true, false, 1 or 0"),
        ("$(and false maybe)", "not a condition"),
        ("$(exec-in-pkg replay_node physai_sim)", "has no file"),
    ],
)
def test_what_cannot_be_substituted_is_refused_with_its_place(given, monkeypatch, text, says):
    monkeypatch.delenv("AMENT_PREFIX_PATH", raising=False)
    with pytest.raises(PhysAIError) as caught:
        given(text)
    assert says in str(caught.value)
    assert str(caught.value).startswith("f:4: ")


@pytest.mark.parametrize(("text", "value"), [("true", True), (" TRUE ", True), ("0", False)])
def test_conditions_take_four_words_in_any_case(text, value):
    assert truth(text, where="") is value
