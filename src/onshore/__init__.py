"""Plan and control the making of a brand's products by contract manufacturers."""

__version__ = "0.1.0"
