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


@pytest.mark.parametrize("world", ["lane_curve", "reach"])
def test_equal_seeds_give_equal_recordings_whatever_memory_held_before(words, tmp_path, world):
    found = []
    # glibc fills fresh memory with a byte that it is given: what reads it unwritten is found out.
    for number, filling in enumerate(("0", "1")):
        out = tmp_path / str(number)
        command = words(out, "--seed", 3, world=world, policy="Dice", command="record")
        environment = {**os.environ, "PYTHONHASHSEED": filling, "MALLOC_PERTURB_": filling}
        subprocess.run(command, check=True, capture_output=True, env=environment)
        paths = [path for path in out.rglob("*") if path.is_file() and path.name != "run.json"]
        found.append({path.relative_to(out).as_posix(): path.read_bytes() for path in paths})
    assert sum(name.endswith((".mp4", ".mcap", ".parquet")) for name in found[0]) >= 5
    assert found[0] == found[1]
