"""Rounds and the forms enterprises fill: drafts, submissions frozen for ever, and the state of each application."""
