import pytest

from physai_sim.core.errors import OutputError
from physai_sim.core.output import MARK, write_json
from physai_sim.evaluation.suites.mark import facts, refuse_another


def test_what_is_played_is_written_down(short_suite, policy_file):
    told = facts(short_suite)
    assert told["suite"] == "s"
    assert told["runs"]["arm"]["seeds"] == [4, 1, 9]
    assert told["runs"]["car"]["policy"] == f"{policy_file}:Dice"
    assert told["runs"]["car"]["config_hash"] == short_suite.runs["car"].config.hash()


def test_the_same_suite_may_go_on_and_so_may_one_with_more_seeds(
    suite_of, short_text, short_suite, tmp_path
):
    refuse_another(short_suite, tmp_path)
    write_json(tmp_path / MARK, facts(short_suite))
    refuse_another(short_suite, tmp_path)
    refuse_another(suite_of(short_text().replace("count: 2", "count: 5")), tmp_path)


def test_another_policy_may_not_go_on(short_suite, tmp_path):
    write_json(tmp_path / MARK, facts(short_suite))
    with pytest.raises(OutputError, match=r"arm was played by another policy.*got 'random'"):
        refuse_another(short_suite.played_by("random"), tmp_path)


@pytest.mark.parametrize("earlier", [{"suite": "other", "runs": {}}, {"world": "reach"}])
def test_what_another_suite_or_none_left_is_refused(short_suite, tmp_path, earlier):
    write_json(tmp_path / MARK, earlier)
    with pytest.raises(OutputError, match="another suite or none"):
        refuse_another(short_suite, tmp_path)
