/** Light or dark, sounds or none: as the device says, until somebody switches; kept on the device. */
export class Look {
    constructor({ feedback, root = document.documentElement, memory = localStorage }) {
        Object.assign(this, { feedback, root, memory });
        this.isDark = this.read("dark") ?? matchMedia("(prefers-color-scheme: dark)").matches;
        this.isQuiet = this.read("quiet") ?? false;
        this.hasNewVersion = false;
        this.apply();
    }

    read(name) {
        return JSON.parse(this.memory.getItem(`stock_batches_scan.${name}`));
    }

    keep(name, value) {
        this.memory.setItem(`stock_batches_scan.${name}`, JSON.stringify(value));
        this.apply();
    }

    apply() {
        this.root.dataset.theme = this.isDark ? "dark" : "light";
        this.feedback.isQuiet = this.isQuiet;
    }

    turn() {
        this.isDark = !this.isDark;
        this.keep("dark", this.isDark);
    }

    turnSounds() {
        this.isQuiet = !this.isQuiet;
        this.keep("quiet", this.isQuiet);
    }

    wake() {
        this.feedback.wake();
    }
}
