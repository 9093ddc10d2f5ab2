"""The warehouse's part of the day: goods without series, an exception, labels, expiry work."""

from odoo.tests import Form

# On stock since before series were kept.
OLD_GOODS = ("Смазка пластичная ПС-2, 0,8 кг", "PS2-08", 7)


class SeriesStory:
    def goods_without_series(self):
        """Goods of the old system get the series "без серии"; the worker finds a label on some of them."""
        name, code, quantity = OLD_GOODS
        product = self.env["product.product"].create(
            {
                "name": name,
                "default_code": code,
                "barcode": "4601234567916",
                "is_storable": True,
                "tracking": "lot",
                "standard_price": 850.0,
                "categ_id": self.company.products["oil"].categ_id.id,
                "use_expiration_date": True,
                "expiration_time": 730,
            }
        )
        self.env["stock.quant"]._update_available_quantity(product, self.stock_place, quantity)
        supervisor = self.as_user("supervisor", self.env["stock.quant"])
        lot = supervisor._adopt_unlabelled([("product_id", "=", product.id)])
        action = self.as_user("worker", lot).action_split_series()
        form = Form(self.as_user("worker", self.env["stock.series.split"]).with_context(**action["context"]))
        form.quantity, form.name = 3, "PS2-2503"
        form.production_date = "2025-03-14"
        form.save().action_split()
        for series in self.env["stock.lot"].search([("product_id", "=", product.id)], order="series_date"):
            self.tell(f"{series.product_qty:g} × {product.name}, series {series.name}, {series.series_date}")

    def a_series_is_received(self):
        """A fresh series of the same goods comes in: the worker types its number and its date of production."""
        product = self.env["product.product"].search([("default_code", "=", OLD_GOODS[1])], limit=1)
        house = self.stock_place.warehouse_id
        places = {
            "location_id": self.env.ref("stock.stock_location_suppliers").id,
            "location_dest_id": self.stock_place.id,
        }
        move = {"product_id": product.id, "product_uom_qty": 5, **places}
        picking = self.as_user("worker", self.env["stock.picking"]).create(
            {"picking_type_id": house.in_type_id.id, **places, "move_ids": [(0, 0, move)]}
        )
        picking.action_confirm()
        picking.move_line_ids.write({"lot_name": "PS2-2610", "production_date": "2026-10-12"})
        self.move_all(picking)
        lot = picking.move_line_ids.lot_id
        self.tell(f"{picking.name}: series {lot.name}, made {lot.series_date}, expires {lot.expiration_day}")

    @property
    def stock_place(self):
        return self.env["stock.warehouse"].search([("company_id", "=", self.env.company.id)], limit=1).lot_stock_id

    def another_series_is_allowed(self):
        """The customer wants a fresh series: the worker is refused, the supervisor allows it and says why."""
        oil = self.company.products["oil"]
        house = self.stock_place.warehouse_id
        customer = self.env["res.partner"].search([("name", "=", "АО «Тулаводоканал»")], limit=1)
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": house.out_type_id.id,
                "partner_id": customer.id,
                "location_id": self.stock_place.id,
                "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                "move_ids": [
                    (
                        0,
                        0,
                        {
                            "product_id": oil.id,
                            "product_uom_qty": 2,
                            "location_id": self.stock_place.id,
                            "location_dest_id": self.env.ref("stock.stock_location_customers").id,
                        },
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.action_assign()
        self.env.cr.commit()
        old = picking.move_line_ids.lot_id
        young = self.env["stock.lot"].search(
            [("product_id", "=", oil.id), ("series_date", ">", old.series_date)], order="series_date desc", limit=1
        )
        worker = self.as_user("worker", picking)
        worker.move_line_ids.lot_id = young
        action = worker.button_validate()
        self.tell(f"{picking.name}: {young.name} refused, {old.name} leaves first ({action['res_model']})")
        choice = self.as_user("supervisor", self.env[action["res_model"]]).with_context(**action["context"]).create({})
        choice.reason_id = self.env.ref("stock_batches.release_reason_customer")
        choice.note = "Просят серию с наибольшим остатком срока"
        choice.action_release()
        self.move_all(self.as_user("worker", picking))
        self.tell(f"{picking.name}: {picking.state}, allowed by {self.company.users['supervisor'].name}")

    def labels_are_printed(self):
        """Labels of the series on stock: a sheet, and a printer that is switched off."""
        printers = self.as_user("supervisor", self.env["stock.label.printer"])
        gate = printers.create({"name": "Принтер у ворот", "kind": "zpl", "host": "127.0.0.1", "port": 9})
        series = self.env["stock.lot"].search([("product_qty", ">", 0), ("is_unlabelled", "=", False)])
        for printer in (self.env.ref("stock_batches.label_profile_sheet"), gate):
            action = self.as_user("worker", series).action_print_labels()
            wizard = self.as_user("worker", self.env["stock.label.print"]).with_context(**action["context"])
            result = wizard.create({"printer_id": printer.id}).action_print()
            self.tell(f"{printer.name}: {result['type']}")
        self.run_action("stock_batches.ir_cron_label_jobs")

    def expiry_work_is_done(self):
        """The daily action: what expires is to be offered, what has expired is blocked and written off."""
        self.run_action("stock_batches.ir_cron_expiry_work")
        for lot in self.env["stock.lot"].search([("expiry_task_id", "!=", False)]):
            self.tell(f"{lot.expiry_task_id.user_id.name}: {lot.expiry_task_id.summary}")
        for lot in self.env["stock.lot"].search([("expired_on", "!=", False)], limit=1):
            action = self.as_user("supervisor", lot).action_write_off()
            scrap = self.as_user("supervisor", self.env["stock.scrap"]).with_context(**action["context"]).create({})
            scrap.scrap_qty = 1
            scrap.action_validate()
            self.tell(f"{lot.name} is blocked; {scrap.name}: {scrap.scrap_qty:g} written off")
