"""What must neither be lost nor happen twice: numbers, keys, audit, messages, imports, exports, sweeps."""
