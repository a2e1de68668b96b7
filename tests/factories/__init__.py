"""Makers of test data that go through the product's own actions, so that nothing in a test is impossible in life."""
