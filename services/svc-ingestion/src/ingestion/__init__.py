"""Takes documents in: normalises them and cuts them into chunks with ids and hashes."""
