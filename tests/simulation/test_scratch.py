import subprocess
import sys
from pathlib import Path

from physai_sim.simulation.scratch import scratch_file


def test_equal_texts_share_a_file_and_others_do_not():
    first = scratch_file("one", suffix=".obj")
    assert first == scratch_file("one", suffix=".obj")
    assert first != scratch_file("two", suffix=".obj")
    assert first.read_text(encoding="utf-8") == "one"


def test_nothing_is_left_when_the_process_ends():
    code = (
        "from physai_sim.simulation.scratch import scratch_file;"
        "print(scratch_file('gone', suffix='.obj'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not Path(done.stdout.strip()).exists()
