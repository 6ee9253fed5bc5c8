import importlib
import sys

import pytest

from physai_sim.rosless.interfaces import Finder, get_class, register

register(
    {
        "finder_msgs/msg/FirstOne": "bool a\n",
        "finder_msgs/srv/AskIt": "---\n",
        "finder_msgs/action/DoIt": "---\n---\n",
    }
)


def test_classes_are_imported_by_name():
    from finder_msgs.action import DoIt, DoIt_Feedback
    from finder_msgs.msg import FirstOne
    from finder_msgs.srv import AskIt, AskIt_Request

    assert FirstOne is get_class("finder_msgs/msg/FirstOne")
    assert AskIt.Request is AskIt_Request
    assert DoIt.Feedback is DoIt_Feedback


def test_modules_of_single_interfaces_are_there_as_in_rosidl():
    module = importlib.import_module("finder_msgs.msg._first_one")
    assert module.FirstOne is get_class("finder_msgs/msg/FirstOne")
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("finder_msgs.msg._second")


def test_a_star_brings_all():
    space = {}
    exec("from finder_msgs.srv import *", space)
    assert {"AskIt", "AskIt_Request", "AskIt_Response"} <= space.keys()


def test_packages_lead_to_their_modules():
    package = importlib.import_module("finder_msgs")
    importlib.import_module("finder_msgs.msg")
    assert package.msg.FirstOne(a=True).a
    assert "FirstOne" in dir(package.msg)


@pytest.mark.parametrize("name", ["nobody_msgs", "finder_msgs.idl", "finder_msgs.msg.FirstOne.x"])
def test_what_does_not_exist_is_not_served(name):
    assert Finder().find_spec(name) is None


def test_a_missing_name_is_an_import_error():
    with pytest.raises(ImportError, match="Nothing"):
        from finder_msgs.msg import Nothing  # noqa: F401


def test_a_missing_name_suggests_the_closest():
    module = importlib.import_module("finder_msgs.msg")
    with pytest.raises(AttributeError, match="did you mean 'finder_msgs/msg/FirstOne'"):
        _ = module.FirstOn
    with pytest.raises(AttributeError, match=r"no attribute '__wrapped__'$"):
        _ = module.__wrapped__


def test_a_definition_that_is_wrong_is_said_at_import():
    register({"broken_msgs/msg/Lost": "nowhere_msgs/Thing thing\n"})
    with pytest.raises(LookupError, match="broken_msgs/msg/Lost, field 'thing'"):
        from broken_msgs.msg import Lost  # noqa: F401


def test_what_is_registered_after_the_import_is_found():
    from finder_msgs import msg

    register({"finder_msgs/msg/Late": "bool a\n"})
    assert msg.Late() == msg.Late()


def test_the_finder_is_asked_last():
    found = [type(finder).__name__ for finder in sys.meta_path if not isinstance(finder, type)]
    assert "Finder" in found
    assert importlib.util.find_spec("json").origin.endswith("json/__init__.py")
