from datetime import date, datetime, timedelta
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo import Command, fields
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.stock.models.stock_quant import StockQuant as CoreQuant

from .common import SeriesCommon, days_ago, first_days


@tagged("post_install", "-at_install")
class TestOldestFirst(SeriesCommon):
    def test_return_of_an_old_series_is_taken_first_again(self):
        self._make_lot("OLD", date(2025, 1, 1), quantity=5)
        self._make_lot("NEW", date(2025, 6, 1), quantity=5)
        delivery = self._make_picking("out", 5)
        delivery.action_assign()
        self.assertEqual(delivery.move_line_ids.lot_id.name, "OLD")
        self._validate(delivery)
        self._return(delivery)
        self.assertEqual(self._take(5), [("OLD", 5)])

    def test_return_of_a_series_dated_by_its_receipt(self):
        old = self._make_lot("OLD", quantity=5)
        old.received_on = days_ago(100)
        self._make_lot("NEW", quantity=5).received_on = days_ago(1)
        delivery = self._make_picking("out", 5)
        delivery.action_assign()
        self._validate(delivery)
        self._return(delivery)
        self.assertEqual(self._take(5), [("OLD", 5)])

    def test_older_made_series_received_later_goes_first(self):
        self._make_lot("CAME-FIRST", date(2025, 6, 1), quantity=5)
        self._make_lot("MADE-FIRST", date(2025, 1, 1), quantity=5)
        self.assertEqual(self._take(7), [("MADE-FIRST", 5), ("CAME-FIRST", 2)])

    def test_found_goods_keep_their_age(self):
        """An inventory gain of an old series makes no young goods of it."""
        old = self._make_lot("OLD", date(2025, 1, 1))
        self._make_lot("NEW", date(2025, 6, 1), quantity=5)
        self.env["stock.quant"].with_context(inventory_mode=True).create(
            {
                "product_id": self.product.id,
                "location_id": self.shelf_a.id,
                "lot_id": old.id,
                "inventory_quantity": 3,
            }
        ).action_apply_inventory()
        self.assertEqual(self._take(4), [("OLD", 3), ("NEW", 1)])

    def test_same_age_goes_by_removal_date_then_arrival(self):
        product = self._make_product("Glue", use_expiration_date=True, expiration_time=900)
        soon = fields.Datetime.now() + timedelta(days=100)
        made = date(2025, 1, 1)
        self._make_lot("LATER", made, product, 1, expiration_date=soon + timedelta(days=50))
        self._make_lot("SOONER", made, product, 1, expiration_date=soon)
        self._make_lot("SOONER-TOO", made, product, 1, expiration_date=soon)
        taken = [name for name, _quantity in self._take(3, product=product)]
        self.assertEqual(taken, ["SOONER", "SOONER-TOO", "LATER"])

    def test_series_without_date_then_untracked_last(self):
        undated = self._make_lot("UNDATED", quantity=1)
        self.env.flush_all()
        self.env.cr.execute("UPDATE stock_quant SET series_date = NULL WHERE lot_id = %s", undated.ids)
        self.env.invalidate_all()
        self.env["stock.quant"]._update_available_quantity(self.product, self.stock, 1)
        self._make_lot("DATED", date(2025, 1, 1), quantity=1)
        self.assertEqual([name for name, _quantity in self._take(3)], ["DATED", "UNDATED", False])

    def test_expired_is_never_reserved(self):
        product = self._make_product("Glue", use_expiration_date=True, expiration_time=900, removal_time=10)
        now = fields.Datetime.now()
        for name, days in (("GONE", -1), ("PAST-REMOVAL", 5), ("GOOD", 60)):
            self._make_lot(name, date(2025, 1, 1), product, 5, expiration_date=now + timedelta(days=days))
        self.assertEqual(self._take(15, product=product), [("GOOD", 5)])
        late_order = {"product": product, "date": now - timedelta(days=30)}
        self.assertEqual(self._take(1, **late_order), [], "GOOD is held by the first move, the others are past")
        quant = self.env["stock.quant"]
        self.assertEqual(quant._get_reserve_quantity(product, self.stock, 1), [])
        self.assertEqual(quant._get_available_quantity(product, self.stock), 0)

    def test_expiry_without_removal_date_counts_too(self):
        product = self._make_product("Glue", use_expiration_date=True, expiration_time=900)
        lot = self._make_lot("GONE", date(2025, 1, 1), product, 5)
        lot.write({"expiration_date": days_ago(1), "removal_date": False})
        self.assertFalse(lot.removal_date)
        self.assertEqual(self._take(1, product=product), [])

    def test_goods_that_expire_before_the_shipment_stay(self):
        product = self._make_product("Glue", use_expiration_date=True, expiration_time=900)
        now = fields.Datetime.now()
        self._make_lot("SHORT", date(2025, 1, 1), product, 5, expiration_date=now + timedelta(days=10))
        self._make_lot("LONG", date(2025, 6, 1), product, 5, expiration_date=now + timedelta(days=90))
        taken = self._take(2, product=product, date=now + timedelta(days=30))
        self.assertEqual(taken, [("LONG", 2)])
        self.assertEqual(self._take(2, product=product), [("SHORT", 2)])

    def test_chained_step_keeps_what_the_pick_brought(self):
        self.warehouse.delivery_steps = "pick_ship"
        self._make_lot("OLD", date(2025, 1, 1), quantity=2)
        self._make_lot("NEW", date(2025, 6, 1), quantity=2)
        ship = self._make_move(2, source=self.warehouse.wh_output_stock_loc_id)
        pick = self._make_move(2, target=self.warehouse.wh_output_stock_loc_id, move_dest_ids=[Command.link(ship.id)])
        pick._action_assign()
        pick.picked = True
        pick._action_done()
        ship._action_assign()
        self._make_lot("OLDER", date(2024, 1, 1), quantity=2, location=self.warehouse.wh_output_stock_loc_id)
        self.assertEqual(ship.move_line_ids.lot_id.name, "OLD")

    def test_other_units_round_down_as_in_core(self):
        pack = self.env["uom.uom"].create(
            {"name": "Pack of 6", "relative_factor": 6, "relative_uom_id": self.product.uom_id.id}
        )
        taken = {}
        for category in (self.category, self.fifo_category):
            product = self._make_product("Tube", categ_id=category.id)
            for name, day in (("A", date(2025, 1, 1)), ("B", date(2025, 2, 1))):
                self._make_lot(name, day, product, 5)
            taken[category] = self._take(3, product=product, product_uom=pack.id)
        self.assertEqual(taken[self.category], taken[self.fifo_category])
        self.assertLess(sum(quantity for _name, quantity in taken[self.category]), 10)

    def test_serials(self):
        product = self._make_product("Pump", tracking="serial")
        for name, day in zip("ABC", first_days(3)[::-1], strict=True):
            self._make_lot(name, day, product, 1)
        self.assertEqual([name for name, _quantity in self._take(2, product=product)], ["C", "B"])

    def test_package_owner_and_place_are_kept_apart(self):
        quants = self.env["stock.quant"]
        lot = self._make_lot("A", date(2025, 1, 1))
        package = self.env["stock.package"].create({"name": "BOX-S"})
        quants._update_available_quantity(self.product, self.shelf_a, 2, lot_id=lot, package_id=package)
        quants._update_available_quantity(self.product, self.shelf_b, 3, lot_id=lot, owner_id=self.partner)
        taken = quants._get_reserve_quantity(self.product, self.stock, 9, package_id=package)
        self.assertEqual([(quant.package_id, quantity) for quant, quantity in taken], [(package, 2)])
        taken = quants._get_reserve_quantity(self.product, self.shelf_b, 9, owner_id=self.partner)
        self.assertEqual([(quant.location_id, quantity) for quant, quantity in taken], [(self.shelf_b, 3)])
        self.assertEqual(quants._get_available_quantity(self.product, self.stock), 5)

    def test_other_strategies_are_untouched(self):
        product = self._make_product("Bolt", categ_id=self.fifo_category.id)
        self._make_lot("CAME-FIRST", date(2025, 6, 1), product, 1)
        self._make_lot("MADE-FIRST", date(2025, 1, 1), product, 1)
        self.assertEqual(self._take(1, product=product), [("CAME-FIRST", 1)])

    def test_company_switch_serves_those_without_a_strategy(self):
        plain = self.env["product.category"].create({"name": "No strategy"})
        product = self._make_product("Nut", categ_id=plain.id)
        fixed = self._make_product("Bolt", categ_id=self.fifo_category.id)
        quants = self.env["stock.quant"]
        self.assertEqual(quants._get_removal_strategy(product, self.stock), "fifo")
        self.env["res.config.settings"].create({"oldest_series_first": True}).execute()
        self.assertEqual(quants._get_removal_strategy(product, self.shelf_a), "series")
        self.assertEqual(quants._get_removal_strategy(fixed, self.shelf_a), "fifo", "who chose FIFO keeps it")
        self.stock.removal_strategy_id = self.env.ref("stock.removal_fifo")
        self.assertEqual(quants._get_removal_strategy(product, self.shelf_a), "fifo")
        self.assertFalse(plain.removal_strategy_id, "nothing is written on the customer's categories")

    def test_unreserve_gives_everything_back(self):
        self._make_lot("A", date(2025, 1, 1), quantity=5)
        move = self._make_move(4)
        move._action_assign()
        self.assertEqual(self.env["stock.quant"]._get_available_quantity(self.product, self.stock), 1)
        move._do_unreserve()
        self.assertEqual(self.env["stock.quant"]._get_available_quantity(self.product, self.stock), 5)

    def test_queries_do_not_grow_with_the_stock(self):
        counts, rows = [], []
        for number in (100, 2000):
            product = self._make_product(f"Many {number}")
            lots = self.env["stock.lot"].create(
                [
                    {"name": f"S{index}", "product_id": product.id, "production_date": day}
                    for index, day in enumerate(first_days(number, step=1))
                ]
            )
            values = {"product_id": product.id, "location_id": self.stock.id, "quantity": 5}
            self.env["stock.quant"].create([{**values, "lot_id": lot.id} for lot in lots])
            move = self._make_move(12, product=product)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            move._action_assign()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            rows.append(len(self.env["stock.quant"]._read_series(product, self.stock, 12)))
            self.assertEqual(move.move_line_ids.lot_id.mapped("name"), ["S0", "S1", "S2"])
        self.assertEqual(counts[0], counts[1])
        self.assertEqual(rows[0], rows[1], "as many quants are loaded out of 2 000 as out of 100")

    def test_steps_go_on_until_there_is_enough(self):
        lots = self.env["stock.lot"].create(
            [
                {"name": f"S{index:03}", "product_id": self.product.id, "production_date": day}
                for index, day in enumerate(first_days(150, step=1))
            ]
        )
        values = {"product_id": self.product.id, "location_id": self.stock.id, "quantity": 1}
        self.env["stock.quant"].create([{**values, "lot_id": lot.id} for lot in reversed(lots)])
        self.assertEqual([name for name, _quantity in self._take(145)], lots[:145].mapped("name"))
        self.assertEqual(len(self._take(145)), 5, "what is left, and no error")


