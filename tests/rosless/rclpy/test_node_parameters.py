import pytest
from rcl_interfaces.msg import (
    IntegerRange,
    ParameterDescriptor,
    ParameterEvent,
    ParameterValue,
    SetParametersResult,
)
from rclpy.exceptions import (
    InvalidParameterException,
    InvalidParameterTypeException,
    InvalidParameterValueException,
    ParameterAlreadyDeclaredException,
    ParameterImmutableException,
    ParameterNotDeclaredException,
    ParameterUninitializedException,
)
from rclpy.parameter import Parameter

DOMAIN = 151
DYNAMIC = ParameterDescriptor(dynamic_typing=True)
READ_ONLY = ParameterDescriptor(read_only=True)


@pytest.fixture
def node(company):
    return company(DOMAIN).node("node")


def test_a_declared_parameter_has_its_value(node):
    assert node.declare_parameter("a.b", 5).value == 5
    assert node.get_parameter("a.b").value == 5
    assert node.has_parameter("a.b")
    assert not node.has_parameter("a")


def test_a_value_from_the_command_line_or_the_program_wins(company):
    words = ("--ros-args", "-p", "a:=1", "-p", "b:=1", "-p", "other:a:=7")
    node = company(DOMAIN, *words).node("node", parameter_overrides=[Parameter("b", value=2)])
    assert node.declare_parameter("a", 0).value == 1
    assert node.declare_parameter("b", 0).value == 2
    assert node.declare_parameter("c", 0).value == 0
    assert node.declare_parameter("d", 3, ignore_override=True).value == 3


def test_the_arguments_of_a_node_win_over_those_of_the_process(company):
    nodes = company(DOMAIN, "--ros-args", "-p", "a:=1", "-p", "b:=1")
    node = nodes.node("node", cli_args=["--ros-args", "-p", "a:=2"])
    assert [p.value for p in node.declare_parameters("", [("a", 0), ("b", 0)])] == [2, 1]
    apart = nodes.node("apart", use_global_arguments=False)
    assert apart.declare_parameter("a", 0).value == 0


def test_a_value_of_the_wrong_type_is_refused(company):
    node = company(DOMAIN, "--ros-args", "-p", "speed:=1", "-p", "names:=[]").node("node")
    with pytest.raises(InvalidParameterTypeException, match="expecting type 'DOUBLE'"):
        node.declare_parameter("speed", 1.0)
    empty = node.declare_parameter("names", ["a"])
    assert (empty.type_, list(empty.value)) == (Parameter.Type.STRING_ARRAY, [])


def test_several_parameters_are_declared_under_a_name(node):
    found = node.declare_parameters(
        "arm", [("a", 1), ("b", Parameter.Type.DOUBLE), ("c", "x", ParameterDescriptor())]
    )
    assert [p.name for p in found] == ["arm.a", "arm.b", "arm.c"]
    with pytest.raises(ParameterAlreadyDeclaredException, match=r"arm\.a"):
        node.declare_parameter("arm.a", 1)


@pytest.mark.parametrize(
    ("arguments", "error", "reason"),
    [
        (("", 1), InvalidParameterException, "Invalid parameter name"),
        (("a", None, ParameterDescriptor()), ValueError, "statically typed parameter"),
        (("a", Parameter.Type.NOT_SET), ValueError, "type NOT_SET"),
        (("a", Parameter.Type.BOOL, DYNAMIC), ValueError, "dynamic_typing=True"),
        (("a", {}), TypeError, "allowed types"),
        (("a", 1, "about"), TypeError, "not a ParameterDescriptor"),
        ((5, 1), TypeError, "not a str"),
    ],
)
def test_a_declaration_that_makes_no_sense_is_refused(node, arguments, error, reason):
    with pytest.raises(error, match=reason):
        node.declare_parameter(*arguments)
    assert not node.has_parameter("a")


def test_a_name_alone_declares_a_parameter_of_any_type_with_a_warning(node):
    with pytest.warns(UserWarning, match="only providing its name is deprecated"):
        node.declare_parameter("a")
    assert node.get_parameter("a").value is None
    assert node.set_parameters([Parameter("a", value="text")])[0].successful


