"""Under which terms the data may be used. This is the one place where that is said; the Coalition must confirm it."""

LICENCE_NAME = "Creative Commons Attribution 4.0 International"
LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
ATTRIBUTION = "Source: Global Coalition against Daesh"
