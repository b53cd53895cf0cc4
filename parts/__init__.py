"""Which spares went where: the catalogue, stock by place, the ledger of its movements."""
