import os
import subprocess

import pytest

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("world", ["lane_curve", "reach"])
def test_equal_seeds_give_equal_bags_and_videos_in_other_processes(words, tmp_path, world):
    found = []
    for number, seed in enumerate((3, 3, 4)):
        command = words(tmp_path / str(number), "--seed", seed, world=world, policy="Dice")
        environment = {**os.environ, "PYTHONHASHSEED": str(number)}
        subprocess.run(command, check=True, capture_output=True, env=environment)
        folder = tmp_path / str(number)
        names = ("episode_000/episode_000_0.mcap", "episode_000/metadata.yaml", "episode_000.mp4")
        found.append([(folder / name).read_bytes() for name in names])
    assert found[0] == found[1]
    assert found[0][0] != found[2][0]
    assert found[0][2] != found[2][2]
