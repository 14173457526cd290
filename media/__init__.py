"""Images as they are stored: checked, converted to sRGB and stripped of metadata before anything is written."""
