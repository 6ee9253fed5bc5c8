"""A request is greedy and names no turns unless told."""

from policies.planning.hybrid.engine.request import Request, Sampling


def test_a_request_is_greedy_and_names_no_turns_unless_told():
    made = Request((1,), 2, Sampling(), frozenset())
    assert (made.sampling.temperature, made.turn_ends, made.constraints) == (0.0, (), ())
