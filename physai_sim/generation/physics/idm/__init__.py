"""Inverse dynamics learned from the simulator's own films: which actions does a video show?"""
