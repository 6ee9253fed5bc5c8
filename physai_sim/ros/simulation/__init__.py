"""The services of simulation_interfaces: messages on one side, `physai_sim.control` on the other.

Handlers take the control, the request and an empty response with the result OK, and fill it; what
they raise becomes the result.
"""
