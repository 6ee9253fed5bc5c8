"""A server from its options; what it answers is tried in `real`."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")
for package in ("uvicorn", "fastapi", "llguidance"):
    pytest.importorskip(package, reason=f"{package} is missing (make setup-planner)")

from physai_sim.core.errors import (  # noqa: E402
    CheckpointError,
    ConfigError,
    MachineError,
    UnknownNameError,
)
from policies.planning.hybrid.engine.request import Request, Sampling  # noqa: E402
from policies.planning.hybrid.serving import start  # noqa: E402
from policies.planning.hybrid.serving.limits import Limits  # noqa: E402
from policies.planning.hybrid.serving.source import draw  # noqa: E402
from policies.planning.hybrid.serving.start import ServeOptions, made  # noqa: E402


def test_what_is_served_must_be_said_once():
    for chosen in ({}, {"preset": "tiny", "checkpoint": "x"}):
        with pytest.raises(ConfigError, match="what is to be served"):
            ServeOptions(**chosen)
    with pytest.raises(ConfigError, match="open to other machines"):
        ServeOptions(preset="tiny", host="0.0.0.0")


def test_its_name_is_the_one_given_or_the_folders_or_the_presets(tmp_path):
    folder = tmp_path / "nano"
    assert ServeOptions(checkpoint=folder).model == "nano"
    assert ServeOptions(checkpoint=folder, name="n").model == "n"
    assert ServeOptions(preset="tiny").model == "tiny"


def test_every_slot_has_room_for_the_context(tmp_path):
    limits = Limits(context_tokens=100, prompt_tokens=100, requests=3)
    server = made(ServeOptions(preset="tiny", slots=2, limits=limits))
    try:
        assert server.engine.stats()["free_slots"] == 2
        assert server.preparer.limits == limits
    finally:
        server.close()


def test_states_and_keys_may_have_fewer_bits():
    limits = Limits(context_tokens=100, prompt_tokens=100)
    sizes = {"preset": "tiny", "slots": 1, "limits": limits}
    served = draw("tiny", 0, dtype=torch.float32, device=torch.device("cpu"))
    wide = start._pool(ServeOptions(**sizes), served)
    narrow = start._pool(ServeOptions(**sizes, state_dtype="float16", kv_dtype="float8"), served)
    assert narrow.kv[0].nbytes * 4 == wide.kv[0].nbytes
    assert narrow.rows[1].nbytes * 2 == wide.rows[1].nbytes
    assert narrow.rows[0].nbytes == wide.rows[0].nbytes
    for wrong in ({"state_dtype": "float8"}, {"kv_dtype": "float16"}):
        with pytest.raises(UnknownNameError, match="unknown type"):
            ServeOptions(**sizes, **wrong)


def test_what_cannot_be_compiled_is_refused_before_it_is_loaded(monkeypatch):
    with pytest.raises(ConfigError, match="would be compiled while all wait"):
        ServeOptions(preset="tiny", compiled=True, batched=True)
    with pytest.raises(ConfigError, match="a card records its steps"):
        ServeOptions(preset="tiny", compiled=True, device="cuda")
    monkeypatch.setenv("CXX", "no-such-compiler")
    with pytest.raises(MachineError, match="no C\\+\\+ compiler"):
        ServeOptions(preset="tiny", compiled=True)


def test_a_compiler_that_does_not_work_is_told_in_a_line(monkeypatch):
    def broken(*given):
        raise RuntimeError("no working compiler\nand much more")

    monkeypatch.setattr(start, "Engine", broken)
    with pytest.raises(MachineError, match="--compiled: no working compiler") as caught:
        made(ServeOptions(preset="tiny", compiled=True))
    assert "\n" not in str(caught.value)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_a_compiled_server_says_what_another_says():
    said, request = [], Request((1, 2, 3), 20, Sampling(), frozenset())
    for compiled in (False, True):
        server = made(ServeOptions(preset="tiny", slots=1, compiled=compiled))
        try:
            said.append([event.token for event in server.engine.submit(request).events()])
        finally:
            server.close()
    assert said[0] == said[1]


def test_a_folder_that_is_no_checkpoint_is_refused(tmp_path):
    with pytest.raises(CheckpointError, match="tokenizer"):
        made(ServeOptions(checkpoint=tmp_path))
