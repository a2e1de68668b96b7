"""Targets of the policy documents, their split by place, and progress computed from the register."""
