"""The web: pages, forms and the stream, over HTTP."""
