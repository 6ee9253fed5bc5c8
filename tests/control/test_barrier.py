"""The barrier: who has answered, what is missing, and what happens then."""

import threading

import pytest

from physai_sim.control.barrier import LockstepBarrier
from physai_sim.core.errors import ConfigError, EpisodeError

SOON, LONG = 20_000_000, 20_000_000_000


def barrier(*participants, timeout_ns=SOON, policy="stop"):
    made = LockstepBarrier(participants, timeout_ns=timeout_ns, policy=policy)
    made.expect(100)
    return made


def test_all_answers_let_physics_go():
    wall = barrier("policy", "planner", "/arm/tool_twist")
    assert wall.ack("policy", stamp_ns=100, commands=1)
    assert wall.ack("planner", stamp_ns=100, commands=0)
    assert wall.command("/arm/tool_twist", stamp_ns=100)
    verdict = wall.wait()
    assert (verdict.is_complete, verdict.action, verdict.missing) == (True, "go", {})


@pytest.mark.parametrize("policy", ["stop", "hold", "continue"])
def test_a_missing_answer_is_named_and_the_policy_decides(policy):
    wall = barrier("policy", "planner", "/cmd", policy=policy)
    wall.ack("policy", stamp_ns=100, commands=0)
    verdict = wall.wait()
    assert (verdict.is_complete, verdict.action) == (False, policy)
    assert verdict.missing == {
        "planner": "no acknowledgement of stamp 100 ns",
        "/cmd": "no command of stamp 100 ns",
    }
    assert verdict.waited_ns >= SOON


def test_an_acknowledgement_ahead_of_its_commands_waits_for_them():
    wall = barrier("policy")
    wall.ack("policy", stamp_ns=100, commands=2)
    wall.command("/cmd", stamp_ns=100, node="policy")
    assert wall.wait().missing == {"policy": "commands: 1 of 2 came from all nodes"}
    wall.command("/gripper", stamp_ns=100, node="policy")
    assert wall.wait().is_complete


def test_commands_of_unknown_senders_count_for_all_nodes_together():
    wall = barrier("left", "right")
    wall.ack("left", stamp_ns=100, commands=1)
    wall.ack("right", stamp_ns=100, commands=1)
    wall.command("/left_cmd", stamp_ns=100)
    assert not wall.wait().is_complete
    wall.command("/right_cmd", stamp_ns=100)
    assert wall.wait().is_complete


def test_one_nodes_commands_do_not_stand_for_anothers():
    wall = barrier("left", "right")
    wall.ack("left", stamp_ns=100, commands=1)
    wall.ack("right", stamp_ns=100, commands=1)
    wall.command("/left_cmd", stamp_ns=100, node="left")
    wall.command("/left_cmd", stamp_ns=100, node="left")
    assert list(wall.wait().missing) == ["right"]


def test_a_refused_command_counts_as_sent_and_not_as_an_answer():
    wall = barrier("policy", "/cmd")
    wall.ack("policy", stamp_ns=100, commands=1)
    assert wall.command("/cmd", stamp_ns=100, node="policy", is_accepted=False)
    assert wall.wait().missing == {"/cmd": "no command of stamp 100 ns"}


def test_answers_to_other_stamps_are_stale():
    wall = barrier("policy", "/cmd")
    assert not wall.ack("policy", stamp_ns=99, commands=0)
    assert not wall.command("/cmd", stamp_ns=101)
    assert wall.stale == 2
    assert set(wall.wait().missing) == {"policy", "/cmd"}


def test_a_stranger_is_counted_and_changes_nothing():
    wall = barrier("policy")
    assert not wall.ack("spy", stamp_ns=100, commands=3)
    assert wall.strangers == 1
    wall.ack("policy", stamp_ns=100, commands=0)
    assert wall.wait().is_complete


def test_a_new_stamp_forgets_the_answers_to_the_old():
    wall = barrier("policy")
    wall.ack("policy", stamp_ns=100, commands=0)
    assert wall.wait().is_complete
    wall.expect(200)
    assert wall.wait().missing == {"policy": "no acknowledgement of stamp 200 ns"}


def test_an_answer_wakes_the_one_that_waits():
    wall = barrier("policy", timeout_ns=LONG)
    thread = threading.Thread(target=lambda: wall.ack("policy", stamp_ns=100, commands=0))
    thread.start()
    verdict = wall.wait()
    thread.join()
    assert verdict.is_complete
    assert verdict.waited_ns < LONG


def test_closing_lets_the_one_that_waits_go():
    wall = barrier("policy", timeout_ns=LONG, policy="continue")
    thread = threading.Thread(target=wall.close)
    thread.start()
    verdict = wall.wait()
    thread.join()
    assert (verdict.is_complete, verdict.action) == (False, "stop")


def test_nobody_to_wait_for_is_complete_at_once():
    assert barrier(timeout_ns=LONG).wait().is_complete


def test_many_threads_answer_many_stamps():
    names = [f"node{k}" for k in range(8)]
    wall = LockstepBarrier(names, timeout_ns=LONG)
    turn = threading.Barrier(len(names) + 1)

    def answer(name):
        for stamp in range(50):
            turn.wait()
            wall.command("/cmd", stamp_ns=stamp, node=name)
            wall.ack(name, stamp_ns=stamp, commands=1)

    threads = [threading.Thread(target=answer, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for stamp in range(50):
        wall.expect(stamp)
        turn.wait()
        assert wall.wait().is_complete
    for thread in threads:
        thread.join()
    assert wall.stale == 0


def test_what_makes_no_sense_is_refused():
    with pytest.raises(ConfigError, match="unknown time-out policy"):
        LockstepBarrier(["a"], timeout_ns=1, policy="pray")
    with pytest.raises(ConfigError, match="each once"):
        LockstepBarrier(["a", "a"], timeout_ns=1)
    with pytest.raises(ConfigError, match="time-out"):
        LockstepBarrier(["a"], timeout_ns=0)
    with pytest.raises(EpisodeError, match="waits for nothing"):
        LockstepBarrier(["a"], timeout_ns=1).wait()
