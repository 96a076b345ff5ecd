"""Starts the service on port 8000."""

from http.server import ThreadingHTTPServer

from hello.app import Handler

ThreadingHTTPServer(("0.0.0.0", 8000), Handler).serve_forever()
