"""The tree keeps its promises: names, tests beside sources, exports, no marks left behind."""

import ast
import importlib
import re
from pathlib import Path

import pytest

from physai_sim import __version__, rosless
from physai_sim.core import registry

ROOT = Path(__file__).parents[2]
SOURCES = sorted(p for top in ("physai_sim", "policies") for p in (ROOT / top).rglob("*.py"))
# Covered by the tests of what they are part of.
PARTS_OF_A_WHOLE = ("physai_sim/robots/assets/", "physai_sim/roads/")
TESTED_ELSEWHERE = {
    "physai_sim/cli/options.py": "tests/cli/test_run.py",
    "physai_sim/cli/training_options.py": "tests/examples/test_examples.py",
    "physai_sim/robots/_ackermann.py": "tests/robots/test_sedan.py",
    "physai_sim/robots/_chassis.py": "tests/robots/test_sedan.py",
    "physai_sim/tasks/_driving.py": "tests/tasks/test_lane_follow.py",
    "physai_sim/tasks/_tabletop_config.py": "tests/tasks/test_tabletop.py",
    "physai_sim/benches/_render_truth.py": "tests/benches/test_render.py",
    "physai_sim/benches/_render_worlds.py": "tests/benches/test_render.py",
    "physai_sim/benches/_clock_watch.py": "tests/benches/test_ros.py",
    "physai_sim/benches/_launch.py": "tests/benches/test_ros.py",
    "physai_sim/benches/_live_plans.py": "tests/benches/test_replay.py",
    "physai_sim/benches/_replay_bags.py": "tests/benches/test_replay.py",
    "physai_sim/benches/_dds_peer.py": "tests/benches/test_dds.py",
    "physai_sim/core/protocols.py": "a protocol has no behaviour",
    "physai_sim/core/rollouts.py": "tests/generation/generators/test_resim.py",
    "physai_sim/generation/source/episode.py": "tests/generation/source/test_from_world.py",
    "physai_sim/generation/physics/sight.py": "tests/generation/physics/tracking/test_look.py",
    "physai_sim/generation/physics/clip.py": "tests/generation/physics/test_reading.py",
    "physai_sim/generation/physics/bounces.py": "tests/generation/physics/test_parabolas.py",
    "physai_sim/generation/physics/measures/base.py": "tests/generation/physics/test_report.py",
    "physai_sim/generation/faults/base.py": "tests/generation/faults/test_gravity.py",
    "physai_sim/generation/critics/base.py": "tests/generation/critics/test_state.py",
    "physai_sim/control/control_error.py": "tests/control/test_sim_state.py",
    "physai_sim/control/entity_types.py": "tests/control/test_entity_filter.py",
    "physai_sim/control/features.py": "tests/control/test_sim_control.py",
    "physai_sim/control/loaded_world.py": "tests/control/test_sim_control.py",
    "physai_sim/control/reset_scope.py": "tests/control/test_sim_control.py",
    "physai_sim/control/posix_pattern.py": "tests/control/test_posix_regex.py",
    "physai_sim/control/trajectory_goal.py": "tests/control/test_trajectory_follower.py",
    "physai_sim/envs/vector_pool.py": "tests/envs/test_worker_vector_env.py",
    "physai_sim/envs/vector_worker.py": "tests/envs/test_worker_vector_env.py",
    "physai_sim/envs/road_bodies.py": "tests/envs/test_assembly.py",
    "physai_sim/evaluation/metrics/base.py": "tests/evaluation/metrics/test_*.py",
    "physai_sim/evaluation/run_metrics.py": "tests/evaluation/test_run.py",
    "physai_sim/evaluation/run_request.py": "tests/evaluation/test_run.py",
    "physai_sim/datasets/bag_metadata.py": "tests/datasets/test_bag_repair.py",
    "physai_sim/datasets/bag_records.py": "tests/datasets/test_bag_salvage.py",
    "physai_sim/datasets/bag_sources.py": "tests/datasets/test_bag_reader.py",
    "physai_sim/datasets/bag_storage.py": "tests/datasets/test_bag_writer.py",
    "physai_sim/datasets/bag_file_streams.py": "tests/datasets/test_bag_stream.py",
    "physai_sim/datasets/bag_tables.py": "tests/datasets/test_bag_sqlite.py",
    "physai_sim/datasets/bag_types.py": "tests/datasets/test_bag_reader.py",
    "physai_sim/datasets/bag_walk.py": "tests/datasets/test_bag_salvage.py",
    "physai_sim/datasets/sink.py": "a protocol has no behaviour",
    "physai_sim/datasets/lerobot/parts.py": "tests/datasets/lerobot/test_writer.py",
    "physai_sim/datasets/lerobot/publish.py": "tests/datasets/lerobot/test_writer.py",
    "physai_sim/datasets/lerobot/recorder.py": "tests/datasets/lerobot/test_writer.py",
    "physai_sim/datasets/lerobot/unpack.py": "tests/datasets/lerobot/test_writer.py",
    "physai_sim/datasets/lerobot/from_bag.py": "tests/cli/test_record.py",
    "physai_sim/evaluation/fan_out.py": "tests/cli/test_record.py",
    "physai_sim/rendering/frame.py": "tests/contracts/test_renderers.py",
    "physai_sim/rendering/gl/buffers.py": "tests/rendering/test_raster.py",
    "physai_sim/rendering/gl/mirror.py": "tests/rendering/test_raster.py",
    "physai_sim/rendering/gl/shadow.py": "tests/rendering/test_raster.py",
    "physai_sim/rendering/gl/view_block.py": "tests/rendering/test_raster.py",
    "physai_sim/launching/actions.py": "tests/launching/test_tags.py",
    "physai_sim/launching/child.py": "tests/launching/test_runner.py",
    "physai_sim/launching/elements.py": "tests/launching/test_tags.py",
    "physai_sim/launching/guard.py": "tests/launching/test_runner.py",
    "physai_sim/launching/outlet.py": "tests/launching/test_runner.py",
    "physai_sim/launching/plan.py": "tests/launching/test_evaluation.py",
    "physai_sim/launching/process_tags.py": "tests/launching/test_tags.py",
    "physai_sim/launching/scope.py": "tests/launching/test_evaluation.py",
    "physai_sim/messages/definitions.py": "tests/messages/test_typestore.py",
    "physai_sim/messages/images.py": "tests/messages/test_sensors.py",
    "physai_sim/messages/inertial.py": "tests/messages/test_sensor_kinds.py",
    "physai_sim/messages/labels.py": "tests/messages/test_sensor_kinds.py",
    "physai_sim/messages/ranging.py": "tests/messages/test_sensor_kinds.py",
    "physai_sim/training/_learner_env.py": "tests/training/test_flat_env.py",
    "policies/control/expert_lane_follow.py": "tests/policies/test_experts.py",
    "policies/control/expert_reach.py": "tests/policies/test_experts.py",
    "policies/control/expert_pick_place.py": "tests/policies/control/test_carrier.py",
    "policies/control/expert_push.py": "tests/policies/control/test_carrier.py",
    "policies/control/expert_sort_by_colour.py": "tests/policies/control/test_carrier.py",
    "policies/control/expert_stack_two.py": "tests/policies/control/test_carrier.py",
}
# Parts of the hybrid model, and what tests them.
_HYBRID = {
    "reference_mixers": "test_reference",
    **{f"layers/{part}": "test_model" for part in ("state", "moe", "mlp", "mlp_mixer", "paging")},
    **{f"layers/{part}": "test_reference" for part in ("mamba", "mamba_weights")},
    **{f"layers/{part}": "layers/test_mamba_step" for part in ("padding", "rows")},
    "layers/scan_inputs": "layers/test_ssd",
    **{f"kernels/{part}": "kernels/test_ssd_prefill" for part in ("ssd_kernels", "ssd_passing")},
    "kernels/step_math": "kernels/test_state_update",
    "checkpoints/settings": "checkpoints/test_config_file",
}
TESTED_ELSEWHERE |= {
    f"policies/planning/hybrid/{part}.py": f"tests/policies/planning/hybrid/{test}.py"
    for part, test in _HYBRID.items()
}
TESTED_ELSEWHERE |= {
    f"physai_sim/benches/_hybrid_{part}.py": "tests/benches/test_hybrid_gpu.py"
    for part in ("bytes", "card", "gpu_runs", "peer")
}
TESTED_ELSEWHERE["physai_sim/benches/_hybrid_engine.py"] = "tests/benches/test_hybrid.py"
TESTED_ELSEWHERE["physai_sim/benches/_one_core.py"] = "tests/benches/test_hybrid_cpu.py"
TESTED_ELSEWHERE["physai_sim/benches/_hybrid_decode.py"] = "tests/benches/test_hybrid.py"
TESTED_ELSEWHERE["physai_sim/benches/_hybrid_witness.py"] = "tests/benches/test_hybrid_exact.py"
TESTED_ELSEWHERE["physai_sim/training/hybrid/progress.py"] = "tests/training/hybrid/test_curve.py"
# Parts of how rollouts are made, and what tests them.
_MADE = {
    "batch/bag_file": "batch/test_sample",
    "batch/dataset_part": "batch/test_sample",
    "batch/film_files": "batch/test_sample",
    "batch/open_sample": "batch/test_maker",
    "batch/rollout_spec": "batch/test_sample",
    "batch/stream_files": "batch/test_sample",
    "film/take": "film/test_physics_pass",
}
TESTED_ELSEWHERE |= {
    f"physai_sim/generation/{part}.py": f"tests/generation/{test}.py"
    for part, test in _MADE.items()
} | {
    f"physai_sim/benches/{part}.py": "tests/benches/test_generate.py"
    for part in ("_generate_batches", "_planted")
}
# Parts of how a recording is read, and what tests them.
_INGEST = {
    "collector": "test_recording",
    "commands": "test_foreign",
    "fast_decoding": "test_decoding",
    "foreign_facts": "test_foreign",
    "foreign_poses": "test_foreign",
    "own": "test_own_episodes",
    "own_named": "test_own_episodes",
    "own_truth": "test_own_episodes",
    "recorded_time": "test_foreign",
    "row_faults": "test_foreign",
    "track": "test_recording",
}
TESTED_ELSEWHERE |= {
    f"physai_sim/evaluation/ingest/{part}.py": f"tests/evaluation/ingest/{test}.py"
    for part, test in _INGEST.items()
}
# Parts of measures of the physics report, and what tests them.
_MEASURED = {
    **dict.fromkeys(
        (
            "assets",
            "flights",
        ),
        "test_dynamics",
    ),
    **dict.fromkeys(
        (
            "free_bodies",
            "gaps",
        ),
        "test_contact",
    ),
    **dict.fromkeys(("defects",), "test_permanence"),
    **dict.fromkeys(
        (
            "car_limits",
            "arm_limits",
            "hand_path",
        ),
        "test_feasibility",
    ),
}
TESTED_ELSEWHERE |= {
    f"physai_sim/generation/physics/{part}.py": f"tests/generation/physics/measures/{test}.py"
    for part, test in _MEASURED.items()
}
# Parts of the live nodes, and what tests them.
_SERVED = ("convert", "loop_calls", "results")
_LIVE = {
    "goal_desk": "test_trajectory_action",
    "inbox": "test_car_intake",
    "link_frames": "test_episode_publisher",
    "lockstep": "test_sim_node",
    "policy_topics": "test_policy_node",
    "run_folder": "test_sim_node",
    "running": "test_sim_node",
    "sim_loop": "test_sim_node",
    "sim_parameters": "test_sim_node",
    "sim_stage": "test_sim_node",
    "simulation_services": "simulation/test_services",
    **{f"simulation/{part}": "simulation/test_services" for part in _SERVED},
}
TESTED_ELSEWHERE |= {
    f"physai_sim/ros/{part}.py": f"tests/ros/{test}.py" for part, test in _LIVE.items()
}
# Parts of rclpy, and what tests them.
_RCLPY = {
    "constants": "test_time",
    "clock_type": "test_clock",
    "_sleepers": "test_clock",
    "validate_node_name": "test_name_rules",
    "validate_namespace": "test_name_rules",
    "validate_topic_name": "test_name_rules",
    "validate_full_topic_name": "test_name_rules",
    "validate_parameter_name": "test_name_rules",
    "topic_or_service_is_hidden": "test_name_rules",
    "_future": "test_task",
    "endpoint_info": "test_topic_endpoint_info",
    "_service_end": "test_client",
    "_topic_end": "test_publisher",
    "_parameter_types": "test_parameter",
    "_parameter_reading": "test_node_parameters",
    "_parameter_setting": "test_node_parameters",
    "_log_levels": "test_logging",
    "_log_output": "test_logging",
    "_log_filters": "impl/test_rcutils_logger",
    "impl/logging_severity": "test_logging",
    "action/_types": "action/test_server",
    "experimental/events_executor": "test_executors",
    "lifecycle/publisher": "lifecycle/test_node",
    "lifecycle/interface": "lifecycle/test_node",
}
# Parts of tf2 and of other packages beside rclpy, and what tests them.
_TF2_PARTS = ("_checks", "_exceptions", "_message", "_report", "_stamp")
_CV_PARTS = ("_conversion", "_encodings", "_errors", "_packing", "boost/cv_bridge_boost")
_BESIDE_RCLPY = {
    "tf2_py": dict.fromkeys(_TF2_PARTS, "test_buffer_core"),
    "tf2_ros": {"_waiting": "test_buffer", "buffer_client": "../programs/test_actions_and_states"},
    "message_filters": {"_stamps": "test_cache"},
    "sensor_msgs_py": {"_layout": "test_point_cloud2"},
    "cv_bridge": dict.fromkeys(_CV_PARTS, "test_core"),
    "ament_index_python": {"constants": "test_resources"},
}
TESTED_ELSEWHERE |= {
    f"physai_sim/rosless/packages/{package}/{part}.py": f"tests/rosless/{package}/{test}.py"
    for package, parts in _BESIDE_RCLPY.items()
    for part, test in parts.items()
}
TESTED_ELSEWHERE |= {
    f"physai_sim/rosless/packages/rclpy/{part}.py": f"tests/rosless/rclpy/{test}.py"
    for part, test in _RCLPY.items()
}


