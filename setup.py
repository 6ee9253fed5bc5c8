"""How physai_sim is built: one recipe for pip, colcon (`ament_python`) and editable checkouts."""

from __future__ import annotations

import glob

from setuptools import find_packages, setup

NAME = "physai_sim"

RUNTIME = [
    "numpy>=1.26",
    "pybullet>=3.2.7",
    "gymnasium>=1.1",
    "opencv-python-headless>=4.8",
    "pyyaml>=6.0",
    "pydantic>=2.7",
    "typer>=0.12",
    "rich>=13",
    "rosbags>=0.11",
    "mcap>=1.6",
    "zstandard>=0.22",
    "av>=12",
    "pyarrow>=17",
    "jinja2>=3.1",
    "matplotlib>=3.8",
    "moderngl>=5.11",
    "trimesh>=4.4",
    "fast-simplification>=0.1.7",
    "pillow>=10",
    'cyclonedds>=11.0; python_version < "3.14"',
]
# Definitions of ROS 2 interfaces, laid out as ament installs them.
INTERFACES = [f"*/{kind}/*.{kind}" for kind in ("msg", "srv", "action")]
TEST = [
    "pytest>=8",
    "pytest-timeout>=2.3",
    "pytest-xdist>=3.5",
    "hypothesis>=6.100",
    # The parts of colcon that build an ament_python package where there is no ROS.
    "colcon-core>=0.18",
    "colcon-ros>=0.4",
    "colcon-package-selection>=0.2.10",
    "colcon-output>=0.2.13",
    "colcon-bash>=0.5",
    "setuptools>=68,<80",
    "wheel",
    # The client that the planner's server is tried with.
    "openai>=2",
]
# Outside policies/, torch has one home: physai_sim/training.
RL = ["torch>=2.10", "stable-baselines3>=2.4"]
# Qwen3-VL in transformers, for the critic reason2: torch is imported where it is asked to judge.
CRITIC = ["torch>=2.10", "transformers>=5.11,<6"]
# The hybrid model and its server.
PLANNER = [
    "torch>=2.10",
    # It renders the templates of prompts that checkpoints bring.
    "transformers>=5.11,<6",
    "safetensors>=0.4",
    "tokenizers>=0.21",
    "fastapi>=0.115",
    "uvicorn>=0.30",
    "llguidance>=1.3",
]
# Its kernels for CUDA, apart from the rest: a gigabyte that a processor has no use for. Builds of
# torch for CUDA bring it along. Installed here by `make test-kernels` alone.
KERNELS = ['triton>=3.6; sys_platform == "linux"']
DEV = ["ruff>=0.9", "mypy>=1.13", "import-linter>=2.1", "types-PyYAML"]

# Programs of `ros2 run physai_sim` and of the launch files.
NODES = ("sim_node", "policy_node", "recorder_node", "replay_node", "teleop_node")

setup(
    name=NAME,
    version="0.1.0",
    description="Physical AI on a laptop: PyBullet worlds, checked rollouts, policies, planners.",
    maintainer="physai_sim maintainers",
    maintainer_email="maintainers@physai-sim.invalid",
    license="Apache-2.0",
    python_requires=">=3.10",
    # Named, not searched for: ros2_ws/src/physai_sim leads back to this folder.
    packages=find_packages(include=["physai_sim", "physai_sim.*", "policies", "policies.*"]),
    package_data={
        "physai_sim": ["py.typed"],
        "physai_sim.robots": ["assets/**/*"],
        "physai_sim.traffic": ["assets/**/*"],
        "physai_sim.evaluation.comparison": ["templates/**/*"],
        "physai_sim.evaluation.reporting": ["templates/**/*"],
        "physai_sim.generation.physics.page": ["templates/**/*"],
        "physai_sim.rendering.gl": ["shaders/*"],
        "physai_sim.messages": [
            f"{share}/{pattern}"
            for share in ("share", "share_simulation_interfaces_2")
            for pattern in INTERFACES
        ],
        # Not packages of ours: they are put on the path under their own names.
        "physai_sim.rosless": ["packages/**/*.py"],
        "physai_sim.rosless.interfaces": [f"share/{pattern}" for pattern in INTERFACES],
    },
    # Below `sys.prefix` after pip, below the install prefix after colcon: the same places in both.
    data_files=[
        ("share/ament_index/resource_index/packages", [f"resource/{NAME}"]),
        (f"share/{NAME}", ["package.xml", "LICENSE", "THIRD_PARTY_LICENSES.md"]),
        (f"share/{NAME}/worlds", sorted(glob.glob("worlds/*.yaml"))),
        (f"share/{NAME}/suites", sorted(glob.glob("suites/*.yaml"))),
        (f"share/{NAME}/launch", sorted(glob.glob("launch/*.launch.yaml"))),
        (f"share/{NAME}/config", sorted(glob.glob("config/*"))),
    ],
    install_requires=RUNTIME,
    extras_require={
        "test": TEST,
        "dev": DEV,
        "rl": RL,
        "critic": CRITIC,
        "planner": PLANNER,
        "kernels": KERNELS,
    },
    entry_points={
        "console_scripts": [
            "physai = physai_sim.cli.main:main",
            *(f"{node} = {NAME}.ros.{node}:main" for node in NODES),
        ],
        "rosless.interfaces": ["physai = physai_sim.messages.definitions:SHARES"],
    },
    zip_safe=False,
)
