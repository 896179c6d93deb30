"""The commands and their arguments, by who types them.  What they do loads when they run."""
