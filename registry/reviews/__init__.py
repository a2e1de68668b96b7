"""Human judgement: the completeness check of the bureau and the findings of the reviewer."""
