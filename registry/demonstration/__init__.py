"""The demonstration province: clearly made-up malls at every stage of the path, brought there by the real actions.

Its data is `province.toml`; the command that fills and serves it is `registry/commands/demonstrating.py`.
"""
