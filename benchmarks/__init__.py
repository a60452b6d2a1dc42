"""Speed as ratios: each benchmark measures the program and, in the same run and interleaved, the bound it is held against."""
