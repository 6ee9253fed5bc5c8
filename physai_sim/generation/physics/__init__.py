"""The physics report: does a video show what the engine says must happen?"""
