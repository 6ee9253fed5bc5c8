"""A request is greedy and remembered unless told."""

from policies.planning.hybrid.engine.request import Request, Sampling


def test_a_request_is_greedy_and_kept_unless_told():
    made = Request((1,), 2, Sampling(), frozenset())
    assert (made.sampling.temperature, made.keep_session, made.constraints) == (0.0, True, ())
