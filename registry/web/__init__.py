"""The door over HTTP: addresses, sign-in, pages and JSON. Judgement, law and rows live below, in the areas.

Pages by audience: `portal/`, `desk/`, `public/`, `api/`; what they share is beside this file.
"""
