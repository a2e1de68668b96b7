"""The press: a child process that renders and seals, and the only one that ever holds the key. It has no database and
no socket; work comes in over one pipe and goes out over another. Who starts it is `registry/press_process.py`.
"""
