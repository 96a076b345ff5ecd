"""Says which class of backend a text calls for, by a head that is trained elsewhere."""
