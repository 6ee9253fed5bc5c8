import threading

import pytest

from physai_sim.rosless.interfaces import get_class, names, register


@pytest.mark.parametrize("package", sorted(names()))
def test_every_class_of_a_package_can_be_made(package):
    for name in names()[package]:
        made = get_class(name)
        if "/msg/" in name:
            assert made() == made()
        elif "/srv/" in name:
            assert made.Request() == made.Request()
            assert made.Response() != made.Request()
        else:
            assert made.Goal() == made.Goal()


def test_a_short_name_means_the_message():
    assert get_class("std_msgs/String") is get_class("std_msgs/msg/String")


def test_a_service_has_its_parts():
    service = get_class("std_srvs/srv/SetBool")
    assert service.Request is get_class("std_srvs/srv/SetBool_Request")
    assert service.Event().get_fields_and_field_types() == {
        "info": "service_msgs/ServiceEventInfo",
        "request": "sequence<std_srvs/SetBool_Request, 1>",
        "response": "sequence<std_srvs/SetBool_Response, 1>",
    }
    with pytest.raises(TypeError, match=r"Service classes .*SetBool\.Request\(\)"):
        service()


def test_an_action_has_its_parts():
    action = get_class("example_interfaces/action/Fibonacci")
    goal = action.Impl.SendGoalService.Request(goal=action.Goal(order=3))
    assert goal.goal.order == 3
    assert action.Impl.FeedbackMessage().feedback == action.Feedback()
    assert action.Impl.GetResultService.Response().result == action.Result()
    assert action.Impl.CancelGoalService is get_class("action_msgs/srv/CancelGoal")
    assert action.Impl.GoalStatusMessage is get_class("action_msgs/msg/GoalStatusArray")
    with pytest.raises(TypeError, match="Action classes"):
        action()


def test_constants_belong_to_the_part_that_defines_them():
    action = get_class("control_msgs/action/FollowJointTrajectory")
    assert action.Result.GOAL_TOLERANCE_VIOLATED == -5
    assert not hasattr(action.Goal, "GOAL_TOLERANCE_VIOLATED")


@pytest.mark.parametrize(
    "name", ["std_srvs/srv/SetBol", "std_srvs/srv/SetBool_Rquest", "tf2_msgs/action/Lookup"]
)
def test_an_unknown_interface_is_named_as_asked(name):
    with pytest.raises(LookupError, match=f"unknown interface '{name}'"):
        get_class(name)


@pytest.mark.parametrize("name", ["String", "std_msgs/msg/a/b", "std msgs/msg/X", "../msg/X"])
def test_a_bad_name_is_refused(name):
    with pytest.raises(ValueError, match="bad interface name"):
        get_class(name)


def test_a_definition_that_contains_itself_is_refused():
    register({"loop_msgs/msg/A": "B b\n", "loop_msgs/msg/B": "A[] a\n"})
    with pytest.raises(ValueError, match="loop_msgs/msg/A contains itself"):
        get_class("loop_msgs/msg/A")


def test_threads_get_the_same_class():
    register({"thread_msgs/msg/X": "std_msgs/Header header\n"})
    found = []
    threads = [
        threading.Thread(target=lambda: found.append(get_class("thread_msgs/msg/X")))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1
