"""scloud: SCORM Cloud from the command line, and a stand-in for the service."""

# A constant on purpose: reading it from the installed metadata costs 45 ms or more at every start.
__version__ = "0.1.0"
