"""Which runs of three and of four characters a text holds, as a Bloom filter: bits that say "perhaps" or "surely not".

Each run of three sets three bits of a text's, each of four one. There is a byte a character, up to MOST: of a hundred
runs of three that are not there six pass, in a text twice as long as MOST a quarter.
"""

import numpy as np

from search.folding import code_points

MOST = 3_500  # bytes: so they stay in the row, where looking at them costs least
FACTORS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)


def bits(text):
    """As bytes, the least bit first."""
    found = np.zeros(8 * min(len(text) or 1, MOST), bool)
    found[places(text) % len(found)] = True
    return np.packbits(found, bitorder="little").tobytes()


def places(text):
    """Those of its bits, 31 bits each, to be taken modulo the number of them."""
    every = code_points(text).astype(np.uint64)
    threes = every[:-2] << 42 | every[1:-1] << 21 | every[2:]
    fours = threes[:-1] * FACTORS[1] ^ threes[1:] * FACTORS[2]
    runs = np.concatenate([*(threes * factor for factor in FACTORS), fours * FACTORS[0]])
    return (runs >> 33).astype(np.int64)
