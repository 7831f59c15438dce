"""The screen: streams and prompts, progress, tables, output formats, what a thing is shown as."""
