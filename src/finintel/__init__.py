"""From financial-intelligence files to asset-recovery leads, each traced to file and line."""

__version__ = "0.1.0"
