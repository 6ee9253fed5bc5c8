"""What the engine is asked."""

from policies.planning.hybrid.serving.port import Request, Sampling


def test_a_request_is_greedy_unless_it_says_so_and_keeps_its_session():
    request = Request((1,), 2, Sampling(), frozenset())
    assert request.sampling.temperature == 0
    assert request.keep_session
