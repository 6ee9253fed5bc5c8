"""A refusal in OpenAI's shape."""

from http import HTTPStatus

from policies.planning.hybrid.serving.refusal import RefusalError


def test_a_refusal_says_whose_fault_it_is():
    ours = RefusalError("x", status=HTTPStatus.INTERNAL_SERVER_ERROR).body["error"]
    theirs = RefusalError("x", where="n", got=2).body["error"]
    assert ours["type"] == "server_error"
    assert ours["param"] is None
    assert theirs["type"] == "invalid_request_error"
    assert theirs["param"] == "n"


def test_what_may_be_tried_again_says_when():
    full = RefusalError("x", status=HTTPStatus.TOO_MANY_REQUESTS)
    assert full.headers == {"Retry-After": "1"}
    assert full.body["error"]["code"] == "rate_limit_exceeded"
    assert RefusalError("x").headers == {}
    assert RefusalError("x").coded("model_not_found").body["error"]["code"] == "model_not_found"
