"""The shell around the engine: command line, headless play, store, files and the wall clock.

Nothing is imported here, so that `drillroom --help` stays fast; import the modules themselves.
"""