QUANT = st.tuples(
    st.integers(0, 4),  # series, 4 = none
    st.integers(0, 2),  # place
    st.integers(0, 3),  # 1 in the box, 2 of the owner
    st.integers(-6, 9),  # quantity
    st.integers(0, 6),  # reserved
    st.integers(0, 9),  # day of arrival
    st.one_of(st.none(), st.integers(0, 9)),  # day of removal
)
START = date(2026, 1, 1)


@tagged("post_install", "-at_install")
class TestSameAsCore(SeriesCommon):
    """Whatever the quants look like, reading only some of them changes neither the sum nor the order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lots, cls.products = {}, {}
        for tracking in ("lot", "none"):
            product = cls.products[tracking] = cls._make_product(f"Random {tracking}", tracking=tracking)
            days = [date(2025, 3, 1), date(2025, 1, 1), date(2025, 2, 1), date(2025, 1, 1)]
            lots = [cls._make_lot(f"R{index}", day, product) for index, day in enumerate(days)]
            cls.lots[tracking] = [*(lot.id for lot in lots), None] if tracking == "lot" else [None] * 5
        cls.box = cls.env["stock.package"].create({"name": "RANDOM-BOX"})
        cls.pack = cls.env["uom.uom"].create(
            {"name": "Pack of 4", "relative_factor": 4, "relative_uom_id": cls.product.uom_id.id}
        )

    def _fill(self, tracking, rows):
        """Write the quants in SQL: core would not let us make the broken ones."""
        product, places = self.products[tracking], (self.stock.id, self.shelf_a.id, self.shelf_b.id)
        self.env.cr.execute("DELETE FROM stock_quant WHERE product_id = %s", product.ids)
        for lot, place, holder, quantity, reserved, day, removal in rows:
            lot_id = self.lots[tracking][lot]
            values = {
                "product_id": product.id,
                "location_id": places[place],
                "company_id": self.env.company.id,
                "lot_id": lot_id,
                "package_id": self.box.id if holder == 1 else None,
                "owner_id": self.partner.id if holder == 2 else None,
                "quantity": quantity,
                "reserved_quantity": reserved,
                "in_date": START + timedelta(days=day),
                "removal_date": None if removal is None else START + timedelta(days=removal),
                "series_date": self.env["stock.lot"].browse(lot_id).series_date or None,
            }
            self.env.cr.execute(
                SQL(
                    "INSERT INTO stock_quant (%s) VALUES %s",
                    SQL(", ").join(map(SQL.identifier, values)),
                    tuple(values.values()),
                )
            )
        self.env.invalidate_all()
        return product

    @settings(max_examples=40, deadline=None)
    @given(
        tracking=st.sampled_from(["lot", "none"]),
        rows=st.lists(QUANT, max_size=40),
        wanted=st.one_of(st.integers(1, 60), st.floats(0.5, 30).map(lambda number: round(number, 2))),
        place=st.integers(0, 2),
        limits=st.sampled_from(["nothing", "series", "box", "owner", "fresh", "whole packs", "other unit"]),
    )
    def test_same_quants_as_core(self, tracking, rows, wanted, place, limits):
        product = self._fill(tracking, rows)
        location = (self.stock, self.shelf_a, self.shelf_b)[place]
        quants, values = self._limit(limits, tracking)
        with patch.multiple("odoo.addons.stock_batches.models.stock_quant", FIRST_STEP=2, NEXT_STEP=2):
            ours = quants._get_reserve_quantity(product, location, wanted, **values)
        values.pop("uom_id", None)
        total = quants._get_available_quantity(product, location, **values)
        values = self._limit(limits, tracking)[1]
        with self._core_reading_everything():
            core = quants._get_reserve_quantity(product, location, wanted, **values)
            values.pop("uom_id", None)
            available = quants._get_available_quantity(product, location, **values)
        self.assertEqual([quant.id for quant, _quantity in ours], [quant.id for quant, _quantity in core])
        for (_quant, got), (_same, expected) in zip(ours, core, strict=True):
            self.assertAlmostEqual(got, expected, 6)
        self.assertAlmostEqual(total, available, 6)
        days = [quant.series_date for quant, _quantity in ours if quant.lot_id]
        self.assertEqual(days, sorted(days))

    def _limit(self, limits, tracking):
        """What else a reservation may ask for: (quants with their context, arguments)."""
        quants = self.env["stock.quant"]
        self.category.packaging_reserve_method = "full" if limits == "whole packs" else "partial"
        if limits == "series":
            return quants, {"lot_id": self.env["stock.lot"].browse(self.lots[tracking][0] or [])}
        if limits == "fresh":
            return quants.with_context(with_expiration=datetime(2026, 1, 5)), {}
        if limits == "whole packs":
            return quants.with_context(packaging_uom_id=self.pack), {}
        arguments = {
            "box": {"package_id": self.box},
            "owner": {"owner_id": self.partner},
            "other unit": {"uom_id": self.pack},
        }
        return quants, arguments.get(limits, {}).copy()

    def _core_reading_everything(self):
        """Core's own methods over all quants, in the order of the series."""
        names = ("_gather", "_get_reserve_quantity", "_get_available_quantity")
        return patch.multiple(self.registry["stock.quant"], **{name: getattr(CoreQuant, name) for name in names})
