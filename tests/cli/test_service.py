import json

import pytest

pytestmark = pytest.mark.slow

DOMAIN = 45
ADD = ("service", "call", "/lab/add", "example_interfaces/srv/AddTwoInts")


def test_the_services_of_others_are_listed_with_their_types(ask):
    done = ask("service", "list", "-t")
    assert (done.code, done.err) == (0, "")
    assert "/lab/add [example_interfaces/srv/AddTwoInts]\n" in done.out
    assert "_action" not in done.out
    assert "/_physai" not in done.out
    hidden = ask("service", "list", "--include-hidden-services").out
    assert "/lab/fibonacci/_action/send_goal\n" in hidden


def test_type_and_name_of_a_service_are_found_by_each_other(ask):
    assert ask("service", "type", "lab/add").out == "example_interfaces/srv/AddTwoInts\n"
    assert ask("service", "find", "example_interfaces/AddTwoInts").out == "/lab/add\n"
    assert ask("service", "find", "std_srvs/srv/Empty").out == ""


def test_a_call_prints_request_and_response(ask):
    done = ask(*ADD, "{a: 40, b: 2}")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "requester: making request: example_interfaces.srv.AddTwoInts_Request(a=40, b=2)\n\n"
        "response:\nexample_interfaces.srv.AddTwoInts_Response(sum=42)\n"
    )


def test_a_call_gives_one_json_document(ask):
    found = json.loads(ask(*ADD, "{a: -5}", "--json").out)
    assert found == {"request": {"a": -5, "b": 0}, "response": {"sum": -5}}


def test_a_service_that_is_not_there_is_waited_for(ask):
    done = ask("service", "call", "/lab/ad", "std_srvs/srv/Trigger", "--timeout", "0.5")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("physai: waiting for the service /lab/ad\n")
    assert "no service within 0.5 s, got '/lab/ad'; did you mean '/lab/add'? (known: /" in done.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([*ADD, "{c: 1}"], "AddTwoInts_Request: no such field, got 'c'"),
        ([*ADD, "{a: much}"], "AddTwoInts_Request: a value does not fit"),
        ([*ADD[:3], "std_srvs/srv/Trigger"], "/lab/add: is of another type, got 'std_srvs/srv/T"),
        (
            [*ADD[:3], "std_srvs/srv/Triger"],
            "unknown service type, got 'std_srvs/srv/Triger'; ",
        ),
        (
            ["service", "type", "/lab/ad"],
            "no such service, got '/lab/ad'; did you mean '/lab/add'",
        ),
        (
            ["service", "find", "std_srv/srv/Empty"],
            "unknown service type, got 'std_srv/srv/Empt",
        ),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_line(told_off, words, says):
    assert says in told_off(*words)
