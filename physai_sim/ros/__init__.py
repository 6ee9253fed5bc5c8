"""ROS 2 nodes. They are ordinary rclpy nodes; without a ROS installation they run on `rosless`."""

from physai_sim import rosless
from physai_sim.core import paths

if rosless.install():
    from ament_index_python.packages import register_share

    # In a checkout no index says where worlds, launch files and layouts are.
    for _root in paths.search_roots():
        if (_root / "package.xml").is_file():
            register_share("physai_sim", _root)
            break
