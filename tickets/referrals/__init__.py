"""Hard cases referred to headquarters with a full dossier, and its answers (D9)."""
