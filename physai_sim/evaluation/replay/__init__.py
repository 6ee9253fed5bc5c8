"""Open-loop replay: what a policy decides on what was recorded, in process and by stamp."""
