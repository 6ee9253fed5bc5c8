"""What metrics count with: rates, intervals, slopes and smoothness of numbers over time."""
