"""A SCORM Cloud on this machine: both APIs over real HTTP, one SQLite file, real packages.

It knows `packages` and the catalogue, never the commands or the client.
"""
