"""Draw what readers see of every accepted file: ``.venv/bin/python -m tests.media.contact_sheet`` writes var/contact-sheet.png.

Each cell shows the 400 × 250 card in AVIF, WebP and JPEG side by side, below it the colour that is expected and the name.
"""

import io
import os
from pathlib import Path

import django
from PIL import Image, ImageDraw

CELL, COLUMNS, LABEL = (330, 90), 5, 34
TARGET = Path("var/contact-sheet.png")


def main() -> None:
    """Write the sheet."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coalition.settings.test")
    django.setup()
    from tests.media.cases import ACCEPTED

    rows = -(-len(ACCEPTED) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * (CELL[0] + 10), rows * (CELL[1] + LABEL)), "#EEEEEE")
    for number, case in enumerate(ACCEPTED):
        left, top = (number % COLUMNS) * (CELL[0] + 10), (number // COLUMNS) * (CELL[1] + LABEL)
        for place, content in enumerate(_cards(case.name, case.make())):
            with Image.open(io.BytesIO(content)) as card:
                shown = card.convert("RGB")
                shown.thumbnail((CELL[0] // 3 - 4, CELL[1] - 8))
                sheet.paste(shown, (left + 4 + place * CELL[0] // 3, top + 4))
        draw = ImageDraw.Draw(sheet)
        draw.rectangle((left + 4, top + CELL[1], left + 24, top + CELL[1] + 20), fill=case.colour, outline="black")
        draw.text((left + 30, top + CELL[1] + 4), case.name, fill="black")
    TARGET.parent.mkdir(exist_ok=True)
    sheet.save(TARGET)
    print(TARGET)


def _cards(name: str, content: bytes) -> list[bytes]:
    """The card of a file in each format."""
    from media.ingest import ingest
    from pages.models import CoalitionImage
    from pages.pictures import filters

    ingested = ingest(name, content)
    width, height = ingested.pixels.size
    image = CoalitionImage(title=name, collection_id=1, width=width, height=height)
    image.prepare_renditions(ingested)
    wanted = [f.spec for f in filters("card") if f.spec.startswith("fill-400x250")]
    return [image._prepared[spec] for spec in wanted]


if __name__ == "__main__":
    main()
