"""What a person reads of a run, an evaluation or a replay: one page, its plots and its videos."""
