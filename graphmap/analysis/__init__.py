"""Answers: pure functions from a snapshot and parameters to frozen findings. Nothing here knows a store."""
