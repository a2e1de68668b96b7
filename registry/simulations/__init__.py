"""What an edition of criteria would do to all that was ever handed in: asked by a province, answered bit by bit by a job."""