# Parts of the live nodes, and what tests them over topics.
_REPORT = {
    **dict.fromkeys(("action_charts", "car_charts", "tool_charts"), "test_charts"),
    **dict.fromkeys(("commands", "episode_section", "media"), "test_report"),
    **dict.fromkeys(("plot_drive", "plot_road", "plot_spots", "plot_map"), "test_plot_paths"),
    "plot_style": "test_plot_times",
}
TESTED_ELSEWHERE |= {
    f"physai_sim/evaluation/reporting/{part}.py": f"tests/evaluation/reporting/{test}.py"
    for part, test in _REPORT.items()
}
_ROS = {
    **{"goal_desk": "test_trajectory_action", "inbox": "test_car_intake"},
    **{"link_frames": "test_episode_publisher", "policy_topics": "test_policy_node"},
    **dict.fromkeys(("run_folder", "running", "sim_loop", "sim_stage"), "test_sim_node"),
    **{"sim_parameters": "test_sim_node", "teleop_node": "../integration/test_keyboard"},
}
TESTED_ELSEWHERE |= {
    f"physai_sim/ros/{part}.py": f"tests/ros/{test}.py" for part, test in _ROS.items()
}
TESTED_ELSEWHERE |= {
    "physai_sim/benches/_clock_watch.py": "tests/benches/test_ros.py",
    "physai_sim/benches/_dds_peer.py": "tests/benches/test_dds.py",
    "physai_sim/cli/__main__.py": "tests/cli/test_main.py",
}


