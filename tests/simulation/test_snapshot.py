"""Snapshots: what-if stepping that leaves no trace."""

import gc
import resource
from pathlib import Path

import pytest

from physai_sim.core import paths
from physai_sim.core.errors import EpisodeError
from physai_sim.simulation.snapshot import restore, take

WORLDS = tuple(paths.available("worlds"))
every_world = pytest.mark.parametrize("name", WORLDS)
MB = 1024 * 1024


def resident_bytes():
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize()


@pytest.fixture
def busy(open_session, drive_randomly):
    """A session in the middle of a random drive, motors and contacts at work."""

    def start(name):
        session = open_session(name, cameras=False)
        session.reset(1)
        drive_randomly(session, physics_steps=600)
        return session

    return start


@every_world
def test_a_restored_world_goes_on_to_the_bit(name, busy, drive_randomly):
    session = busy(name)
    world = session.world
    snapshot = take(world)
    trail = []
    for _ in range(3):
        world.step(400)  # the motors hold what they were told before
        trail.append(world.state_hash())
        restore(world, snapshot)
    assert len(set(trail)) == 1
    snapshot.discard()


@every_world
def test_without_a_snapshot_it_would_have_gone_the_same_way(name, busy):
    plain, saved = busy(name).world, busy(name).world
    with saved.what_if():
        saved.step(300)
    plain.step(500)
    saved.step(500)
    assert saved.state_hash() == plain.state_hash()


@every_world
def test_what_if_leaves_everything_as_it_was(name, busy, drive_randomly):
    session = busy(name)
    world = session.world
    before = (world.state_hash(), world.time_ns, world.generation)
    motors = {key: body.motors() for key, body in world.bodies.items()}
    with world.what_if():
        drive_randomly(session, physics_steps=300, seed=9)
        assert world.state_hash() != before[0]
    assert (world.state_hash(), world.time_ns, world.generation) == before
    assert {key: body.motors() for key, body in world.bodies.items()} == motors


def test_what_if_restores_after_an_error_too(busy):
    world = busy("reach").world
    before = world.state_hash()

    def fail_midway():
        with world.what_if():
            world.step(50)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_midway()
    assert world.state_hash() == before


def test_what_ifs_nest(busy):
    world = busy("reach").world
    outer = world.state_hash()
    with world.what_if():
        world.step(20)
        inner = world.state_hash()
        with world.what_if():
            world.step(20)
        assert world.state_hash() == inner
    assert world.state_hash() == outer


def test_a_discarded_snapshot_is_refused(busy):
    world = busy("reach").world
    snapshot = take(world)
    snapshot.discard()
    snapshot.discard()
    with pytest.raises(EpisodeError, match="no longer fits"):
        restore(world, snapshot)


def test_a_snapshot_of_the_last_episode_is_refused(busy):
    session = busy("reach")
    snapshot = take(session.world)
    session.reset(2)
    before = session.world.state_hash()
    with pytest.raises(EpisodeError, match="no longer fits"):
        restore(session.world, snapshot)
    assert session.world.state_hash() == before
    snapshot.discard()


@every_world
def test_300_snapshots_take_less_than_10_mb(name, busy):
    world = busy(name).world
    for _ in range(20):  # the engine's own buffers grow to their size first
        take(world).discard()
    gc.collect()
    before = resident_bytes()
    for _ in range(300):
        with world.what_if():
            world.step(2)
    assert resident_bytes() - before < 10 * MB
