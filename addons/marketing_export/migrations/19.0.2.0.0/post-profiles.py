"""Files of fixed formats become files of profiles; the journal of earlier exports stays."""

PROFILES = {"mailchimp_csv": "profile_mailchimp", "xlsx": "profile_list"}
TABLES = ("marketing_segment", "marketing_export_schedule", "marketing_export")


def migrate(cr, version):
    for table in TABLES:
        cr.execute(
            "SELECT 1 FROM information_schema.columns WHERE table_name = %s AND column_name = 'format'", (table,)
        )
        if cr.fetchone():
            _take_profiles(cr, table)
    cr.execute("UPDATE marketing_export SET reason = 'Regular mailing' WHERE reason IS NULL")
    cr.execute("ALTER TABLE marketing_export ALTER COLUMN reason SET NOT NULL")


def _take_profiles(cr, table):
    for code, name in PROFILES.items():
        cr.execute(
            f"""UPDATE {table} SET profile_id = (SELECT res_id FROM ir_model_data
                                                  WHERE module = 'marketing_export' AND name = %s)
                 WHERE format = %s""",
            (name, code),
        )
    cr.execute(f"ALTER TABLE {table} ALTER COLUMN profile_id SET NOT NULL")
    cr.execute(f"ALTER TABLE {table} DROP COLUMN format")
