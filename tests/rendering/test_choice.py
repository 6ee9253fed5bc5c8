"""Who draws a world: the best of the machine, or the one that the file names."""

import gc
import logging
import weakref

import pytest

from physai_sim.core.config import load_world
from physai_sim.core.errors import ConfigError, MachineError, UnknownNameError
from physai_sim.envs.session import Session
from physai_sim.rendering import choice
from physai_sim.rendering.gl import context as gl


@pytest.fixture
def no_egl(monkeypatch):
    """A machine on which no context can be made."""

    def fails():
        raise MachineError("no OpenGL 4.3 context can be made: no EGL here")

    for cached in (choice._best, choice._raster, choice._tiny):
        cached.cache_clear()
    monkeypatch.setattr(gl, "context", fails)
    yield
    for cached in (choice._best, choice._raster, choice._tiny):
        cached.cache_clear()


def test_the_best_here_is_raster():
    assert choice.find("auto").name == "raster"


def test_without_egl_it_is_tiny_and_that_is_said_once(no_egl, caplog):
    with caplog.at_level(logging.WARNING):
        assert choice.find("auto").name == "tiny"
        assert choice.find("auto").name == "tiny"
    assert [record.getMessage() for record in caplog.records] == [
        "renderer: tiny, since raster cannot be used: "
        "no OpenGL 4.3 context can be made: no EGL here"
    ]


def test_without_egl_raster_by_name_is_an_error(no_egl):
    with pytest.raises(MachineError, match="no EGL here"):
        Session(load_world("reach", ["renderer=raster"]))


def test_an_unknown_renderer_is_named():
    with pytest.raises(UnknownNameError, match="'rastr'; did you mean 'raster'"):
        choice.find("rastr")
    with pytest.raises(ConfigError, match="renderer"):
        load_world("reach", ["renderer=rastr"])


@pytest.mark.parametrize("name", ["raster", "tiny"])
def test_a_world_file_names_its_renderer(name, open_session):
    session = open_session("reach", f"renderer={name}")
    session.reset(0)
    assert choice.name_of(session.world) == name


def test_a_world_that_draws_nothing_asks_for_no_context(open_session):
    session = open_session("reach", cameras=False)
    session.reset(0)
    assert choice.name_of(session.world) == "auto"


def test_worlds_are_not_kept_alive():
    session = Session(load_world("reach"))
    session.reset(0)
    kept = weakref.ref(session.world)
    session.close()
    del session
    gc.collect()
    assert kept() is None
