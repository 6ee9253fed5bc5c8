"""What metrics of driving share: boxes, roads, others, and where plans lead."""
