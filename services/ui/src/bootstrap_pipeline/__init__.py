"""Makes the first head: examples that come with the image, until people have written better ones."""
