TOGETHER = 500  # rows asked for or saved at once


def in_batches(rows, size=TOGETHER):
    rows = list(rows)
    return (rows[start : start + size] for start in range(0, len(rows), size))
