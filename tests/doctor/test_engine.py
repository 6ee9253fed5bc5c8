from physai_sim.doctor.base import examined
from physai_sim.simulation.engine import bullet


def test_a_pybullet_with_numpy_is_told_with_its_version():
    line = examined("engine")
    assert line.finding.mark == "ok"
    assert line.finding.found.startswith("PyBullet 3.")


def test_a_pybullet_without_numpy_fails_with_the_command_that_builds_it(monkeypatch):
    monkeypatch.setattr(bullet, "isNumpyEnabled", lambda: 0)
    line = examined("engine")
    assert line.failed
    assert "built without NumPy" in line.finding.found
    assert "--no-build-isolation" in line.finding.found
