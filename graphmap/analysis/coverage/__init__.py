"""What is known, how old it is, where sources differ, and whom to ask what."""
