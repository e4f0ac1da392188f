"""The formats a lead can be exported in, one file each; `export(material)` returns `Exported`."""
