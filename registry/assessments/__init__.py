"""The machine's judgement of each submission, kept for ever. How points are computed is scoring's."""
