import os
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from physai_sim.core.config import load_world
from physai_sim.core.types import ActionChunk
from physai_sim.envs.session import Session
from physai_sim.evaluation.ingest.simulated import load_episode
from physai_sim.evaluation.run import run
from physai_sim.evaluation.run_request import RunRequest
from physai_sim.messages import parts
from physai_sim.ros.chunk_topics import ChunkTopics

SETTINGS = ("robots.arm.action=joint_delta", "time_limit_s=3.0")
WAVE = '''
import numpy as np
from physai_sim.core.types import ActionChunk


class Wave:
    """Moves two joints to and fro, four actions at a time."""

    needs_privileged = False

    def reset(self, *, spec, seed):
        self.hz, self.size = spec.control_hz, len(spec.action_low)

    def infer(self, observation):
        seconds = observation.stamp_ns / 1e9 + np.arange(4) / self.hz
        actions = np.zeros((4, self.size))
        actions[:, 0] = 0.02 * np.sin(4 * seconds)
        actions[:, 3] = 0.01 * np.cos(3 * seconds)
        actions[:, -1] = 0.04
        return ActionChunk(observation.stamp_ns, self.hz, actions)
'''


@pytest.fixture(scope="module")
def spec():
    session = Session(load_world("reach", [*SETTINGS, "renderer=tiny"]), cameras=False)
    found = session.spec
    session.close()
    return found


@pytest.fixture
def chunks(spec):
    """Topics of an arm on a node that keeps what is published."""
    said = []
    outlet = SimpleNamespace(publish=said.append)
    node = SimpleNamespace(create_publisher=lambda *_: outlet, destroy_publisher=lambda _: None)
    made = ChunkTopics(node, spec)
    made.said = said
    made.readings = {"joint_state": np.arange(18) / 10}
    return made


def test_a_chunk_is_one_trajectory_stamped_with_the_observation(chunks, spec):
    actions = np.full((3, len(spec.action_low)), 0.01)
    assert chunks.publish(ActionChunk(0, 10, actions), 5_000_000_000, chunks.readings) == 1
    (message,) = chunks.said
    assert parts.stamp_ns(message.header.stamp) == 5_000_000_000
    assert list(message.joint_names) == [f"panda_joint{i}" for i in range(1, 8)]
    assert [parts.stamp_ns(p.time_from_start) for p in message.points] == [
        100_000_000,
        200_000_000,
        300_000_000,
    ]
    np.testing.assert_allclose(message.points[2].positions, np.arange(7) / 10 + 0.03)
    assert chunks.leads("arm")


def test_the_next_chunk_goes_on_where_the_last_one_led(chunks, spec):
    actions = np.full((2, len(spec.action_low)), 0.01)
    for _ in range(2):
        chunks.publish(ActionChunk(0, 10, actions), 0, chunks.readings)
    np.testing.assert_allclose(chunks.said[1].points[0].positions, np.arange(7) / 10 + 0.03)
    chunks.restart()
    chunks.publish(ActionChunk(0, 10, actions), 0, chunks.readings)
    np.testing.assert_allclose(chunks.said[2].points[0].positions, np.arange(7) / 10 + 0.01)


def test_a_single_action_is_left_to_jogs(chunks, spec):
    actions = np.zeros((1, len(spec.action_low)))
    assert chunks.publish(ActionChunk(0, 10, actions), 0, chunks.readings) == 0
    assert not chunks.leads("arm")


@pytest.mark.slow
def test_chunks_in_lock_step_move_the_arm_as_one_process_does(tmp_path):
    policy = tmp_path / "wave.py"
    policy.write_text(WAVE, encoding="utf-8")
    out, name = tmp_path / "live", f"{policy}:Wave"
    settings = "[" + ", ".join(f"'{setting}'" for setting in SETTINGS) + "]"
    command = [sys.executable, "-m", "physai_sim.cli", "launch", "manipulation", "world:=reach"]
    command += [f"policy:={name}", "lockstep:=true", "real_time_factor:=0.0", f"out:={out}"]
    environment = {**os.environ, "ROS_DOMAIN_ID": "139"}
    done = subprocess.run(
        [*command, f"set:={settings}"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    live = load_episode(out / "episode_000")
    config = load_world("reach", SETTINGS)
    run(RunRequest(config, name, 1, 0, tmp_path / "plain"), progress=lambda *_: None)
    plain = load_episode(tmp_path / "plain" / "episode_000")
    assert len(live.actions) == len(plain.actions)
    np.testing.assert_allclose(live.tools["arm"], plain.tools["arm"], atol=1e-3)
