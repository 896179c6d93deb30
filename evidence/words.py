"""Eight words for a root: read aloud when play closes, written by hand into the minutes.

Whoever has the minutes can tell later whether a record still leads to the same root, with no
file kept.  Each word stands for one byte, so eight words are 64 bits.  To make that expensive to
imitate the bytes are stretched: a try costs 600,000 hashes instead of one.

Limits, to be said plainly: a record rewritten *after* the words were read would have to be varied
some 2^64 times at that price; but somebody who prepares two closings *before* reading only needs
some 2^32.  The whole root, in the QR code and in every receipt, has no such limit.
"""

from __future__ import annotations

import hashlib
from typing import Final

from evidence.merkle import HASH_BYTES

COUNT: Final = 8
ROUNDS: Final = 600_000  # about a third of a second; words are made once, at the close
_SALT: Final = b"drillroom eight words v1"

# Common things, four to ten letters, chosen to be told apart by ear.  The order never changes.
WORDS: Final = tuple(
    """
    acorn alpine amber anchor apple apron archer atlas attic autumn avenue badger bakery balcony
    balloon bamboo banjo banner barley barrel basket beacon beaver bicycle biscuit blanket blossom
    bonfire bottle bramble bridge bronze bucket butter cabbage cactus camera candle canyon captain
    caravan carpet castle cattle cavern cedar cherry chimney cider cinema circus clarinet clover
    cobalt coconut compass copper coral cotton cradle crater cricket crystal cushion cymbal dancer
    desert diamond dolphin donkey dragon drummer eagle easel eclipse elbow elephant ember engine
    falcon feather fiddle flannel flower forest fossil fountain gallery garden garlic gazelle ginger
    giraffe glacier goblet granite guitar hammer harbour harvest hazel hedgehog helmet heron hickory
    honey horizon icicle igloo indigo island ivory jacket jasmine jigsaw jungle juniper kayak kennel
    kettle kiosk kitchen ladder lagoon lantern lavender leather lemon lighthouse lilac lobster
    locket lumber magnet mango maple marble meadow melon mermaid meteor mirror mitten monkey mosaic
    muffin museum mustard napkin nectar needle nephew nettle nutmeg oasis octopus olive onion opal
    orange orbit orchard osprey otter oven oyster paddle palace panda paper parrot pasture peanut
    pebble pelican pencil pepper piano picnic pigeon pillow pirate plaster pocket polar pony poppy
    potato prairie pretzel puddle pumpkin puzzle quarry quartz quilt rabbit radish raft rainbow
    raven ribbon river robin rocket saddle saffron salmon sandal sapphire scarf school shadow
    shelter silver siren sketch spinach squirrel stable statue summer sunset swallow tailor teapot
    temple thimble thunder tiger timber toffee tomato torch tractor trumpet tulip tunnel turtle
    umbrella valley vanilla velvet village violin volcano waffle wagon walnut weasel whisker willow
    window yogurt zebra zipper
    """.split()  # noqa: SIM905 (quoted one by one, nobody would read them)
)


def words_of(root: bytes) -> tuple[str, ...]:
    """The eight words of a root.

    Raises:
        ValueError: It is not a hash of 32 bytes.
    """
    if len(root) != HASH_BYTES:
        raise ValueError(f"a root has {HASH_BYTES} bytes; this one has {len(root)}")
    stretched = hashlib.pbkdf2_hmac("sha256", root, _SALT, ROUNDS, dklen=COUNT)
    return tuple(WORDS[byte] for byte in stretched)