def test_a_parameter_without_a_value_cannot_be_read(node):
    node.declare_parameter("a", Parameter.Type.INTEGER)
    with pytest.raises(ParameterUninitializedException, match="'a' is not initialized"):
        node.get_parameter("a")
    other = Parameter("other", value=1)
    assert node.get_parameter_or("a", other) is other
    assert node.get_parameter_or("b").type_ is Parameter.Type.NOT_SET
    node.set_parameters([Parameter("a", value=3)])
    assert node.get_parameter_or("a", other).value == 3


def test_undeclared_parameters_are_refused_unless_they_are_allowed(company):
    nodes = company(DOMAIN)
    strict, free = nodes.node("strict"), nodes.node("free", allow_undeclared_parameters=True)
    for use in (
        strict.get_parameter,
        strict.get_parameter_type,
        strict.describe_parameter,
        strict.undeclare_parameter,
        lambda name: strict.set_parameters([Parameter(name, value=1)]),
    ):
        with pytest.raises(ParameterNotDeclaredException, match="a"):
            use("a")
    assert free.get_parameter("a").type_ is Parameter.Type.NOT_SET
    assert free.get_parameter_type("a") is Parameter.Type.NOT_SET
    assert free.describe_parameter("a") == ParameterDescriptor()
    assert free.set_parameters_atomically([Parameter("a", value=1)]).successful
    assert free.set_parameters_atomically([Parameter("a", value="x")]).successful
    assert free.get_parameter("a").value == "x"
    free.set_parameters([Parameter("a")])
    assert not free.has_parameter("a")


def test_a_read_only_parameter_stays_what_it_is(node):
    node.declare_parameter("a", 1, READ_ONLY)
    (result,) = node.set_parameters([Parameter("a", value=2)])
    assert not result.successful
    assert "read-only" in result.reason
    with pytest.raises(ParameterImmutableException):
        node.undeclare_parameter("a")
    with pytest.raises(ParameterImmutableException):
        node.set_descriptor("a", ParameterDescriptor())


def test_a_value_out_of_range_is_refused(node):
    limits = ParameterDescriptor(integer_range=[IntegerRange(from_value=0, to_value=5)])
    with pytest.raises(InvalidParameterValueException, match="out of range"):
        node.declare_parameter("a", 9, limits)
    node.declare_parameter("a", 2, limits)
    assert not node.set_parameters_atomically([Parameter("a", value=9)]).successful
    assert node.get_parameter("a").value == 2


def test_one_descriptor_may_describe_several_parameters(node):
    about = ParameterDescriptor(description="a gain")
    node.declare_parameter("p", 1.0, about)
    node.declare_parameter("n", 1, about)
    described = node.describe_parameters(["p", "n"])
    assert [d.name for d in described] == ["p", "n"]
    assert [d.type for d in described] == [3, 2]
    assert about.name == ""


def test_all_of_several_parameters_are_set_or_none(node):
    node.declare_parameters("", [("a", 1), ("b", 1)])
    refused = node.set_parameters_atomically([Parameter("a", value=2), Parameter("b", value="x")])
    assert not refused.successful
    assert node.get_parameter("a").value == 1
    results = node.set_parameters([Parameter("a", value=2), Parameter("b", value="x")])
    assert [result.successful for result in results] == [True, False]
    assert node.get_parameter("a").value == 2


def test_callbacks_change_object_and_are_told_in_their_turn(node):
    node.declare_parameters("", [("a", 1), ("b", 1)])
    told = []

    def before(parameters):
        told.append("before")
        return [*parameters, Parameter("b", value=7)]

    def during(parameters):
        told.append("during")
        return SetParametersResult(successful=parameters[0].value != 13, reason="unlucky")

    def after(parameters):
        told.append([(p.name, p.value) for p in parameters])

    node.add_pre_set_parameters_callback(before)
    node.add_on_set_parameters_callback(during)
    node.add_post_set_parameters_callback(after)
    assert node.set_parameters([Parameter("a", value=2)])[0].successful
    assert told == ["before", "during", [("a", 2), ("b", 7)]]
    refused = node.set_parameters([Parameter("a", value=13)])[0]
    assert (refused.successful, refused.reason) == (False, "unlucky")
    assert node.get_parameter("a").value == 2
    node.remove_pre_set_parameters_callback(before)
    node.remove_on_set_parameters_callback(during)
    node.remove_post_set_parameters_callback(after)
    told.clear()
    node.set_parameters([Parameter("a", value=13)])
    assert told == []


