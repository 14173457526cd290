"""Loads the demo's content, kind by kind, out of ``demo/content`` and ``demo/facts``."""

from demo.loading.load import DemoRefused, load

__all__ = ["DemoRefused", "load"]
