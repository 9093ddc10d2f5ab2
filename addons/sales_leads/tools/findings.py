"""What a mail says about its writer, and where it says so, without a database."""


class Findings:
    """Values by field with the place where each was found; what is found first counts."""

    def __init__(self):
        self.values = {}
        self.sources = {}

    def add(self, source, values, detail=""):
        """Note the values of the fields that have none yet.

        :param source: "pattern", "label", "table", "forward", "sender", "answer_to", "signature", "text"
        """
        for name, value in values.items():
            if value and name not in self.values:
                self.values[name] = value
                self.sources[name] = (source, detail)

    def get(self, name):
        return self.values.get(name) or False
