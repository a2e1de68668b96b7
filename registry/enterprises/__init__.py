"""Legal persons and their sites: who can apply, and for what. Their people are in accounts, their applications in applications."""
