"""What the public may see: a whitelisted copy, never a filtered view of private rows."""
