import json

from physai_sim.datasets.lerobot import tables


def test_pandas_finds_the_task_as_the_index():
    table = tables.tasks_table(["Push.", "Reach."])
    known = json.loads(table.schema.metadata[b"pandas"])
    assert known["index_columns"] == ["task"]
    assert table.to_pylist()[1] == {"task_index": 1, "task": "Reach."}


def test_files_are_limited_in_size_and_hold_one_kind():
    assert tables.grouped([60, 60, 10], 1, kinds=None) == [[0, 1, 2]]
    assert tables.grouped([600_000, 600_000, 10], 1) == [[0], [1, 2]]
    assert tables.grouped([1, 1, 1], 1, kinds=["a", "a", "b"]) == [[0, 1], [2]]


def test_a_chunk_holds_a_thousand_files():
    assert tables.place(999) == {"chunk_index": 0, "file_index": 999}
    assert tables.place(1000) == {"chunk_index": 1, "file_index": 0}
