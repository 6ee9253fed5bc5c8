# Every target sets up what it needs: a virtual environment with pinned packages (tools/setup.sh).
PYTHON ?= python3
VENV ?= .venv
JOBS ?= 2

BIN := $(VENV)/bin
DEMOS := lane_curve reach
BUILT := build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage \
	ros2_ws/build ros2_ws/install ros2_ws/log out/demo
export PYTHON VENV

.DEFAULT_GOAL := help
.PHONY: help setup setup-rl setup-critic setup-planner setup-all demo gallery test test-slow test-kernels check verify-lerobot ws clean clean-venv

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  Variables: PYTHON=$(PYTHON) VENV=$(VENV) JOBS=$(JOBS)"

setup: ## make the virtual environment, or bring it up to date
	@tools/setup.sh

setup-rl: ## the same with torch and stable-baselines3
	@tools/setup.sh rl

setup-critic: ## the same with torch and transformers, for critics that see
	@tools/setup.sh critic

setup-planner: ## the same with torch and a server, for the planner's language model
	@tools/setup.sh planner

setup-all: ## the same with all of these
	@tools/setup.sh rl,critic,planner

demo: setup ## drive a lane and reach with an arm, one episode each
	@set -e; for world in $(DEMOS); do \
		echo "== physai run $$world"; \
		$(BIN)/physai run $$world --episodes 1 --seed 1 --out out/demo/$$world --overwrite; \
	done
	@echo "== look at: $(DEMOS:%=out/demo/%)"

gallery: setup ## draw every world, in four weathers and with all ground truth, into docs/gallery
	@$(BIN)/python tools/contact_sheet.py
	@$(BIN)/python tools/gallery.py
	@$(BIN)/python tools/variations.py

test: setup ## the fast tests
	@$(BIN)/python -m pytest -m "not slow" -n $(JOBS)

test-slow: setup-all ## the tests that take minutes or start other processes
	@$(BIN)/python -m pytest -m "slow and not alone" -n $(JOBS)
	@$(BIN)/python -m pytest -m "slow and alone"

test-kernels: setup-all ## the kernels of the hybrid model, interpreted, beside Triton in an environment of its own
	@tools/setup_kernels.sh
	@PHYSAI_TEST_KERNELS=1 $(VENV)-kernels/bin/python -m pytest tests/policies/planning/hybrid/kernels

check: setup-all ## style, types and the walls between layers
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

verify-lerobot: setup ## load our datasets and worlds with lerobot itself; takes minutes, not part of CI
	@VENV=$(VENV)-lerobot tools/verify_lerobot/setup.sh
	@$(VENV)-lerobot/bin/python tools/verify_lerobot $(BIN)/physai

ws: setup ## build the ROS 2 workspace with colcon, with or without ROS
	@cd ros2_ws && "$(abspath $(BIN))/python" -m colcon build --packages-up-to physai_sim

clean: ## remove what was built and the demo's output; keep the environment and other runs
	@rm -rf $(BUILT)
	@find physai_sim policies tests -name __pycache__ -type d -prune -exec rm -rf {} +

clean-venv: clean ## remove the virtual environments as well
	@for venv in $(VENV) $(VENV)-kernels $(VENV)-lerobot; do test ! -f $$venv/pyvenv.cfg || rm -rf $$venv; done
