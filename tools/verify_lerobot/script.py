"""Runs a script of lerobot: `python script.py lerobot_eval --env.type=physai ...`."""

import importlib
import sys

import compat

assert compat.torchvision
importlib.import_module(f"lerobot.scripts.{sys.argv.pop(1)}").main()
