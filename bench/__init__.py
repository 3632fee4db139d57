"""The benchmark suite: `make bench`. Results are kept in `bench/results`; ratios are of one run on one machine."""
