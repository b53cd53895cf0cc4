"""What must neither be lost nor happen twice: numbers, keys, audit, imports, exports, sweeps."""