def _name(path):
    return path.relative_to(ROOT).as_posix()


def _twin(name):
    inner = name.removeprefix("physai_sim/").replace("rosless/packages/", "rosless/")
    folder, _, file = inner.rpartition("/")
    return ROOT / "tests" / folder / f"test_{file.lstrip('_')}"


@pytest.mark.parametrize("name", [_name(p) for p in SOURCES if p.name != "__init__.py"])
def test_a_source_file_has_a_test_file(name):
    if name.startswith(PARTS_OF_A_WHOLE):
        return
    if name in TESTED_ELSEWHERE:
        place = TESTED_ELSEWHERE[name]
        assert not place.endswith(".py") or list(ROOT.glob(place)), place
        return
    assert _twin(name).is_file(), f"no {_twin(name).relative_to(ROOT)}"


@pytest.mark.parametrize("name", [_name(p) for p in SOURCES])
def test_what_is_exported_exists(name):
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    if not any(
        isinstance(n, ast.Assign) and n.targets[0].id == "__all__"
        for n in tree.body
        if isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Name)
    ):
        return
    rosless.install()
    inner = name.removeprefix("physai_sim/rosless/packages/")
    module = importlib.import_module(
        inner.removesuffix("/__init__.py").removesuffix(".py").replace("/", ".")
    )
    assert all(hasattr(module, exported) for exported in module.__all__)


@pytest.mark.parametrize("name", [_name(p) for p in SOURCES])
def test_no_mark_is_left_behind(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"\b(TODO|FIXME|XXX)\b|NotImplementedError|\bpickle\b", text)
    assert "yaml.load(" not in text


@pytest.mark.parametrize("family", registry.FAMILIES)
def test_every_member_of_a_family_can_be_loaded_by_its_file_name(family):
    assert registry.names(family)
    for name in registry.names(family):
        found = registry.find(family, name)
        assert found.__name__ == registry.class_name(name)
        assert registry.summary(family, name), f"{name} has no docstring"


def test_the_changelog_speaks_of_this_version():
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
