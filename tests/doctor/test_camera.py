from physai_sim.doctor.base import examined
from physai_sim.rendering.gl import view_block


def test_points_are_drawn_where_camera_info_says():
    assert examined("camera").finding.mark == "ok"


def test_a_picture_that_is_shifted_by_a_pixel_is_caught(monkeypatch):
    exact = view_block.projection_matrix

    def shifted(camera):
        matrix = exact(camera)
        matrix[0, 2] += 2 / camera.width_px
        return matrix

    monkeypatch.setattr(view_block, "projection_matrix", shifted)
    view_block.eye_of.cache_clear()
    line = examined("camera")
    view_block.eye_of.cache_clear()
    assert line.failed
    assert "px of camera_info" in line.finding.found
