"""THE OFFICE: everything with memory or a door. Judging is in `scoring/`, printing and sealing in `certificates/`."""

__version__ = "0.1.0"
