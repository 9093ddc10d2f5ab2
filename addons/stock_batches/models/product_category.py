from odoo import models


class ProductCategory(models.Model):
    _inherit = "product.category"

    def _get_inherited_removal_strategy(self):
        """The strategy of the nearest category upwards that names one; core looks at the category itself only."""
        category = self
        while category and not category.removal_strategy_id:
            category = category.parent_id
        return category.removal_strategy_id
