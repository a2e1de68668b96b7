"""Re-issue (换发) of certificates: one officer proposes what changes on the paper, another confirms it."""
