"""Part of the story: where mails and calls come from, and who notices when nothing comes."""


class SourcesStory:
    def manager_sets_his_mailbox_up(self):
        """A manager enters his own mailbox; he will switch it on when he has his password at hand."""
        user = self.company.users["manager"]
        box = self.as_user("manager", self.env["crm.own.mailbox"]).create(
            [{"server": "imap.promtehagregat.example", "login": user.email or f"{user.login}@promtehagregat.example"}]
        )
        self.tell(box.display_name)

    def sources_are_watched(self):
        """The exchange's connector is refused; the watch sees it, and the others that work."""
        refused = "Станция не принимает ключ доступа."
        self.env["crm.intake.source"]._report("connector", "mikopbx", "MikoPBX", refused)
        self.run_action("sales_leads.ir_cron_watch_sources")
        for source in self.env["crm.intake.source"].search([]):
            self.tell(f"{source.state:8} {source.name} {source.remark or ''}")
