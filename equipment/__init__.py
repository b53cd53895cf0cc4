"""Which machine stands where, owned by whom, covered by what."""
