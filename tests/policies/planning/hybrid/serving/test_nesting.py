"""What is nested too deeply is refused before anything walks it."""

import pytest

from policies.planning.hybrid.serving.nesting import DEPTH, read_json
from policies.planning.hybrid.serving.refusal import RefusalError


@pytest.mark.parametrize(("opened", "closed"), [("[", "]"), ('{"a":', "}")])
def test_nesting_has_a_limit(opened, closed):
    def nested(depth):
        return opened * depth + "1" + closed * depth

    assert read_json(nested(DEPTH), where="here")
    for depth in (DEPTH + 1, 900, 100_000):
        with pytest.raises(RefusalError, match="here: "):
            read_json(nested(depth), where="here")


def test_what_is_no_json_is_refused():
    with pytest.raises(RefusalError, match="here: not JSON"):
        read_json(b"{", where="here")
