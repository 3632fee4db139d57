"""Standards: who uses which profile, who has to, how much machines can use of what is exchanged, and what would fit."""
