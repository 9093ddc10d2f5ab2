"""The part of the day that telephone calls make."""

# What those who spoke with strangers wrote down.
SPOKEN = (
    {
        "contact_name": "Павел Рогов",
        "company_name": "ООО «Насосный двор»",
        "email": "rogov@nasosdvor.example",
        "gist": "Нужен насос для оборотной воды, подача 100 м³/ч, просит перезвонить с ценой.",
    },
)
# A stranger whom nobody has written down yet: he waits for whoever reads the guide.
STRANGER = {
    "linkedid": "mikopbx-1795435200.1140",
    "start": "2026-11-23 12:00:00+03:00",
    "answer": "2026-11-23 12:00:09+03:00",
    "end": "2026-11-23 12:03:20+03:00",
    "src": "79166670912",
    "dst": "211",
    "did": "74872550121",
    "direction": "in",
    "employee": "211",
}


class CallSteps:
    """Steps of the story; `Story` inherits them."""

    def lines_are_named(self):
        """The administrator names the lines: calls show where the customer called."""
        lines = self.env["crm.phone.line"].create(
            [
                {"did": "74872550120", "name": "Отдел продаж"},
                {"did": "74872550121", "name": "Реклама в журнале", "team_id": self.company.teams["vys"].id},
            ]
        )
        for line in lines:
            self.tell(f"{line.did} “{line.name}”: {len(line.call_ids)} calls")

    def calls_are_filled_in(self):
        """Whoever spoke with a stranger writes down who it was; one call still waits."""
        forms = self.env["crm.phone.call.form"].search([("state", "=", "open")], order="id")
        for form, told in zip(forms, SPOKEN, strict=False):
            own = form.with_user(form.user_id or self.company.users["dispatcher"])
            own.write(told)
            own.action_fill()
            self.tell(f"{form.number} → {form.appeal_id.display_name}, {form.user_id.name}")
        call = self.env["crm.phone.call"]._register_call(STRANGER)
        self.tell(f"{call.display_name} waits for {call.form_ids.user_id.name}")

    def request_is_answered_by_mail(self):
        """A manager writes to his customer from the request: that is the answer."""
        request = self.env["crm.customer.request"].search(
            [("state", "=", "new"), ("channel", "=", "mail"), ("user_id", "!=", False)], order="id desc", limit=1
        )
        request = request.with_user(request.user_id).with_context(lang="ru_RU")
        action = request.action_answer_by_mail()
        composer = self.env["mail.compose.message"].with_user(request.env.user).with_context(**action["context"])
        composer.create(
            {"body": "<p>Здравствуйте! Отвечаем на ваш запрос: всё есть на складе.</p>"}
        )._action_send_mail()
        self.tell(f"{request.display_name}: {request.state}")
