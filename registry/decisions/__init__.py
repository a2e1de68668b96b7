"""The proposal, the second pair of eyes, the decision. It stands above reviews and notices because it needs both."""
