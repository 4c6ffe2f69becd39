"""État de rapprochement bancaire: the bank against the books of each account, and the control of the cash boxes."""
