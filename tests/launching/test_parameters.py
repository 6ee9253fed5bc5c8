import pytest
import yaml

from physai_sim.core.errors import PhysAIError

NODE = """
- let: {{name: n, value: "3"}}
- let: {{name: f, value: "2.5"}}
- let: {{name: t, value: "true"}}
- let: {{name: l, value: "[1, 2]"}}
- let: {{name: e, value: ""}}
- let: {{name: m, value: "{{a: 1}}"}}
- let: {{name: bad, value: "no: ["}}
- node: {{exec: foo, param: [{{name: p, {given}}}]}}
"""


@pytest.fixture
def value_of(commands_of):
    """`value_of("value: 1")`: the value of a parameter that is given so, as the node reads it."""

    def value(given):
        [words] = commands_of(NODE.format(given=given))
        return yaml.safe_load(words[-1])["/**"]["ros__parameters"]["p"]

    return value


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("value: 1", 1),
        ("value: 1.5", 1.5),
        ("value: true", True),
        ("value: text", "text"),
        ('value: "1"', "1"),  # a text without substitution stays one
        ('value: "$(var n)"', 3),
        ('value: "$(var n)", type: str', "3"),
        ('value: "$(var n)", type: float', 3.0),
        ('value: "$(var n)", type: int', 3),
        ('value: "$(var f)"', 2.5),
        ('value: "$(var t)"', True),
        ('value: "$(var t)", type: str', "true"),
        ('value: "$(var l)"', [1, 2]),
        ('value: "$(var e)"', ""),
        ('value: "$(var m)", type: str', "{a: 1}"),
        ('value: "$(var f)", type: yaml', 2.5),
        ("value: [a, b]", ["a", "b"]),
        ('value: [a, "$(var n)x"]', ["a", "3x"]),
        ('value: ["$(var n)", "$(var n)"]', [3, 3]),
        ('value: ["$(var n)"], type: list_of_float', [3.0]),
        ('value: ["$(var n)"], type: list_of_str', ["3"]),
        ("value: [true, false], type: list_of_bool", [True, False]),
    ],
)
def test_a_parameter_has_the_type_that_launch_ros_would_give_it(value_of, given, expected):
    value = value_of(given)
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize(
    "given",
    [
        'value: "$(var f)", type: int',
        'value: "$(var e)", type: int',
        'value: "$(var n)", type: bool',
        "value: 1, type: float",
        "value: 1.5, type: int",
        'value: "1", type: int',
        "value: [1, 2.0]",
        'value: [1, "$(var f)"]',
        'value: "$(var m)"',
        'value: "$(var bad)"',
        'value: "$(var l)", type: list_of_int',  # launch_ros wants a list there
        "value: [1], type: int",
        "value: null",
        "value: [[1]]",
        "value: {a: 1}",
    ],
)
def test_a_value_of_another_type_is_refused_with_its_place(value_of, given):
    with pytest.raises(
        PhysAIError, match=r"it\.launch\.yaml:\d+: launch\.7\.node\.param\.0\.value"
    ):
        value_of(given)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("value: 1, type: double", "unknown type, got 'double'"),
        ("value: 1, from: x", "one of `name` and `from`"),
        ("type: int", "a parameter has a `value`"),
        ("value: 1, param: [{name: a, value: 1}]", "a parameter has a `value`"),
        ("value: 1, colour: red", "<param> has no such attribute, got 'colour'"),
    ],
)
def test_a_parameter_is_given_in_one_way(value_of, given, says):
    with pytest.raises(PhysAIError) as caught:
        value_of(given)
    assert says in str(caught.value)


def test_nested_parameters_are_joined_by_dots(commands_of):
    [words] = commands_of("""
        - node:
            exec: foo
            param:
            - name: a
              param:
              - {name: b, value: 1}
              - {name: c, param: [{name: d, value: x}]}
    """)
    found = {}
    for text in words[words.index("--params-file") + 1 :: 2]:
        found |= yaml.safe_load(text)["/**"]["ros__parameters"]
    assert found == {"a.b": 1, "a.c.d": "x"}


def test_a_file_is_handed_on_and_substituted_only_if_it_says_so(commands_of, tmp_path):
    file = tmp_path / "p.yaml"
    file.write_text("/**: {ros__parameters: {a: $(var x)}}\n", encoding="utf-8")
    [words] = commands_of(f"""
        - let: {{name: x, value: "5"}}
        - node:
            exec: foo
            param:
            - {{from: "{file}"}}
            - {{from: "{file}", allow_substs: true}}
    """)
    assert words[-3:] == [str(file), "--params-file", "/**: {ros__parameters: {a: 5}}\n"]


def test_a_file_that_is_missing_is_refused(commands_of):
    with pytest.raises(PhysAIError, match=r"no parameter file, got '/lost\.yaml'"):
        commands_of("- node: {exec: foo, param: [{from: /lost.yaml}]}")
