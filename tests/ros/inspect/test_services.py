import pytest

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.ros.inspect import services
from physai_sim.ros.inspect.session import LiveError

DOMAIN = 57
ADD = "example_interfaces/srv/AddTwoInts"


def _ignore(line):
    pass


@pytest.mark.slow
def test_a_client_asks_as_often_as_it_likes(live):
    with services.Asker(live, "lab/add", ADD) as asker:
        asker.wait(30.0, _ignore)
        for a in range(3):
            request = services.make_request(ADD, f"{{a: {a}, b: 1}}")
            assert asker.ask(request, 30.0).sum == a + 1


@pytest.mark.slow
def test_a_service_that_nobody_serves_is_told_with_those_that_are_there(live):
    notices = []
    asker = services.Asker(live, "/lab/ad", ADD)
    with asker, pytest.raises(LiveError, match=r"no service within 0.2 s, got '/lab/") as told:
        asker.wait(0.2, notices.append)
    assert "/lab/add" in told.value.known
    assert notices == ["waiting for the service /lab/ad"]


@pytest.mark.slow
def test_an_answer_that_does_not_come_in_time_is_an_error(live):
    asker = services.Asker(live, "/lab/nobody", ADD)
    with asker, pytest.raises(LiveError, match=r"/lab/nobody did not answer within 0.2 s"):
        asker.ask(services.make_request(ADD, ""), 0.2)


@pytest.mark.slow
def test_services_are_found_by_their_type(live):
    assert services.find(live, ADD) == ["/lab/add"]
    assert services.types(live, "/lab/add") == [ADD]
    with pytest.raises(UnknownNameError, match="/lab/add: is of another type"):
        services.Asker(live, "/lab/add", "std_srvs/srv/Empty")


def test_a_request_is_made_of_yaml():
    request = services.make_request(ADD, "{a: 2}")
    assert (request.a, request.b) == (2, 0)
    with pytest.raises(ConfigError, match="AddTwoInts_Request: a value does not fit"):
        services.make_request(ADD, "{a: 1.5.2}")
