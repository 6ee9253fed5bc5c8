import subprocess
import sys


def test_the_module_is_the_command():
    command = [sys.executable, "-m", "physai_sim.cli", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("physai")


def test_its_exit_code_is_that_of_the_command():
    command = [sys.executable, "-m", "physai_sim.cli", "run", "nowhere", "--out", "x"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "nowhere" in done.stderr
