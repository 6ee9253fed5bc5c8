import dataclasses
from pathlib import Path

import pytest

from physai_sim.core.errors import ConfigError, UnknownNameError
from physai_sim.generation.curation.curate_request import CurateRequest, form_of

REQUEST = CurateRequest(Path("batch"), Path("out"))


def test_shares_are_shares():
    with pytest.raises(ConfigError, match="--max-likeness: out of range"):
        dataclasses.replace(REQUEST, max_likeness=1.5)
    with pytest.raises(ConfigError, match="--min-survival"):
        dataclasses.replace(REQUEST, min_survival=float("nan"))


def test_an_unknown_form_is_refused_with_the_known_ones():
    with pytest.raises(UnknownNameError, match="did you mean 'lerobot'"):
        form_of("lerobt")


def test_the_digest_tells_what_decides_and_not_where_it_goes():
    def digest(**changes):
        return dataclasses.replace(REQUEST, **changes).facts()["request_sha256"]

    assert digest() == digest(out=Path("elsewhere")) != digest(min_motion=0.5)
