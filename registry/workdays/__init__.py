"""Which days are worked in China by the yearly official arrangement, and windows and deadlines counted over them.

What a window is for (a notice, a return for changes) is the area's that asks.
"""
