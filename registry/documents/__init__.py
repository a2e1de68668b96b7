"""Documents: notices and score sheets as sealed PDFs, from being asked for to being handed out.

What stands in one is composed by the area that asks; how it is printed and sealed is `certificates/document_press.py`'s.
"""
