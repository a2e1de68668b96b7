"""THE JUDGE: dated, cited criteria as data, and the arithmetic that turns facts into explained points.

Only thinks: no database, HTTP, clock or chance. What was judged, and when, is remembered in `registry/assessments/`.
"""
