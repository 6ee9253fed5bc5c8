import pytest

from physai_sim.core.errors import ConfigError
from physai_sim.launching.arguments import parse_arguments, show_arguments
from physai_sim.launching.evaluation import declared_arguments


def test_words_are_names_and_values():
    given = parse_arguments(["a:=1", "b:=", "c:=x:=y", "a:=2"])
    assert given == {"a": "2", "b": "", "c": "x:=y"}


@pytest.mark.parametrize("word", ["a", "a=1", ":=1", "--a"])
def test_a_word_that_is_no_argument_is_refused(word):
    with pytest.raises(ConfigError, match=r"not a launch argument.*expected NAME:=VALUE"):
        parse_arguments([word])


def test_arguments_are_shown_with_description_choices_and_default(launch_file):
    path = launch_file("""
        - arg: {name: world, default: lane, description: "Where"}
        - arg: {name: mode, choice: [{value: a}, {value: b}]}
        - arg: {name: file, default: "$(find-pkg-share p)/$(env X 'y z')"}
    """)
    assert show_arguments(declared_arguments(path)) == "\n".join([
        "Arguments (pass arguments as '<name>:=<value>'):",
        "",
        "    'world':",
        "        Where",
        "        (default: 'lane')",
        "",
        "    'mode':",
        "        no description given",
        "        one of: 'a', 'b'",
        "",
        "    'file':",
        "        no description given",
        "        (default: '$(find-pkg-share p)/$(env X y z)')",
    ])  # fmt: skip


def test_a_file_without_arguments_says_so(launch_file):
    assert (
        show_arguments(declared_arguments(launch_file("- log: {message: m}"))) == "No arguments."
    )
