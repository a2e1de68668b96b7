"""What `python -m registry …` does, one module per family of commands. Which words call them is `registry/__main__.py`'s."""