def test_a_callback_that_leaves_nothing_to_set_is_told_so(node):
    node.declare_parameter("a", 1)
    node.add_pre_set_parameters_callback(lambda _: [])
    result = node.set_parameters_atomically([Parameter("a", value=2)])
    assert not result.successful
    assert "parameter list cannot be empty" in result.reason


def test_a_callback_may_refuse_a_declaration(node):
    node.add_on_set_parameters_callback(
        lambda _: SetParametersResult(successful=False, reason="no more")
    )
    with pytest.raises(InvalidParameterValueException, match="no more"):
        node.declare_parameter("a", 1)
    assert not node.has_parameter("a")


def test_parameters_are_found_by_group(node):
    node.declare_parameters("arm", [("p", 1.0), ("i.max", 2.0)])
    node.declare_parameter("armour", 1)
    found = node.get_parameters_by_prefix("arm")
    assert {name: p.value for name, p in found.items()} == {"p": 1.0, "i.max": 2.0}
    assert set(node.get_parameters_by_prefix("")) >= {"arm.p", "armour", "use_sim_time"}


def test_names_are_listed_by_group_and_depth(node):
    node.declare_parameters("arm", [("p", 1.0), ("i.max", 2.0), ("i.deep.er", 1)])
    assert set(node.list_parameters(["arm"], 0).names) == {"arm.p", "arm.i.max", "arm.i.deep.er"}
    assert node.list_parameters(["arm"], 1).names == ["arm.p"]
    assert node.list_parameters(["arm.i.max"], 1).names == ["arm.i.max"]
    everything = node.list_parameters([], 0)
    assert {"arm.i.deep", "arm"} <= set(everything.prefixes)
    assert "arm.p" not in node.list_parameters([], 1).names
    with pytest.raises(ValueError, match="greater than or equal to zero"):
        node.list_parameters([], -1)
    with pytest.raises(TypeError, match="list of str"):
        node.list_parameters("arm", 0)


def test_a_new_descriptor_needs_a_value_that_fits(node):
    node.declare_parameter("a", 7)
    limits = ParameterDescriptor(type=2, integer_range=[IntegerRange(from_value=0, to_value=5)])
    with pytest.raises(InvalidParameterValueException, match="out of range"):
        node.set_descriptor("a", limits)
    assert node.get_parameter("a").value == 7
    assert node.set_descriptor("a", limits, ParameterValue(type=2, integer_value=5)).type == 2
    assert node.get_parameter("a").value == 5
    assert node.describe_parameter("a").integer_range == limits.integer_range


def test_what_is_given_from_outside_may_declare_parameters(company):
    words = ("--ros-args", "-p", "a.b:=1", "-p", "use_sim_time:=true")
    node = company(DOMAIN, *words).node(
        "node", automatically_declare_parameters_from_overrides=True
    )
    assert node.get_parameter("a.b").value == 1
    assert node.get_parameter("use_sim_time").value is True


def test_changes_are_published_for_all(company):
    nodes = company(152)
    heard, events = nodes.node("listener"), []
    heard.create_subscription(ParameterEvent, "/parameter_events", events.append, 10)
    node = nodes.node("node", namespace="/ns")
    publisher = node._rcl_parameter_event_publisher
    nodes.spin_until(lambda: publisher.get_subscription_count() > 0)
    node.declare_parameter("a", 1, DYNAMIC)
    node.set_parameters([Parameter("a", value=2)])
    node.set_parameters([Parameter("a")])
    nodes.spin_until(lambda: any(event.deleted_parameters for event in events))
    new, changed, deleted = [event for event in events if event.node == "/ns/node"][-3:]
    assert [p.value.integer_value for p in new.new_parameters] == [1]
    assert [p.value.integer_value for p in changed.changed_parameters] == [2]
    assert [p.name for p in deleted.deleted_parameters] == ["a"]
