"""Parks and listings as Excel files: columns say what a cell means, workbook writes, reading reads,
checking compares with the database and saving stores, each knowing only those before it.
"""
