"""Routes each request to the class of backend that suits it."""
