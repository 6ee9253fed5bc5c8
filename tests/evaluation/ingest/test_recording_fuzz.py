"""Whatever is done to the bytes of a bag, reading it gives a recording or one line."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rosbags.rosbag2 import StoragePlugin, Writer
from rosbags.rosbag2.enums import CompressionFormat, CompressionMode

from physai_sim.core.errors import BagError
from physai_sim.evaluation.ingest.recording import read_recording
from physai_sim.messages.typestore import typestore

FORMS = {
    "mcap": (StoragePlugin.MCAP, CompressionMode.NONE, "bag.mcap"),
    "chunks": (StoragePlugin.MCAP, CompressionMode.STORAGE, "bag.mcap"),
    "messages": (StoragePlugin.MCAP, CompressionMode.MESSAGE, "bag.mcap"),
    "mcap_file": (StoragePlugin.MCAP, CompressionMode.FILE, "bag.mcap.zstd"),
    "sqlite": (StoragePlugin.SQLITE3, CompressionMode.NONE, "bag.db3"),
    "sqlite_file": (StoragePlugin.SQLITE3, CompressionMode.FILE, "bag.db3.zstd"),
    "metadata": (StoragePlugin.MCAP, CompressionMode.NONE, "metadata.yaml"),
}
EDIT = st.tuples(
    st.sampled_from(["set", "insert", "remove", "zero", "repeat"]),
    st.integers(0, 10**9),
    st.binary(min_size=1, max_size=12),
)
MUTATION = st.tuples(st.lists(EDIT, min_size=1, max_size=8), st.none() | st.floats(0, 1))
OPTIONS = {
    "deadline": None,
    "derandomize": True,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}


def mutated(data, mutation):
    edits, share = mutation
    found = bytearray(data)
    for kind, place, patch in edits:
        at = place % max(len(found), 1)
        if kind == "set":
            found[at : at + len(patch)] = patch
        elif kind == "insert":
            found[at:at] = patch
        elif kind == "remove":
            del found[at : at + len(patch) * 3]
        elif kind == "zero":
            found[at : at + 64] = bytes(min(64, len(found) - at))
        else:
            found[at:at] = found[at : at + 40]
    return bytes(found if share is None else found[: int(share * len(found))])


@pytest.fixture(scope="module", params=FORMS)
def form(request, tmp_path_factory, say):
    """A whole bag, which of its files is damaged, and that file's bytes."""
    storage, mode, name = FORMS[request.param]
    folder = tmp_path_factory.mktemp("fuzz") / "bag"
    writer = Writer(folder, version=8, storage_plugin=storage)
    writer.set_compression(mode, CompressionFormat.ZSTD)
    store, connections = typestore(), {}
    pixels = np.random.default_rng(0).integers(0, 256, 3000, dtype=np.uint8)
    image = say.stamped("sensor_msgs/msg/CompressedImage", say.wall_ns, data=pixels)
    with writer:
        for topic, logged_ns, message in [*say.car(15), ("/image", say.wall_ns, image)]:
            kind = message.__msgtype__
            if topic not in connections:
                connections[topic] = writer.add_connection(topic, kind, typestore=store)
            writer.write(connections[topic], logged_ns, store.serialize_cdr(message, kind))
    return folder, name, (folder / name).read_bytes()


def check(form, tmp_path: Path, mutation) -> None:
    folder, name, data = form
    bag = tmp_path / "bag"
    if not bag.exists():
        shutil.copytree(folder, bag)
    (bag / name).write_bytes(mutated(data, mutation))
    reason, episodes = "", ()
    try:
        episodes = read_recording(bag).episodes
    except BagError as error:
        reason = str(error)
    assert "\n" not in reason
    for episode in episodes:
        assert (np.diff(episode.stamps_ns) > 0).all()
        for rows in episode.odometry.values():
            assert rows.shape == (len(episode.stamps_ns), 13)
            assert np.isfinite(rows).all()


@settings(max_examples=15, **OPTIONS)
@given(mutation=MUTATION)
def test_any_damage_gives_a_recording_or_one_line(form, tmp_path, mutation):
    check(form, tmp_path, mutation)


@pytest.mark.slow
@settings(max_examples=300, **OPTIONS)
@given(mutation=MUTATION)
def test_any_damage_gives_a_recording_or_one_line_however_long_it_is_tried(
    form, tmp_path, mutation
):
    check(form, tmp_path, mutation)
