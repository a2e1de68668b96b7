"""Public notice (公示): the window of days, who stands in it, and objections with their answers."""
