from rcl_interfaces.msg import IntegerRange, ParameterDescriptor

from physai_sim.ros.inspect.descriptors import document, text


def test_a_descriptor_tells_limits_and_constraints():
    told = document(
        ParameterDescriptor(
            name="steps",
            type=2,
            description="how many",
            additional_constraints="even",
            read_only=True,
            integer_range=[IntegerRange(from_value=2, to_value=8, step=2)],
        )
    )
    assert told["range"] == {"min": 2, "max": 8, "step": 2}
    assert text(told) == (
        "Parameter name: steps\n  Type: integer\n  Description: how many\n  Constraints:\n"
        "    Read only: true\n    Min value: 2\n    Max value: 8\n    Step: 2\n"
        "    Additional constraints: even"
    )


def test_what_is_not_limited_says_nothing_of_limits():
    told = document(ParameterDescriptor(name="on", type=1))
    assert told["range"] is None
    assert text(told) == "Parameter name: on\n  Type: boolean\n  Constraints:"
