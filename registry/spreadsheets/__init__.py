"""Spreadsheets at the edge: reading what bureaus send (`reading.py`), writing what they print (`writing.py`).

What cells mean is the areas' and `scoring/sheets.py`'s.
"""
