import pytest

from physai_sim.core.errors import PhysAIError
from physai_sim.core.yaml_source import parse_yaml
from physai_sim.launching import actions as tags
from physai_sim.launching.tags import launch_actions, read_launch_file


def read(text):
    return launch_actions(parse_yaml(text, name="f.yaml"))


def refusal(text):
    with pytest.raises(PhysAIError) as caught:
        read(text)
    assert len(str(caught.value).splitlines()) == 1
    return str(caught.value)


def test_each_tag_becomes_its_action():
    text = """\
launch:
- arg: {name: a, default: "1", description: what, choice: [{value: "1"}, {value: "2"}]}
- let: {name: b, value: c}
- set_env: {name: b, value: c}
- unset_env: {name: b}
- push_ros_namespace: {namespace: n}
- push-ros-namespace: {namespace: n}
- set_parameter: {name: p, value: "1"}
- log: {message: m}
- include: {file: f, arg: [{name: x, value: y}]}
- group: [{log: {message: m}}]
- group: {scoped: false, children: [{keep: {name: k, value: v}}]}
- executable: {cmd: ls -l}
- node: {exec: e}
- shutdown: {reason: enough}
"""
    kinds = [type(action) for action in read(text)]
    assert kinds == [
        *(tags.Argument, tags.Let, tags.SetEnvironment, tags.SetEnvironment),
        *(tags.PushNamespace, tags.PushNamespace, tags.SetParameter, tags.Log, tags.Include),
        *(tags.Group, tags.Group, tags.Executable, tags.Node, tags.Shutdown),
    ]
    argument = read(text)[0]
    assert (argument.name, argument.description, argument.choices) == ("a", "what", ("1", "2"))
    assert not read(text)[10].scoped


@pytest.mark.parametrize(
    "tag", ["timer", "node_container", "set_remap", "reset", "append_env", "nod", "param", "arg2"]
)
def test_a_tag_that_is_not_known_is_refused_by_name_with_its_line(tag):
    text = refusal(f"launch:\n- log: {{message: m}}\n- {tag}: {{}}\n")
    assert text.startswith(f"f.yaml:3: launch.1.{tag}: unknown tag, got '{tag}'")
    assert "known: arg, executable, group, include, let, log, node, push-ros-namespace" in text


@pytest.mark.parametrize(
    "attribute",
    ["color: red", "node-name: n", "ros_arguments: x", "sigquit_timeout: 1.0", "machine: m"],
)
def test_an_attribute_that_is_not_known_is_refused_with_those_that_are(attribute):
    text = refusal(f"launch:\n- node: {{exec: e, {attribute}}}\n")
    name = attribute.split(":")[0]
    assert f"f.yaml:2: launch.0.node.{name}: <node> has no such attribute" in text
    assert "respawn_max_retries" in text


@pytest.mark.parametrize(
    ("tag", "says"),
    [
        ("arg: {name: x, default: 5}", "launch.0.arg.default: wrong type, got 5; expected text"),
        ("arg: {}", "<arg> lacks 'name'"),
        ("log: {}", "<log> lacks 'message'"),
        ("log: hello", "wrong content, got 'hello'"),
        ("log: {message: m, if: true}", "log.if: wrong type, got True; expected text"),
        ('log: {message: m, if: "1", unless: "0"}', "`if` and `unless` exclude each other"),
        ("node: {exec: e, respawn: true}", "node.respawn: wrong type, got True"),
        ("node: {exec: e, respawn_delay: 1}", "expected seconds with a decimal point"),
        ("node: {exec: e, respawn_delay: -1.0}", "out of range, got -1.0"),
        ("node: {exec: e, sigterm_timeout: .inf}", "out of range, got inf"),
        ("node: {exec: e, respawn_max_retries: 2.5}", "expected an integer"),
        ("node: {exec: e, shell: 'true'}", "expected true or false, without quotes"),
        ("node: {exec: e, on_exit: restart}", "got 'restart'; expected shutdown"),
        ("node: {exec: e, remap: {from: a, to: b}}", "expected a list of mappings"),
        ("node: {exec: e, remap: [{from: a}]}", "<remap> lacks 'to'"),
        ("node: {exec: e, remap: [{from: a, to: b, if: 'true'}]}", "<remap> has no such"),
        ('node: {exec: e, args: "it\'s"}', "cannot be split into words"),
        ("node: {exec: e, args: $(var}", "lacks its ')'"),
        ("group: {}", "<group> lacks 'children'"),
        ("group: {children: [x]}", "each item is one tag, got 'x'"),
        ("group: [{log: {message: m}, let: {name: a, value: b}}]", "each item is one tag"),
        ("include: {file: f, arg: [{name: a}]}", "<arg> lacks 'value'"),
    ],
)
def test_what_ros_would_refuse_is_refused_here(tag, says):
    assert says in refusal(f"launch:\n- {tag}\n")


@pytest.mark.parametrize(
    "text", ["a: 1", "launch: 5", "launch: {a: 1}", "launch: []\nother: []", "launch: [5]"]
)
def test_a_file_that_is_no_launch_file_is_refused(text):
    assert refusal(text).startswith("f.yaml")


@pytest.mark.parametrize("name", ["it.launch.py", "it.launch.xml", "it.launch"])
def test_python_and_xml_files_are_refused_by_name(tmp_path, name):
    (tmp_path / name).touch()
    with pytest.raises(PhysAIError, match=f"^{name}: not a YAML launch file"):
        read_launch_file(tmp_path / name)


def test_a_node_says_where_it_stands_even_below_a_group():
    text = "launch:\n- group:\n  - group:\n      children:\n      - node: {exec: 5}\n"
    assert refusal(text).startswith("f.yaml:5: launch.0.group.0.group.children.0.node.exec: wrong")
