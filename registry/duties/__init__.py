"""What a certificate asks of people while it lives: re-checks (复核), renewal in time, and being reminded of both."""
