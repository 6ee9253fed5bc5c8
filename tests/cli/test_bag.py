import pytest

from physai_sim.datasets.bag_writer import BagWriter
from physai_sim.evaluation.ingest.simulated import load_episode
from physai_sim.messages.qos import DEFAULT
from physai_sim.messages.typestore import make_message


@pytest.fixture
def bag(tmp_path):
    with BagWriter(tmp_path / "talk") as writer:
        writer.add_topic("/says", "std_msgs/msg/String", DEFAULT)
        for second in range(1, 9):
            message = make_message("std_msgs/msg/String", data=f"{second}")
            writer.write("/says", second * 1_000_000_000, message)
    return tmp_path / "talk"


def test_a_whole_bag_is_said_to_be_whole(physai, bag):
    done = physai("bag", "repair", bag)
    assert done.code == 0
    assert "is whole, nothing was changed" in done.out


def test_a_cut_bag_is_repaired_once(physai, bag):
    (bag / "metadata.yaml").unlink()
    mcap = bag / "talk_0.mcap"
    mcap.write_bytes(mcap.read_bytes()[:-900])
    first = physai("bag", "repair", bag)
    assert first.code == 0
    assert first.out.startswith(f"{bag}: ")
    assert "whole, nothing" not in first.out
    assert (bag / "metadata.yaml").is_file()
    assert "is whole, nothing was changed" in physai("bag", "repair", bag).out


def test_what_is_no_bag_is_refused(refused, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "text.mcap").write_text("hello")
    assert "does not exist" in refused("bag", "repair", tmp_path / "nowhere")
    assert "no MCAP file" in refused("bag", "repair", tmp_path / "empty")
    assert "text.mcap" in refused("bag", "repair", tmp_path / "text.mcap")


def test_load_episode_is_not_fooled_by_a_bag_of_others(bag):
    with pytest.raises(Exception, match="no ground truth"):
        load_episode(bag)
