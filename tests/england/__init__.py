"""The questions of docs/reference/questions.md, asked of England's evidence."""
