"""The certificate book: numbers, records, status history, and what the press was asked to print."""
