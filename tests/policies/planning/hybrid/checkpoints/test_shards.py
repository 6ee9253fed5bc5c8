"""Damaged, missing and lying files give one clear line."""

import json

import pytest

torch = pytest.importorskip("torch", reason="torch is missing (make setup-planner)")

from safetensors.torch import save_file  # noqa: E402

from physai_sim.core.errors import CheckpointError  # noqa: E402
from policies.planning.hybrid.checkpoints.shards import open_shards  # noqa: E402


def _sharded(saved):
    return saved("qwen3_moe", max_shard_size="20KB")


@pytest.mark.parametrize("keep", [0, 4, 100, 3000])
def test_a_file_that_was_cut_off_is_named(keep, saved):
    folder = saved("nemotron_h")
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(CheckpointError, match=r"model\.safetensors: damaged") as caught:
        open_shards(folder)
    assert "\n" not in str(caught.value)


def test_a_header_that_lies_about_its_length_is_refused(saved):
    folder = saved("nemotron_h")
    path = folder / "model.safetensors"
    path.write_bytes((2**62).to_bytes(8, "little") + path.read_bytes()[8:])
    with pytest.raises(CheckpointError, match="damaged"):
        open_shards(folder)


def test_a_missing_file_is_named(saved):
    folder = _sharded(saved)
    lost = sorted(folder.glob("*.safetensors"))[1]
    lost.unlink()
    with pytest.raises(CheckpointError, match=f"{lost.name}: no such file"):
        open_shards(folder)


def test_a_tensor_that_only_the_index_knows_is_named(saved):
    folder = _sharded(saved)
    index = folder / "model.safetensors.index.json"
    told = json.loads(index.read_text())
    told["weight_map"]["ghost.weight"] = next(iter(told["weight_map"].values()))
    index.write_text(json.dumps(told))
    with pytest.raises(CheckpointError, match=r"lack ghost\.weight"):
        open_shards(folder)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        "[" * 90_000,
        '{"weight_map": []}',
        '{"weight_map": {"a": "../b.safetensors"}}',
    ],
)
def test_an_index_that_is_none_is_refused(text, saved):
    folder = _sharded(saved)
    (folder / "model.safetensors.index.json").write_text(text)
    with pytest.raises(CheckpointError, match=r"model\.safetensors\.index\.json"):
        open_shards(folder)


def test_a_name_that_no_file_can_have_is_named(saved):
    folder = _sharded(saved)
    index = folder / "model.safetensors.index.json"
    index.write_text(json.dumps({"weight_map": {"a": "x" * 300}}))
    with pytest.raises(CheckpointError, match="xxx"):
        open_shards(folder)


def test_a_tensor_that_two_files_hold_is_that_of_the_one_the_index_names(tmp_path):
    for name, value in (("a", 1.0), ("b", 2.0)):
        save_file({"w": torch.full((1,), value)}, tmp_path / f"{name}.safetensors")
    save_file({"v": torch.zeros(1), "w": torch.full((1,), 3.0)}, tmp_path / "c.safetensors")
    told = {"w": "a.safetensors", "v": "c.safetensors"}
    (tmp_path / "model.safetensors.index.json").write_text(json.dumps({"weight_map": told}))
    assert float(open_shards(tmp_path)["w"].whole()) == 1.0


def test_an_empty_folder_has_no_weights(tmp_path):
    with pytest.raises(CheckpointError, match="no such file"):
        open_shards(tmp_path)
