"""Loads the demo's content, kind by kind, out of ``demo/content`` and ``demo/facts``."""

from demo.loading.load import DemoRefusedError, load

__all__ = ["DemoRefusedError", "load"]
