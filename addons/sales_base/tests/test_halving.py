from odoo.exceptions import UserError
from odoo.tests import TransactionCase

from ..tools.halving import do_or_halve


class TestHalving(TransactionCase):
    """What fails is left out alone; what it had written is undone; the rest is done."""

    def run_over(self, names, bad=(), error=UserError, **options):
        refused = []

        def make(batch):
            self.env["res.partner"].create([{"name": name, "ref": "halving"} for name in batch])
            if set(batch) & set(bad):
                raise error("no")

        do_or_halve(self.env, names, make, lambda name, why: refused.append((name, str(why))), **options)
        made = self.env["res.partner"].search([("ref", "=", "halving")], order="id").mapped("name")
        return made, refused

    def test_all_at_once_where_nothing_fails(self):
        self.assertEqual(self.run_over(["a", "b", "c"]), (["a", "b", "c"], []))

    def test_those_at_fault_are_left_out_alone(self):
        names = [str(number) for number in range(11)]
        made, refused = self.run_over(names, bad={"0", "7", "10"})
        self.assertEqual(made, [name for name in names if name not in {"0", "7", "10"}])
        self.assertEqual(refused, [("0", "no"), ("7", "no"), ("10", "no")])

    def test_what_was_remembered_is_forgotten_each_time(self):
        times = []
        self.run_over(["a", "b"], bad={"a"}, forget=lambda: times.append(1))
        self.assertEqual(len(times), 2, "of both together, then of the first alone")

    def test_errors_of_nobody_stop_everything(self):
        with self.assertRaises(ZeroDivisionError):
            self.run_over(["a", "b"], bad={"b"}, error=ZeroDivisionError, through=ZeroDivisionError)
        with self.assertRaises(KeyError):
            self.run_over(["a", "b"], bad={"b"}, error=KeyError, refused=UserError)

    def test_a_recordset_is_halved_as_a_list_is(self):
        partners = self.env["res.partner"].create([{"name": str(number)} for number in range(5)])
        refused = []

        def fail(batch):
            batch.ref = "done"
            if partners[2] in batch:
                raise ValueError("no")

        do_or_halve(self.env, partners, fail, lambda partner, _error: refused.append(partner))
        self.assertEqual(refused, [partners[2]])
        self.assertEqual(partners.mapped("ref"), ["done", "done", False, "done", "done"])
