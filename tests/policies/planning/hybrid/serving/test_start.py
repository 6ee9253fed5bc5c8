"""A server from its options; what it answers is tried in `real`."""

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")
for package in ("uvicorn", "fastapi", "llguidance"):
    pytest.importorskip(package, reason=f"{package} is missing (make setup-planner)")

from physai_sim.core.errors import CheckpointError, ConfigError  # noqa: E402
from policies.planning.hybrid.serving.limits import Limits  # noqa: E402
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


def test_a_folder_that_is_no_checkpoint_is_refused(tmp_path):
    with pytest.raises(CheckpointError, match="tokenizer"):
        made(ServeOptions(checkpoint=tmp_path))
