"""Where claims and the resolved graph are kept. `base` is the protocol; one package a store beside it."""
