"""Bytes that people hand in or the press makes: checked while they stream in, kept under the SHA-256 of their content.

What a file is evidence of is the area's that refers to it.
"""
