"""What classifier and ui share: how a text becomes a vector, and the head that decides on it."""
