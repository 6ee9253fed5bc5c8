import json
import sys

import pytest

from physai_sim.cli import live


def test_a_domain_that_does_not_exist_is_refused(refused, monkeypatch):
    monkeypatch.setenv("ROS_DOMAIN_ID", "233")
    text = refused("topic", "list")
    assert "cannot join the ROS domain: " in text
    assert "233" in text


def test_without_ros_and_what_stands_in_for_it_a_line_says_so(refused, monkeypatch):
    monkeypatch.setitem(sys.modules, "physai_sim.ros.inspect.session", None)
    monkeypatch.delattr("physai_sim.ros.inspect.session", raising=False)
    text = refused("node", "list")
    assert "cannot talk to nodes: " in text
    assert "expected ROS 2, or the package cyclonedds" in text


def test_names_are_printed_with_their_types_when_they_are_asked_for(capsys):
    found = [("/a", ["x/msg/Y"]), ("/b", ["x/msg/Y", "x/msg/Z"])]
    live.print_names_and_types(found, show_types=True, as_json=False)
    assert capsys.readouterr().out == "/a [x/msg/Y]\n/b [x/msg/Y, x/msg/Z]\n"
    live.print_names_and_types(found, show_types=False, as_json=False)
    assert capsys.readouterr().out == "/a\n/b\n"
    live.print_names_and_types(found, show_types=False, as_json=True)
    assert json.loads(capsys.readouterr().out)[0] == {"name": "/a", "types": ["x/msg/Y"]}


def test_a_document_with_infinity_is_json_that_any_reader_takes(capsys):
    live.print_json({"rate_hz": float("inf")})

    def refuse(text):
        pytest.fail(text)

    found = json.loads(capsys.readouterr().out, parse_constant=refuse)
    assert found == {"rate_hz": "Infinity"}


def test_a_notice_leaves_standard_output_alone(capsys):
    live.notice("waiting")
    assert capsys.readouterr() == ("", "physai: waiting\n")
