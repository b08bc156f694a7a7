"""What operators mean for each kind of value: equality, order, arithmetic, coercion. They know nothing of expressions."""
