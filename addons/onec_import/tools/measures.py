"""What is compared with 1C."""

MEASURES = [
    ("count", "Records"),
    ("quantity", "Quantity"),
    ("cost", "Cost"),
    ("balance", "Balance"),
    ("open", "Sum of open orders"),
    ("shipped", "Shipped"),
    ("paid", "Paid of open orders"),
]
