"""Articles from files: reading → parsing → matching → saving, each knowing only the one before."""
