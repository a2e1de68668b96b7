"""How many small faults put into the judge its tests find: `./lvce python -m tests.mutation`."""
